"""What a hover says on a backward, its root and an optimizer: who gets a gradient, who gets none, and why."""

from __future__ import annotations

import pytest

from gradsight.service import Workspace

PROGRAM = """import torch
from torch import nn

encoder, head, spare = nn.Linear(4, 3), nn.Linear(3, 1), nn.Linear(2, 2)
optimizer = torch.optim.SGD([*encoder.parameters(), *head.parameters(), *spare.parameters()], lr=0.1)
loss = head(encoder(torch.rand(2, 4)).detach()).sum()
loss.backward()
optimizer.step()
"""


def hovered(source: str, word: str) -> str:
    """The text of the hover at the last place of a word."""
    workspace = Workspace()
    workspace.update("train.py", source)
    found = workspace.hover("train.py", source.rindex(word) + 1)
    return found.plain if found else ""


@pytest.mark.parametrize("word", ["loss", "backward", "optimizer"])
def test_it_names_who_gets_a_gradient_and_why_others_do_not(word: str) -> None:
    text = hovered(PROGRAM, word)
    assert "a gradient to `head.weight` and `head.bias`, and none to `encoder.weight`" in text
    assert "`encoder.weight` gets none: leaves the graph here (train.py:6)" in text
    assert "`spare.weight` gets none: no root depends on it (train.py:4)" in text


def test_what_is_reached_on_some_paths_only_is_perhaps() -> None:
    source = PROGRAM.replace("loss.backward()", "if loss > 0:\n    loss = loss + spare.weight.sum()\nloss.backward()")
    assert "a gradient to `head.weight` and `head.bias`, perhaps to `spare.weight`" in hovered(source, "backward")


def test_nothing_is_said_where_code_is_not_known() -> None:
    source = PROGRAM.replace("loss.backward()", "loss = loss + mystery(spare)\nloss.backward()")
    assert hovered(source, "backward") == ""
