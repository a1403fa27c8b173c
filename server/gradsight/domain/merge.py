"""What one value, object or tensor is that is either of two, whose ids are already aligned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from gradsight.domain.flow import unite_hooks
from gradsight.domain.grad import agree, same
from gradsight.domain.match import numbered
from gradsight.domain.objects import MANY, Dict, Generator, Instance, Object, Optimizer, Sequence, Shape, Tensor
from gradsight.domain.reach import unite_lost
from gradsight.domain.values import Bound, Method, Partial, Plain, Slice, Tuple, Unknown, Value, choice
from gradsight.domain.walk import parts, rebuild

Key = TypeVar("Key", Value, str)


def join_values(u: Value, v: Value) -> Value:
    """A value that is `u` or `v`, whose ids are already aligned."""
    if u is v:
        return u
    if isinstance(u, Plain) and isinstance(v, Plain) and u.kind == v.kind:
        lost = unite_lost((u.lost, v.lost))
        return u if lost is u.lost else replace(u, lost=lost, why=u.why or v.why)
    if isinstance(u, Unknown) or isinstance(v, Unknown):
        return _join_unknown(u, v)
    if u == v:
        return u
    if type(u) is type(v) and isinstance(u, Tuple | Bound | Method | Partial | Slice) and _same_shape(u, v):
        others = iter(parts(v))
        return rebuild(u, lambda part: join_values(part, next(others)))
    return choice([u, v])


def _join_unknown(u: Value, v: Value) -> Value:
    if isinstance(u, Unknown) and isinstance(v, Unknown):
        annotation = u.annotation if u.annotation == v.annotation else ""
        return replace(u, annotation=annotation, tainted=u.tainted or v.tainted)
    return choice([u, v])


def _same_shape(u: Value, v: Value) -> bool:
    if isinstance(u, Method) and isinstance(v, Method):
        return u.name == v.name
    if isinstance(u, Tuple) and isinstance(v, Tuple) and (u.fields, u.cls) != (v.fields, v.cls):
        return False
    return len(tuple(parts(u))) == len(tuple(parts(v)))


def join_objects(mine: Object, theirs: Object) -> Object:
    """An object that is `mine` on one path and `theirs` on the other."""
    match mine, theirs:
        case (Tensor(), Tensor()):
            return join_tensors(mine, theirs)
        case (Sequence(), Sequence()):
            return _join_sequences(mine, theirs)
        case (Dict(), Dict()):
            rest = _join_optional(mine.rest, theirs.rest)
            items, factory = _join_items(mine.items, theirs.items), mine.factory or theirs.factory
            unsure = mine.unsure | theirs.unsure | (mine.items.keys() ^ theirs.items.keys())
            many = mine.summary or theirs.summary
            spelled = {**theirs.spelled, **mine.spelled} if mine.spelled or theirs.spelled else mine.spelled
            return replace(mine, items=items, rest=rest, factory=factory, summary=many, unsure=unsure, spelled=spelled)
        case (Instance(), Instance()):
            return _join_instances(mine, theirs)
        case (Optimizer(), Optimizer()):
            return replace(mine, attrs=_join_items(mine.attrs, theirs.attrs))
        case (Generator(), Generator()):
            return mine
    return mine


def _join_instances(mine: Instance, theirs: Instance) -> Instance:
    if _says_no_more(mine, theirs):
        return mine
    whole = mine.has_all and theirs.has_all
    if mine.registered != theirs.registered and mine.module:
        mine, theirs = _without_more(mine, theirs), _without_more(theirs, mine)
    return replace(
        mine,
        attrs=_join_items(mine.attrs, theirs.attrs),
        unsure=mine.unsure | theirs.unsure | (mine.attrs.keys() ^ theirs.attrs.keys()),
        registered=mine.registered
        if mine.registered == theirs.registered
        else {**theirs.registered, **mine.registered},
        training=agree(mine.training, theirs.training),
        guessed=mine.guessed or theirs.guessed,
        opaque=mine.opaque or theirs.opaque,
        whole=whole and (MANY in mine.attrs or MANY in theirs.attrs),
        summary=mine.summary or theirs.summary,
    )


def _says_no_more(mine: Instance, theirs: Instance) -> bool:
    """Whether the second differs in nothing that is compared, as most do that both paths have written to."""
    return (
        mine.attrs.keys() == theirs.attrs.keys()
        and all(theirs.attrs[name] is value for name, value in mine.attrs.items())
        and (MANY in mine.attrs or not mine.whole)
        and (mine.registered is theirs.registered or mine.registered == theirs.registered)
        and (mine.unsure, mine.training, mine.guessed, mine.whole, mine.summary)
        == (theirs.unsure, theirs.training, theirs.guessed, theirs.whole, theirs.summary)
        and mine.opaque is theirs.opaque
    )


def _without_more(found: Instance, other: Instance) -> Instance:
    """Numbered members that the other has not are any number of members."""
    more = numbered(found, other)
    if not more:
        return found
    kind, kept = found.registered[more[0]], [*(name for name in found.registered if name not in more)]
    rest = choice([found.attrs[name] for name in (*more, *((MANY,) if MANY in kept else ()))])
    attrs = {name: value for name, value in found.attrs.items() if name not in more}
    return replace(
        found, attrs={**attrs, MANY: rest}, registered={**{n: found.registered[n] for n in kept}, MANY: kind}
    )


def join_tensors(a: Tensor, b: Tensor) -> Tensor:
    """A tensor that is `a` on one path and `b` on the other."""
    if a is b or a == b:
        return a
    return Tensor(
        states=a.states | b.states,
        why=a.why if a.states != b.states or a.lost else b.why,
        reach=a.reach.join(b.reach),
        graph=a.graph.join(b.graph),
        lost=unite_lost((a.lost, b.lost)),
        grad=a.grad | b.grad,
        grad_tracked=agree(a.grad_tracked, b.grad_tracked),
        retains=agree(a.retains, b.retains),
        dtype=same(a.dtype, b.dtype, ""),
        device=same(a.device, b.device, ""),
        shape=join_shapes(a.shape, b.shape),
        dense=a.dense and b.dense,
        parameter=a.parameter and b.parameter,
        base=same(a.base, b.base, None),
        multi_view=a.multi_view and b.multi_view,
        dead_view=a.dead_view and b.dead_view,
        inference=agree(a.inference, b.inference),
        walked=agree(a.walked, b.walked),
        zeroed=a.zeroed if b.zeroed else None,
        blank=same(a.blank, b.blank, None),
        statement=same(a.statement, b.statement, None),
        flagged=a.flagged or b.flagged,
        masks=same(a.masks, b.masks, None),
        rebound=a.rebound or b.rebound,
        lost_leaf=a.lost_leaf if b.lost_leaf else None,
        frozen=a.frozen or b.frozen,
        idle=same(a.idle, b.idle, None),
        backward_raises=a.backward_raises if b.backward_raises else "",
        name=same(a.name, b.name, ""),
        loose=a.loose or b.loose,
        summary=a.summary or b.summary,
        attrs=a.attrs if a.attrs == b.attrs else _join_items(a.attrs, b.attrs),
        hooks=unite_hooks(a.hooks, b.hooks),
    )


def join_shapes(one: Shape, other: Shape) -> Shape:
    """What two paths agree on."""
    if one is None or other is None or len(one) != len(other):
        return None
    return tuple(a if a == b else None for a, b in zip(one, other, strict=True))


def _join_sequences(mine: Sequence, theirs: Sequence) -> Sequence:
    """Item by item; what one has beyond the length of the other becomes any number of one item."""
    common = min(len(mine.items), len(theirs.items))
    items = tuple([u if u is v else join_values(u, v) for u, v in zip(mine.items, theirs.items, strict=False)])
    more = (*mine.items[common:], *theirs.items[common:])
    rest = _join_optional(mine.rest, theirs.rest)
    for value in more:
        rest = _join_optional(rest, value)
    some = (len(mine.items) > common or mine.some) and (len(theirs.items) > common or theirs.some)
    whole = rest is not None and mine.has_all and theirs.has_all
    many = mine.summary or theirs.summary
    return Sequence(mine.kind, items, rest, some, whole, mine.own & theirs.own, many, mine.most).within()


def _join_items(mine: Mapping[Key, Value], theirs: Mapping[Key, Value]) -> dict[Key, Value]:
    joined = dict(mine)
    for key, value in theirs.items():
        before = joined.get(key)
        if before is not value:
            joined[key] = value if before is None else join_values(before, value)
    return joined


def _join_optional(u: Value | None, v: Value | None) -> Value | None:
    return u if v is None else v if u is None else join_values(u, v)
