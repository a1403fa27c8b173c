"""Which ids a value or object mentions, and the same value or object under other ids."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from operator import is_

from gradsight.domain.objects import Dict, Generator, Instance, Object, Optimizer, Sequence, Tensor
from gradsight.domain.reach import rename_lost
from gradsight.domain.values import (
    Bound,
    Choice,
    Class,
    Function,
    Library,
    Literal,
    Method,
    Missing,
    Native,
    Partial,
    Plain,
    ProjectModule,
    Ref,
    Slice,
    Super,
    Switch,
    Tuple,
    Unknown,
    Value,
    choice,
)

Rename = Mapping[int, int]
MANY_PARTS, DEEP = 500, 8
NESTED_DEEPLY = "what is nested so deeply is not followed"
"""Why a value with more parts, nested more deeply, is unknown; large tables are flat."""
FEW = 16
WITHOUT_REFS: frozenset[type] = frozenset({Library, Literal, Missing, Plain, Switch, Unknown})


def refs(value: Value) -> list[int]:
    """The ids that a value mentions directly."""
    kind = type(value)
    return [value.id] if kind is Ref else [] if kind in WITHOUT_REFS else refs_in(_mentioning(value))  # type: ignore[union-attr]


def refs_in(values: Collection[Value]) -> list[int]:
    """The ids that any of the values mentions directly. Much of the time of a join goes here, hence the short cuts."""
    if len(values) > FEW and WITHOUT_REFS.issuperset(map(type, values)):
        return []
    ids: list[int] = []
    for value in values:
        kind = type(value)
        if kind is Ref:
            ids.append(value.id)  # type: ignore[union-attr]
        elif kind not in WITHOUT_REFS:
            ids.extend(refs_in(_mentioning(value)))
    return ids


def _mentioning(value: Value) -> Collection[Value]:
    """The parts of a value, and the scopes that it knows as if they were objects."""
    match value:
        case Function(scope=scope, owner=owner, defaults=defaults):
            around = (Ref(scope),) if owner is None else (Ref(scope), Ref(owner))
            return (*around, *(default for _, default in defaults))
        case Class(scope=scope, bases=bases):
            return (Ref(scope), *bases)
        case ProjectModule(scope=scope):
            return (Ref(scope),)
        case Tuple(items=items, cls=Class() as cls):
            return (*items, cls)
    return parts(value)


def parts(value: Value) -> tuple[Value, ...]:
    """The values that a value is made of."""
    match value:
        case Tuple(items=items) | Choice(options=items) | Slice(parts=items) | Native(bound=items):
            return items
        case Bound(receiver, function):
            return (receiver, function)
        case Method(receiver=receiver) | Super(receiver=receiver):
            return (receiver,)
        case Partial(function, args, kwargs):
            return (function, *args, *(v for _, v in kwargs))
    return ()


def grows(value: Value) -> bool:
    """Whether a value holds itself so often, as `x = (x, x)` makes it in a loop, that it would soon be beyond all measure."""
    todo, deepest, seen = [(value, 0)], 0, 0
    while todo and seen < MANY_PARTS:
        part, depth = todo.pop()
        deepest, seen = max(deepest, depth), seen + 1
        todo.extend((each, depth + 1) for each in parts(part))
    return seen == MANY_PARTS and deepest > DEEP


def contents(found: Object) -> Collection[Value]:
    """The values that an object holds."""
    match found:
        case Tensor(base=base, hooks=hooks):
            mine = (*hooks, *found.attrs.values())
            return mine if base is None else (Ref(base), *mine)
        case Sequence(items=items, rest=rest):
            return items if rest is None else (*items, rest)
        case Dict(items=by_key, rest=rest):
            keys = (*by_key, *found.spelled.values())
            return (*keys, *by_key.values(), *(v for v in (rest, found.factory) if v is not None))
        case Instance(attrs=attrs) | Optimizer(attrs=attrs):
            return attrs.values()
        case Generator(function=function):
            return (function,)


def rename(value: Value, ids: Rename) -> Value:
    """The value with other ids in it."""
    match value:
        case Ref(id):
            return Ref(ids[id]) if id in ids else value
        case Function(scope=scope, defaults=defaults):
            renamed = tuple((name, rename(default, ids)) for name, default in defaults)
            same = scope not in ids and all(x is y for (_, x), (_, y) in zip(renamed, defaults, strict=True))
            return value if same else replace(value, scope=ids.get(scope, scope), defaults=renamed)
        case Plain(lost=lost):
            return replace(value, lost=rename_lost(lost, ids)) if lost else value
        case Choice(options=items):
            options = [rename(item, ids) for item in items]
            return value if all(map(is_, options, items)) else choice(options)
    if not any(id in ids for id in refs(value)):
        return value
    return rebuild(value, lambda part: rename(part, ids))


def rebuild(value: Value, change: Callable[[Value], Value]) -> Value:
    """The value with its parts changed."""
    match value:
        case Tuple(items=items):
            return replace(value, items=tuple(map(change, items)))
        case Slice(parts=items):
            return Slice(tuple(map(change, items)))
        case Native(bound=items):
            return replace(value, bound=tuple(map(change, items)))
        case Bound(receiver, function):
            return Bound(change(receiver), change(function))
        case Method(receiver, name):
            return Method(change(receiver), name)
        case Super(owner, receiver):
            return Super(owner, change(receiver))
        case Partial(function, args, kwargs):
            return Partial(change(function), tuple(map(change, args)), tuple((k, change(v)) for k, v in kwargs))
    return value


def rename_object(found: Object, ids: Rename, dropped: frozenset[int] = frozenset()) -> Object:
    """The object with other ids in it, and without `dropped` ones on its way back; itself where it mentions none of them."""
    if isinstance(found, Tensor):
        return _rename_tensor(found, ids, dropped)
    held = contents(found)
    renamed = [rename(each, ids) for each in held]
    if all(map(is_, renamed, held)):
        return found
    match found:
        case Sequence(items=items, rest=rest):
            return replace(found, items=tuple(renamed[: len(items)]), rest=None if rest is None else renamed[-1])
        case Dict():
            rest = None if found.rest is None else rename(found.rest, ids)
            unsure = frozenset(rename(key, ids) for key in found.unsure)
            spelled = {rename(key, ids): rename(each, ids) for key, each in found.spelled.items()}
            by_key = _rename_items(found.items, ids)
            return replace(found, items=by_key, rest=rest, unsure=unsure, spelled=spelled)
        case Instance() | Optimizer():
            return replace(found, attrs=dict(zip(found.attrs, renamed, strict=True)))
        case Generator():
            return replace(found, function=renamed[0])


def _rename_items(items: Mapping[Value, Value], ids: Rename) -> Mapping[Value, Value]:
    """Keys that come to be the same hold what any of them held."""
    result: dict[Value, Value] = {}
    for key, value in items.items():
        key, value = rename(key, ids), rename(value, ids)
        result[key] = choice([result[key], value]) if key in result else value
    return result


def _rename_tensor(found: Tensor, ids: Rename, dropped: frozenset[int]) -> Tensor:
    reach = found.reach.rename(ids, dropped)
    graph = found.graph.rename(ids, dropped)
    lost = rename_lost(found.lost, ids)
    if lost and not dropped.isdisjoint(lost):
        lost = {leaf: cut for leaf, cut in lost.items() if leaf not in dropped}
    base = found.base if found.base is None else ids.get(found.base, found.base)
    hooks = tuple(rename(hook, ids) for hook in found.hooks) if found.hooks else ()
    attrs = {name: rename(value, ids) for name, value in found.attrs.items()} if found.attrs else found.attrs
    if (
        reach is found.reach
        and graph is found.graph
        and lost is found.lost
        and base == found.base
        and hooks == found.hooks
        and attrs == found.attrs
    ):
        return found
    return replace(found, reach=reach, graph=graph, lost=lost, base=base, hooks=hooks, attrs=attrs)
