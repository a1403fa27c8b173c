"""The names that a piece of syntax reads, and those that it binds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import libcst as cst

from gradsight.syntax import Kinds, children

Names = frozenset[str]
NONE: Names = frozenset()
_READ_APART = {
    *(cst.Name, cst.Attribute, cst.Arg, cst.Assign, cst.AnnAssign, cst.FunctionDef, cst.Lambda),
    *(cst.Import, cst.ImportFrom),
}
SCOPES = (cst.FunctionDef, cst.Lambda, cst.ClassDef, cst.GeneratorExp)
"""What they read they may read at any time."""
_FLAT = Kinds(cst.BaseSmallStatement, cst.BaseExpression)
_BINDS_ITSELF = Kinds(*SCOPES, cst.BaseSmallStatement, cst.BaseExpression)


def reads(node: cst.CSTNode | None) -> Names:
    """The names that a simple statement or an expression reads, or may read."""
    found: set[str] = set()
    if node is not None:
        _read(node, found)
    return frozenset(found)


def _read(node: cst.CSTNode, found: set[str]) -> None:
    todo = [node]
    while todo:
        node = todo.pop()
        if type(node) not in _READ_APART:
            todo.extend(children(node))
            continue
        match node:
            case cst.Name(value=value):
                found.add(value)
            case cst.Attribute(value=value) | cst.Arg(value=value):
                todo.append(value)
            case cst.Assign(targets=targets, value=value):
                todo.append(value)
                for target in targets:
                    _read_target(target.target, found)
            case cst.AnnAssign(target=target, value=value):
                _read_target(target, found)
                if value is not None:
                    todo.append(value)
            case cst.FunctionDef() | cst.Lambda():
                found |= _read_by(node)


@lru_cache(maxsize=4096)
def _read_by(node: cst.FunctionDef | cst.Lambda) -> Names:
    """What the function itself binds is its own, unless it is declared to be of another scope."""
    inside = reads(node.body)
    own = {each.name.value for each in _parameters(node.params)} | bound_in(node.body)
    found = set(inside - own | _declared(node.body) & inside)
    for child in children(node):
        if child is not node.body:
            _read_around(child, found)
    return frozenset(found)


def _read_around(node: cst.CSTNode, found: set[str]) -> None:
    """Decorators, annotations and defaults: what is read where the function is defined."""
    if isinstance(node, cst.Parameters):
        for each in _parameters(node):
            found |= reads(each.default) | reads(each.annotation)
    else:
        _read(node, found)


def _parameters(params: cst.Parameters) -> Iterator[cst.Param]:
    yield from (*params.posonly_params, *params.params, *params.kwonly_params)
    yield from (star for star in (params.star_arg, params.star_kwarg) if isinstance(star, cst.Param))


def _declared(node: cst.CSTNode) -> set[str]:
    found: set[str] = set()
    todo = [node]
    while todo:
        node = todo.pop()
        if type(node) in (cst.Global, cst.Nonlocal):
            found.update(item.name.value for item in node.names)  # type: ignore[attr-defined]
        elif not _FLAT[type(node)]:
            todo.extend(children(node))
    return found


def _read_target(target: cst.CSTNode, found: set[str]) -> None:
    found |= reads(target) - targets_of(target)


def binds(node: cst.CSTNode) -> Names:
    """The names that a simple statement, or a definition, certainly binds."""
    match node:
        case cst.Assign(targets=targets):
            return NONE.union(*(targets_of(target.target) for target in targets))
        case cst.AnnAssign(target=target, value=cst.BaseExpression()):
            return targets_of(target)
        case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
            return frozenset({name.value})
    return NONE


def targets_of(target: cst.CSTNode) -> Names:
    match target:
        case cst.Name(value=value):
            return frozenset({value})
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            return NONE.union(*(targets_of(element.value) for element in elements))
        case cst.StarredElement(value=value):
            return targets_of(value)
    return NONE


def bound_in(node: cst.CSTNode) -> Names:
    """The names that are bound somewhere in a suite, in loops inside it too."""
    found: set[str] = set()
    todo = [node]
    while todo:
        node = todo.pop()
        found |= binds(node)
        if type(node) is cst.For:
            found |= targets_of(node.target)
        if not _BINDS_ITSELF[type(node)]:
            todo.extend(children(node))
    return frozenset(found)
