"""Whatever the functions of libraries are called with, the analysis goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gradsight.analysis import analyse
from gradsight.knowledge.registry import handled
from gradsight.knowledge.torch.table import names
from gradsight.syntax import parse

ARGUMENTS = ("", "*unknown")
RECEIVERS = {
    "dict": ("items", "dict"),
    "list": ("values", "list"),
    "set": ("{1, w}", "set"),
    "deque": ("deque(values)",),
    "tuple": ("(w, 2)", "tuple"),
    "str": ("'text'", "str"),
    "torch.Tensor": ("w", "(w * 2)", "torch.Tensor"),
    "Module": ("net", "nn.Module"),
    "Container": ("members",),
    "Optimizer": ("optimizer",),
    "generator": ("(each for each in values)",),
    "object": ("Own()",),
}
"""What methods are called on, by what they are kept under."""
BEFORE = """from collections import deque
import torch
from torch import nn
from somewhere import unknown
class Own:
    pass
w = torch.ones(3, requires_grad=True)
net = nn.Linear(3, 3)
members = nn.Sequential(net)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
items, values = {"a": w}, [w, 1]
"""
AT_ONCE = 40
"""Names in one program."""


def calls(name: str) -> Iterator[str]:
    """Expressions that call the function of that name in odd ways."""
    owner, _, last = name.rpartition(".")
    for receiver in RECEIVERS.get(owner, (owner.removeprefix("builtins") or "",)):
        for arguments in ARGUMENTS:
            yield f"{receiver}.{last}({arguments})" if receiver else f"{last}({arguments})"


def function(number: int, call: str, owner: str) -> str:
    imported = "" if owner in RECEIVERS or not owner else f"    import {owner}\n"
    return f"def call_{number}():\n{imported}    for each in {call}:\n        each.sum().backward()\n"


def callable_names() -> list[str]:
    """The names that a program can spell."""
    return sorted({name for name in (*handled(), *names()) if all(part.isidentifier() for part in name.split("."))})


NAMES = callable_names()


def test_there_is_much_to_call() -> None:
    assert len(NAMES) > 1_000


@pytest.mark.parametrize("first", range(0, len(NAMES), AT_ONCE))
def test_odd_calls_are_analysed(first: int) -> None:
    every = [(call, name.rpartition(".")[0]) for name in NAMES[first : first + AT_ONCE] for call in calls(name)]
    text = "".join(function(number, call, owner) for number, (call, owner) in enumerate(every))
    assert analyse(parse(BEFORE + text), "odd.py").facts
