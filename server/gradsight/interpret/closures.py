"""What the code of a function or class can get hold of by names, wherever it is called from."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import libcst as cst

from gradsight.domain.values import Class, Function, Value
from gradsight.interpret.frames import Code, Meant
from gradsight.interpret.machine import Machine
from gradsight.interpret.reading import reads
from gradsight.knowledge.host import Closure
from gradsight.syntax import Kinds, children

_WITH_TARGETS = {cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.For}
_EXPRESSIONS = Kinds(cst.BaseExpression)
CONSTRUCTORS = ("__init__", "__new__", "__post_init__")


def closure(machine: Machine, found: Function | Class) -> Closure:
    """The values that the names in it mean now, and its defaults; of a class also what its body has bound."""
    code = found.code
    assert isinstance(code, Code)
    if isinstance(found, Class):
        return Closure((*_bound(machine, found), *found.bases))
    state, meant = machine.state, code.meant
    if meant is None or meant.scopes[0][0] != found.scope or not meant.still(state):
        code.wake()
        meant = _meant(machine, found, code)
        # What a state owns it may write to without a copy.
        code.meant = meant if state.owned.isdisjoint(id for id, _ in meant.scopes) else None
    oldest = state.heap.oldest
    state.heap.reads.names.update(key for key in meant.reads if key[0] < oldest)
    if not found.defaults:
        return meant.found
    return replace(meant.found, values=(*meant.found.values, *(default for _, default in found.defaults)))


def _meant(machine: Machine, found: Function, code: Code) -> Meant:
    state, scopes, scope = machine.state, [], found.scope
    around: int | None = scope
    while around is not None:
        scopes.append((around, state.scopes.get(around, {})))
        around = state.enclosing(around)
    values, reads = [], set()
    for name in _names(code.node):
        for scope, names in scopes:
            reads.add((scope, name))
            if name in names:
                values.append(names[name])
                break
    return Meant(
        tuple(scopes),
        frozenset(reads),
        Closure(tuple(values), "requires_grad" in _text(machine, code), _set_by(found, code)),
    )


def _set_by(function: Function, code: Code) -> frozenset[str]:
    return frozenset() if function.name in CONSTRUCTORS else _attributes_set(code.node)


@lru_cache(maxsize=4096)
def _attributes_set(node: cst.CSTNode) -> frozenset[str]:
    found: set[str] = set()
    todo = [node]
    while todo:
        each = todo.pop()
        if type(each) in _WITH_TARGETS:
            found |= _attributes(each.target)  # type: ignore[attr-defined]
        if not _EXPRESSIONS[type(each)]:
            todo.extend(children(each))
    return frozenset(found)


def _attributes(target: cst.CSTNode) -> frozenset[str]:
    match target:
        case cst.Attribute(attr=attr):
            return frozenset({attr.value})
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            return frozenset().union(*(_attributes(element.value) for element in elements))
    return frozenset()


@lru_cache(maxsize=4096)
def _names(node: cst.CSTNode) -> tuple[str, ...]:
    return tuple(sorted(reads(node)))


def _bound(machine: Machine, cls: Class) -> tuple[Value, ...]:
    found = ((name, machine.state.look(cls.scope, name)) for name in machine.state.bound(cls.scope))
    return tuple(value for name, value in found if value is not None and not name.startswith("*"))


def _text(machine: Machine, code: Code) -> str:
    return machine.source(code.place(code.node))
