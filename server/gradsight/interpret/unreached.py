"""What code may do that a run did not reach, since its steps ran out: call functions again with the grad mode or flags changed."""

from __future__ import annotations

import re
from collections.abc import Iterable

import libcst as cst

from gradsight.domain.values import Function, Value
from gradsight.interpret.frames import Code
from gradsight.interpret.machine import Machine

_CHANGES = re.compile(r"no_grad|inference_mode|grad_enabled|requires_grad")
_WORD = re.compile(r"[^\W\d]\w*")
BY_CALLS = ("forward", "__call__")
"""What runs without being named."""


def may_change(machine: Machine, cut_short: Iterable[Function], every: Iterable[Value]) -> bool:
    """Whether functions that were cut short, or what they call by name, may change how others run."""
    texts: dict[str, list[str]] = {}
    for function in every:
        if isinstance(function, Function):
            texts.setdefault(function.name, []).append(_text(machine, function))
    read = "\n".join(_text(machine, function) for function in cut_short)
    read += "\n".join(
        module.text.source for path, module in machine.imports.texts.items() if path != machine.path and read
    )
    todo, seen = {*_WORD.findall(read), *(BY_CALLS if read else ())}, set[str]()
    while todo:
        name = todo.pop()
        seen.add(name)
        for text in texts.get(name, ()):
            read += "\n" + text
            todo.update(word for word in _WORD.findall(text) if word not in seen)
    return _CHANGES.search(read) is not None


def _text(machine: Machine, function: Function) -> str:
    code = function.code
    assert isinstance(code, Code)
    node = code.node
    decorators = node.decorators if isinstance(node, cst.FunctionDef) else ()
    return "\n".join(machine.source(code.place(each)) for each in (*decorators, node))
