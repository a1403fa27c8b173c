"""In-place operations: they change the one object, and all that shares its storage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gradsight.domain.events import Fault, Fine
from gradsight.domain.flow import Flow, flow, severed, unite_hooks
from gradsight.domain.grad import Grad
from gradsight.domain.graph import Graph
from gradsight.domain.objects import Tensor
from gradsight.domain.reach import NOTHING, Ids, Reach, stored, unite_lost
from gradsight.domain.search import Views
from gradsight.domain.state import OFF, ON
from gradsight.domain.values import Ref, Tuple, Value, options
from gradsight.domain.why import Cut, Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.handwritten import note_written
from gradsight.knowledge.torch.results import EXACT, Result, mode_cut, shorten
from gradsight.knowledge.torch.saving import node, note_new_node, note_write

INPLACE = {
    "add": "add_", "sub": "sub_", "mul": "mul_", "truediv": "div_", "floordiv": "floor_divide_", "mod": "remainder_",
    "pow": "pow_", "and": "bitwise_and_", "or": "bitwise_or_", "xor": "bitwise_xor_",
    "lshift": "bitwise_left_shift_", "rshift": "bitwise_right_shift_",
}  # fmt: skip


def write(host: Host, target: Value, source: Flow, place: Place, how: Result | None = None) -> None:
    """Writes values with the flow `source` (that of the target's own value included) into the target."""
    how = how or Result()
    members = options(target)
    for option in members:
        if isinstance(option, Ref) and isinstance(host.state.heap[option.id], Tensor):
            _write_one(host, option.id, source, place, how, len(members) == 1)


def _write_one(host: Host, id: int, source: Flow, place: Place, how: Result, sure: bool) -> None:
    if _refused(host, id, place, sure) or (sure and _no_leaf_now(host, id) and _adds_nothing(host, id, source)):
        return
    shared = sharing(host, id)
    if sure and not host.state.heap[id].summary:  # type: ignore[union-attr]
        note_write(host, frozenset(shared), place)
    if source.possible and host.state.mode.records != OFF:
        strong = sure and source.certain and host.state.mode.records == ON
        note_new_node(host, frozenset(shared), _frozen_leaves(host, shared) if strong else NOTHING)
    for each in shared:
        _rewire(host, each, source, place, how, sure, frozenset(shared))


def _frozen_leaves(host: Host, ids: Iterable[int]) -> Ids:
    """What does not require grad now; a graph that comes to it comes to a leaf."""
    tensors = ((id, host.state.tensor(id)) for id in ids)
    return frozenset(
        id for id, t in tensors if t and t.states == Grad.CONSTANT and t.base is None and not (t.summary or t.dead_view)
    )


def _refused(host: Host, id: int, place: Place, sure: bool) -> bool:
    """A leaf that requires grad, or a view of one, refuses while grad mode is on; a view that does so by itself, too."""
    target, root = _root(host, id)
    leaf = root.states == Grad.LEAF and not root.dead_view
    refused = (leaf or (target != id and _alone(host, id, root))) and host.state.mode.records == ON
    if refused and sure:
        host.log.add(
            Fault(host.visit(place), "in-place-on-leaf", root, frozenset({target}), "" if target == id else "view")
        )
        host.fail()
        return True
    host.log.add(Fine(host.visit(place), "in-place-on-leaf"))
    return refused


def _alone(host: Host, view: int, base: Tensor) -> bool:
    """Whether a view certainly requires grad though its base, a leaf, does not: its own flag is on, or that of the base was."""
    found = host.state.tensor(view)
    return (
        found is not None
        and not (found.states & Grad.CONSTANT or found.dead_view or found.summary)
        and not base.states & Grad.TRACKED
        and not base.dead_view
    )


def _root(host: Host, id: int) -> tuple[int, Tensor]:
    """The tensor itself, or the one that it is a view of."""
    found = host.state.tensor(id)
    assert found is not None
    base = None if found.base is None else host.state.tensor(found.base)
    return (id, found) if found.base is None or base is None else (found.base, base)


def _no_leaf_now(host: Host, id: int) -> bool:
    """What may have been a leaf is none where the write was not refused. Whether that was learnt."""
    target, root = _root(host, id)
    if not root.states & Grad.LEAF or root.dead_view or root.summary or host.state.mode.records != ON:
        return False
    host.state.heap[target] = replace(root, states=root.states & ~Grad.LEAF)
    return True


def _adds_nothing(host: Host, id: int, source: Flow) -> bool:
    """Whether what is written reaches nothing but the target itself, which is constant."""
    target, root = _root(host, id)
    others = source.reach.may - {id, target}
    return root.states == Grad.CONSTANT and not (others or source.reach.hidden or source.unknown)


def sharing(host: Host, id: int) -> list[int]:
    """The tensor, its base, and the views of that base."""
    found = host.state.tensor(id)
    assert found is not None
    base = id if found.base is None else found.base
    if host.state.heap.get(base) is None:
        return [id]
    return list(dict.fromkeys([id, base, *host.state.heap.search(Views(frozenset({base})))]))


def _rewire(host: Host, id: int, source: Flow, place: Place, how: Result, sure: bool, written: Ids) -> None:
    found = host.state.tensor(id)
    if found is None:
        return
    records = host.state.mode.records
    if records == OFF or found.dtype in EXACT or not source.possible:
        cut = mode_cut(host, place) if records == OFF else Cut("integer", place, host.source(place))
        lost = severed(host.state, source, cut) if source.possible else source.lost
        lost = {leaf: at for leaf, at in lost.items() if leaf != id}
        host.state.heap[id] = replace(found, lost=unite_lost((found.lost, stored(lost)))) if lost else found
        return
    reach = _without(source.reach, id)
    strong = sure and not found.summary and source.certain and records == ON
    states = Grad.TRACKED if strong else found.states | Grad.TRACKED
    reach = reach.union(found.reach) if states == Grad.TRACKED else reach.union(found.reach).possibly()
    host.state.heap[id] = replace(
        found,
        states=states,
        reach=reach.dead() if how.zero else reach,
        why=Why(place, f"changed in place by `{shorten(host.source(place))}`", (found.why, *source.whys)[:4]),
        lost=unite_lost((found.lost, stored(source.lost))),
        retains=found.retains,
        backward_raises=how.backward_raises or source.backward_raises or found.backward_raises,
        hooks=unite_hooks(found.hooks, source.hooks),
        graph=_graph(found.graph, source, how, id, states, written),
    )


def _graph(before: Graph, source: Flow, how: Result, id: int, states: Grad, written: Ids) -> Graph:
    """What is saved after a write: a copy of the value that is overwritten is no longer the tensor itself."""
    if states != Grad.TRACKED or before.freed is not False:
        return before
    new = node(source, how.saved, id)
    ids = new.saved if how.saved[1] else new.saved - {id}
    behind = (before.behind | new.behind) - written  # what they were before is no longer they
    return replace(before, saved=before.saved | ids, saves=before.saves or new.saves, behind=behind)


def _without(reach: Reach, id: int) -> Reach:
    """A tensor is not behind itself."""
    if id not in reach.may:
        return reach
    me = frozenset({id})
    bent = {each: on - me for each, on in reach.bent.items() if each != id}
    return Reach(reach.may - me, reach.must - me, reach.live - me, reach.hidden, bent, reach.deep - me)


def augmented(host: Host, name: str, target: Value, operand: Value, place: Place) -> Value | None:
    """`target += operand` where the target changes in place; None where it is a new value."""
    from gradsight.knowledge.python.changing import changed_in_place
    from gradsight.knowledge.torch.apply import apply_op
    from gradsight.knowledge.torch.table import op

    found = host.state.heap.get(target.id) if isinstance(target, Ref) else None
    if isinstance(found, Tensor) and name in INPLACE:
        method = op(f"torch.Tensor.{INPLACE[name]}")
        if method is not None:
            return apply_op(host, method, Args((target, operand)), place)
    return changed_in_place(host, name, target, operand, place)


@handles("torch.Tensor.copy_")
def copy_(call: Call) -> Value:
    """Overwrites the target: its own history is gone."""
    source = call.arg(1, "src")
    if source is not None:
        note_written(call.host, call.receiver, (source,), call.place)
        overwrite(call.host, call.receiver, source, call.place)
    return call.receiver


def overwrite(host: Host, target: Value, value: Value, place: Place) -> None:
    write(host, target, flow(host.state, value), place)


@handles("torch._foreach_add_", "torch._foreach_mul_", "torch._foreach_sub_")
def foreach(call: Call) -> Value:
    first = call.arg(0, "self")
    items = call.host.iterate(first) if first is not None else None
    source = flow(call.host.state, Tuple(call.args.positional))
    for item in (*items.known, *(() if items.rest is None else (items.rest,))) if items else ():
        write(call.host, item, source, call.place)
    return call.unknown("returns nothing")
