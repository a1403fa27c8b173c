"""What a hover says where nothing is known: which call, argument or import made it so."""

from __future__ import annotations

import pytest
from service_stand_in import PATH

from gradsight.interpret import uncalled
from gradsight.service import Workspace

PROGRAM = """\
import random
import torch
import absent
from elsewhere import *
first = absent.helper()
second = first + 1
third = (second * 2).part(3)
def uncalled(argument, *rest):
    used = argument.part + 1
    other = rest[0]
starred
either = torch.nn.Linear(1, 1) if random.random() else 3
either
some = torch.ones(1) if random.random() else 3
some
def called(net: torch.nn.Module):
    output = net(torch.ones(1))
layer = torch.nn.Linear(1, 1)
if random.random():
    layer.requires_grad_(False)
frozen = layer(torch.ones(1))
"""

HOVERS = [
    ("third", "Nothing is known of this: `absent.helper` is not known (train.py:5)"),
    ("second", "Nothing is known of this: `absent.helper` is not known (train.py:5)"),
    ("used", "Nothing is known of this: argument `argument` of `uncalled`, which nothing here calls (train.py:8)"),
    ("other", "Nothing is known of this: further arguments of `uncalled` (train.py:8)"),
    ("starred", "Nothing is known of this: it may come from `elsewhere`, whose names are not known (train.py:4)"),
    ("either\n", "a module or something else, depending on the path"),
    ("some\n", "Nothing is known of this: a tensor on some paths only: created by `torch.ones(1)` (train.py:14)"),
    (
        "output",
        "Nothing is known of this: returned by a module that is not read: argument `net` of `called`, "
        "which nothing here calls (train.py:17)",
    ),
]


@pytest.mark.parametrize(("name", "text"), HOVERS, ids=[name.strip() for name, _ in HOVERS])
def test_hover(name: str, text: str) -> None:
    workspace = Workspace()
    workspace.update(PATH, PROGRAM)
    hover = workspace.hover(PATH, PROGRAM.index(name))
    assert hover is not None
    assert hover.plain == text


def test_where_a_run_stops_short_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uncalled, "STEPS_UNCALLED", 20)
    program = "def long(x):\n    first = 1\n" + "    x = x + 1\n" * 30
    workspace = Workspace()
    workspace.update(PATH, program)
    hover = workspace.hover(PATH, program.index("first"))
    assert hover is not None
    assert hover.plain == "Nothing is known of this: the program is too long to follow to its end (train.py:1)"


def test_what_depends_on_the_path_says_where_it_was_frozen() -> None:
    workspace = Workspace()
    workspace.update(PATH, PROGRAM)
    hover = workspace.hover(PATH, PROGRAM.index("frozen"))
    assert hover is not None
    assert hover.plain.splitlines()[:2] == [
        "a tensor that may be constant or tracked, depending on the path",
        "  1. `requires_grad` is set to False here (train.py:20)",
    ]
