"""Turns what a run saw of each expression into facts with words."""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import replace

from gradsight.domain.grad import Filled, Grad, Tri, agree
from gradsight.domain.objects import Instance, Optimizer, Tensor
from gradsight.domain.values import Missing, Unknown
from gradsight.facts import Facts
from gradsight.findings import Fact, Kind, Place, State, Step
from gradsight.interpret.gradients import Gradients
from gradsight.interpret.program import Run
from gradsight.interpret.reaching import Reaching
from gradsight.interpret.recorder import NoGradient, Seen
from gradsight.interpret.telling import of_module
from gradsight.interpret.words import cause, ending, mixed, reasons, remedy, unknown_reasons, verdict

STATES: tuple[tuple[Grad, State], ...] = ((Grad.CONSTANT, "constant"), (Grad.LEAF, "leaf"), (Grad.TRACKED, "tracked"))


def facts(run: Run, path: str) -> Facts:
    """All facts of one file, sorted by range."""
    keys = [key for key in run.sightings.places() if key[0] == path]
    spans = [(place.start, place.end) for place in (run.places.real(Place(*key)) for key in keys)]

    reaching, gradients = Reaching(run), Gradients(run)

    def make(index: int) -> Fact:
        seen = run.sightings.seen(keys[index])
        place = Place(*keys[index])
        fact = _with_reach(_fact(*spans[index], seen), seen, place, reaching)
        return run.places.fact(_of_gradient(fact, seen, place, gradients))

    return Facts(spans, make)


def _of_gradient(fact: Fact, seen: Many[Seen], place: Place, gradients: Gradients) -> Fact:
    """The same fact; on a `.grad` with what has filled it, or why nothing has."""
    if fact.cause == "no-gradient":
        return replace(fact, reasons=(*gradients.of_none(place), *fact.reasons))
    if fact.kind != "tensor" or not isinstance(seen[0], Tensor):
        return fact
    line, steps = gradients.of_populated(place, seen[0])
    return replace(fact, verdict=line, reasons=steps or fact.reasons, remedy="") if line else fact


def _with_reach(fact: Fact, seen: Many[Seen], place: Place, reaching: Reaching) -> Fact:
    """The same fact; on a backward, its root and an optimizer with what gets a gradient and what does not."""
    if fact.kind == "module":
        parts = reaching.run.sightings.parts((place.path, place.start, place.end))
        line, steps = ("", ()) if parts is None else of_module(parts)
    elif fact.kind == "optimizer" and len(seen) == 1 and isinstance(seen[0], Optimizer):
        line, steps = reaching.of_optimizer(seen[0])
    else:
        line, steps = reaching.of_backward(place) if fact.kind in ("other", "tensor") else ("", ())
    if not line:
        return fact
    if fact.kind == "tensor":
        return replace(fact, reasons=(*fact.reasons, Step(place, line), *steps))
    return replace(fact, verdict=line, reasons=steps)


def _fact(start: int, end: int, seen: Many[Seen]) -> Fact:
    kinds = {_kind(each) for each in seen}
    kind = next(iter(kinds)) if len(kinds) == 1 else "unknown"
    tensors = [each for each in seen if isinstance(each, Tensor)]
    if kind == "tensor":
        return _tensor(start, end, tensors)
    if kind == "unknown":
        why = unknown_reasons(seen)
        return Fact(start, end, "unknown", verdict="" if why else mixed(kinds), reasons=why)
    first, grad_cause = seen[0], _grad_cause(seen)
    if isinstance(first, NoGradient) and len(seen) == 1:
        why, what = reasons(first.tensor), remedy(first.tensor, first.tensor.states, Filled.NONE)
        return Fact(start, end, kind, cause=grad_cause, verdict=verdict(first), reasons=why, remedy=what)
    return Fact(start, end, kind, cause=grad_cause, verdict=verdict(first))


def _kind(seen: Seen) -> Kind:
    match seen:
        case Tensor(loose=True) | Instance(module=True, guessed=True):
            return "unknown"
        case Tensor():
            return "tensor"
        case Instance(module=True):
            return "module"
        case Optimizer():
            return "optimizer"
        case Unknown():
            return "unknown"
    return "other"


def _grad_cause(seen: Many[Seen]) -> str | None:
    """For a `.grad` that is None, why."""
    missing = [each for each in seen if isinstance(each, Missing | NoGradient)]
    return "no-gradient" if missing and len(missing) == len(seen) else None


def _tensor(start: int, end: int, tensors: list[Tensor]) -> Fact:
    states, retains, filled = tensors[0].states, _retains(tensors[0]), tensors[0].grad
    for tensor in tensors[1:]:
        states, filled = states | tensor.states, filled | tensor.grad
        retains = agree(retains, _retains(tensor))
    shown = next((t for t in tensors if t.states == states), tensors[0])
    return Fact(
        start,
        end,
        "tensor",
        states_of(states),
        states.requires_grad,
        states.is_leaf,
        retains,
        {Filled.NONE: "none", Filled.POPULATED: "populated"}.get(filled),  # type: ignore[arg-type]
        cause(shown, states, filled),
        verdict(shown, states, filled),
        reasons(shown),
        remedy(shown, states, filled),
        ending(shown, states),
    )


def states_of(states: Grad) -> tuple[State, ...]:
    """The words of a set of states."""
    return tuple(word for flag, word in STATES if states & flag)


def _retains(tensor: Tensor) -> Tri:
    return tensor.retains
