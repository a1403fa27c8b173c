"""What an operation needs to know of its inputs: whether a gradient may, or must, go back through them, and where to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gradsight.domain.grad import Grad
from gradsight.domain.objects import Dict, Instance, Sequence, Tensor
from gradsight.domain.reach import EMPTY, NO_LOSS, NOTHING, Ids, Lost, Reach, stored, unite_lost
from gradsight.domain.state import State
from gradsight.domain.values import Choice, Missing, Native, Partial, Plain, Ref, Slice, Tuple, Unknown, Value
from gradsight.domain.why import Cut, Why
from gradsight.findings import Place

REQUIRES = Grad.LEAF | Grad.TRACKED


@dataclass(frozen=True, slots=True)
class Flow:
    """The gradient side of one or several values. `possible`: may require grad; `certain`: does on every path."""

    possible: bool = False
    certain: bool = False
    reach: Reach = EMPTY
    lost: Lost = None  # type: ignore[assignment]
    whys: tuple[Why, ...] = ()
    unknown: Why | None = None
    frozen: Place | None = None
    backward_raises: str = ""
    masks: Place | None = None
    rebound: Place | None = None
    hooks: tuple[Value, ...] = ()
    saves: bool = False
    """Whether something was certainly saved on the way."""
    behind_saved: Ids = NOTHING
    """The tensors on every way to which something was."""
    outdated: Ids = NOTHING
    """The tensors that are reached, or may be, as they were before a change in place."""

    def and_(self, other: Flow) -> Flow:
        """Both go into one operation."""
        if other is CALM:
            return self
        if self is CALM:
            return other
        return Flow(
            self.possible or other.possible,
            self.certain or other.certain,
            self.reach.union(other.reach),
            unite_lost((self.lost, other.lost)),
            (*self.whys, *other.whys)[:4],
            self.unknown or other.unknown,
            self.frozen or other.frozen,
            self.backward_raises or other.backward_raises,
            self.masks or other.masks,
            self.rebound or other.rebound,
            unite_hooks(self.hooks, other.hooks),
            self.saves or other.saves,
            self.behind_saved | other.behind_saved,
            self.outdated | other.outdated,
        )

    def or_(self, other: Flow) -> Flow:
        """One of the two, depending on the path."""
        both = self.and_(other)
        certain, saves = self.certain and other.certain, self.saves and other.saves
        behind = self.behind_saved & other.behind_saved
        return replace(both, certain=certain, saves=saves, behind_saved=behind, reach=self.reach.join(other.reach))


CALM = Flow(lost=NO_LOSS)
"""Of a value that has nothing to do with gradients."""


def unite_hooks(some: tuple[Value, ...], others: tuple[Value, ...]) -> tuple[Value, ...]:
    """All of them, each once; of the calls of one custom function the latest stands for all."""
    if not others or some == others:
        return some
    return tuple({_identity(hook): hook for hook in (*some, *others)}.values())


def _identity(hook: Value) -> Value | tuple[str, Value]:
    return (hook.name, hook.bound[0]) if isinstance(hook, Native) and hook.name == CUSTOM else hook


CUSTOM = "custom_backward"
"""The name of the hook that is the `backward` of a custom function; it is bound to the function's class first."""


def flow(state: State, value: Value) -> Flow:
    """The flow of one value; of a container that of all its items together, as for `torch.stack`."""
    match value:
        case Ref(id):
            return _of_object(state, id)
        case Unknown(why, tainted=tainted):
            return Flow(True, False, Reach(hidden=tainted), NO_LOSS, (why,), why)
        case Plain(lost=lost) if lost or value.why:
            return Flow(lost=lost, whys=(value.why,) if value.why else ())
        case Choice(options=options):
            first, *others = (flow(state, option) for option in options)
            result = first
            for other in others:
                result = result.or_(other)
            return result
        case Tuple(items=items) | Slice(parts=items):
            return flows(state, items)
        case Partial(args=args):
            return flows(state, args)
        case Missing():
            return CALM
    return CALM


def flows(state: State, values: Iterable[Value]) -> Flow:
    """The flow of values that go into one operation."""
    result = CALM
    for value in values:
        result = result.and_(flow(state, value))
    return result


def as_data(found: Flow) -> Flow:
    """The same of what was stored away for later, as in a list that a loop has filled."""
    return replace(found, lost=stored(found.lost)) if found.lost else found


def _of_object(state: State, id: int) -> Flow:
    found = state.heap[id]
    match found:
        case Tensor():
            return of_tensor(found, id)
        case Sequence(items=items, rest=rest):
            known = flows(state, items)
            if rest is None:
                return known
            more = flow(state, rest)
            return as_data(known.and_(more if found.some else more.or_(CALM)))
        case Dict(items=by_key, rest=rest):
            known = flows(state, by_key.values())
            return known if rest is None else known.and_(flow(state, rest).or_(CALM))
        case Instance(module=False, attrs=attrs):
            tensors = [v for v in attrs.values() if isinstance(v, Ref) and state.tensor(v.id) is not None]
            return CALM if found.opaque else flows(state, tensors)
    return CALM


def of_tensor(found: Tensor, id: int) -> Flow:
    """The flow of a tensor, itself included in what is reached."""
    possible = bool(found.states & REQUIRES)
    certain = possible and not found.states & Grad.CONSTANT
    if not possible:
        return Flow(lost=found.lost, whys=(found.why,), frozen=found.frozen, rebound=found.rebound)
    return Flow(
        True,
        certain,
        found.reach.including(id, certain, not found.summary),
        found.lost,
        (found.why,),
        None if certain else found.why,
        found.frozen,
        found.backward_raises,
        found.masks,
        found.rebound,
        found.hooks,
        certain and found.graph.saves,
        found.graph.behind if certain else NOTHING,
        found.graph.outdated,
    )


def leaves(state: State, reach: Reach) -> frozenset[int]:
    """The leaves among what is reached."""
    return frozenset(id for id in reach.may if (t := state.tensor(id)) is not None and t.states & Grad.LEAF)


def severed(state: State, source: Flow, cut: Cut) -> Lost:
    """What is lost behind `cut`: the leaves that `source` reaches, and those lost before.

    A leaf that was lost on one way, or whose derivative was zero there, and still could be reached is lost for good at this cut.
    """
    if not source.possible:
        return source.lost
    here = dict.fromkeys(leaves(state, source.reach), cut)
    return {**source.lost, **here} if here else source.lost
