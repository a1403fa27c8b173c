"""The words of facts: verdict, reasons, remedy, and the name of the cause."""

from __future__ import annotations

from collections.abc import Sequence as Many
from collections.abc import Set
from enum import IntFlag

from gradsight.domain.grad import Filled, Grad
from gradsight.domain.objects import Instance, Optimizer, Tensor
from gradsight.domain.reach import Lost
from gradsight.domain.values import Missing, Unknown
from gradsight.domain.why import Cut, Why
from gradsight.findings import Place, Step
from gradsight.interpret.recorder import NoGradient, Seen

MOST_REASONS = 6

CUTS = {
    "detach": "leaves the graph here",
    "data": "`.data` is not in the graph",
    "no-grad": "computed while grad mode is off",
    "inference-mode": "computed in inference mode",
    "number": "becomes a Python number here",
    "numpy": "becomes a numpy array here",
    "rewrap": "copied into a new tensor here, without its graph",
    "non-differentiable": "this has no derivative",
    "integer": "integers have no gradient",
    "sample": "sampling has no gradient",
    "draw": "a random draw has no gradient",
    "checkpoint": "a reentrant checkpoint whose inputs do not require grad",
    "frozen": "frozen here",
    "zero-gradient": "the derivative is zero everywhere",
    "constant": "this is the same whatever goes in",
    "custom": "its `backward` returns None",
    "gradient": "a gradient that was computed without `create_graph=True` has no graph of its own",
}


def only(members: IntFlag, one: IntFlag) -> bool:
    """Whether the set has just this member."""
    return members.value == one.value


def cause(tensor: Tensor, states: Grad, filled: Filled) -> str | None:
    """The reason kind behind a missing gradient; None where there is one, or it is not known."""
    if not only(filled, Filled.NONE):
        return None
    if only(states, Grad.TRACKED):
        return None if tensor.retains is not False else "non-leaf"
    if only(states, Grad.LEAF):
        return "dead-view" if tensor.dead_view else "zeroed" if tensor.zeroed else "not-reached"
    if only(states, Grad.CONSTANT):
        cut = nearest_cut(tensor.lost)
        return cut.kind if cut else "frozen" if tensor.frozen else "constant"
    return None


def ending(tensor: Tensor, states: Grad) -> Place | None:
    """Where the gradient of what certainly is a constant was cut off; None if it had none."""
    cut = nearest_cut(tensor.lost) if only(states, Grad.CONSTANT) else None
    return cut.place if cut else None


def nearest_cut(lost: Lost) -> Cut | None:
    """The cut that lies last in the program."""
    return max(lost.values(), key=lambda cut: (cut.place.path, cut.place.start), default=None)


def verdict(seen: Seen, states: Grad | None = None, filled: Filled | None = None) -> str:
    """One line."""
    match seen:
        case Tensor():
            return _of_tensor(seen, states or seen.states, filled or seen.grad)
        case Instance(module=True):
            return "a module"
        case Optimizer():
            return "an optimizer"
        case NoGradient(tensor):
            return f"`.grad` is None here{_why_none(tensor)}"
        case Missing():
            return "`.grad` is None here"
    return ""


def _why_none(tensor: Tensor) -> str:
    name = _code(tensor.name or "it")
    known = {
        "non-leaf": f": {name} is not a leaf, and does not retain its gradient",
        "not-reached": f": no backward has filled the gradient of {name}",
        "zeroed": f": the gradient of {name} was set to None again",
        "dead-view": f": {name} is a view made while grad mode was off; nothing flows through it",
    }
    if only(tensor.states, Grad.CONSTANT):
        return f": {name} does not require grad"
    return known.get(cause(tensor, tensor.states, Filled.NONE) or "", "")


def _of_tensor(tensor: Tensor, states: Grad, filled: Filled) -> str:
    if only(states, Grad.TRACKED):
        return "tracked: it requires grad, and is not a leaf" + _grad_of_tracked(tensor, filled)
    if only(states, Grad.LEAF):
        return "leaf: it requires grad" + _grad_of_leaf(tensor, filled)
    if only(states, Grad.CONSTANT):
        return "constant: it does not require grad, so no gradient is computed for it"
    names = [
        word
        for flag, word in ((Grad.CONSTANT, "constant"), (Grad.LEAF, "leaf"), (Grad.TRACKED, "tracked"))
        if states & flag
    ]
    return f"a tensor that may be {' or '.join(names)}, depending on the path"


def _grad_of_tracked(tensor: Tensor, filled: Filled) -> str:
    if only(filled, Filled.POPULATED):
        return "; `.grad` is populated, since `retain_grad()` was called"
    if tensor.retains:
        return "; `retain_grad()` was called, so backward fills `.grad`"
    return "; its `.grad` stays None after backward" if tensor.retains is False else ""


def _grad_of_leaf(tensor: Tensor, filled: Filled) -> str:
    if tensor.dead_view:
        return " by name only: a view made while grad mode was off; nothing flows through it"
    if only(filled, Filled.POPULATED):
        return "; `.grad` is populated"
    if only(filled, Filled.NONE):
        return "; `.grad` is None since it was set to None again" if tensor.zeroed else "; `.grad` is None so far"
    return "; `.grad` may be None here"


def reasons(tensor: Tensor) -> tuple[Step, ...]:
    """How it came to be so: the cuts first, then the way back to where it was made."""
    steps: list[Step] = []
    if tensor.zeroed is not None and only(tensor.grad, Filled.NONE):
        steps.append(Step(tensor.zeroed, "`.grad` is set to None here"))
    for cut in sorted({c.place: c for c in tensor.lost.values()}.values(), key=lambda c: c.place.start)[:3]:
        steps.append(Step(cut.place, f"{_leaves(tensor.lost, cut)}: {CUTS[cut.kind]}"))
        if cut.mode is not None:
            steps.append(Step(cut.mode, f"{cut.text or 'grad mode'} switches recording off"))
    if tensor.frozen is not None and tensor.states & Grad.CONSTANT:
        steps.append(Step(tensor.frozen, "`requires_grad` is set to False here"))
    return tuple(_chain(tensor.why, steps)[:MOST_REASONS])


def _leaves(lost: Lost, cut: Cut) -> str:
    count = sum(1 for each in lost.values() if each.place == cut.place)
    return "the way back to a leaf ends" if count == 1 else f"the way back to {count} leaves ends"


def _chain(why: Why, steps: list[Step]) -> list[Step]:
    """The history of a value, nearest first, each place once."""
    seen = {step.place for step in steps}
    todo, met = [why], set[int]()
    while todo and len(steps) < MOST_REASONS:
        current = todo.pop(0)
        if id(current) in met:  # many ways lead through one event where a loop computes with its own results
            continue
        met.add(id(current))
        if current.place not in seen and current.place.path:
            seen.add(current.place)
            steps.append(Step(current.place, current.text))
        todo.extend(current.parents[:2])
    return steps


def remedy(tensor: Tensor, states: Grad, filled: Filled) -> str:
    """What to do to get a gradient here."""
    if not only(filled, Filled.NONE):
        return ""
    name = tensor.name or "it"
    if only(states, Grad.TRACKED) and tensor.retains is False:
        return f"To read `.grad` of {_code(name)}, call `{'x' if name == 'it' else name}.retain_grad()` before `backward()`."
    cut = nearest_cut(tensor.lost)
    if only(states, Grad.CONSTANT) and cut is not None:
        return f"If a gradient is wanted, take away the cut: {CUTS[cut.kind]}."
    if only(states, Grad.CONSTANT) and tensor.frozen is not None:
        return (
            "If a gradient is wanted, take away what freezes it, or call `requires_grad_()` on it before the forward."
        )
    if only(states, Grad.CONSTANT):
        return "If a gradient is wanted, make it with `requires_grad=True`." if tensor.dtype.startswith("float") else ""
    return ""


def _code(name: str) -> str:
    return name if name == "it" else f"`{name}`"


CARRIED = ("an operand is not known", "the operand is not known")
"""What only hands on that something before it is not known."""


def _root(why: Why) -> Why:
    """What was not known first: all that is computed from it is not known either."""
    while parents := [parent for parent in why.parents if parent.place.end > 0]:
        why = parents[0]
    return why


KINDS: dict[str, str] = {
    "tensor": "a tensor",
    "module": "a module",
    "optimizer": "an optimizer",
    "other": "something else",
}


def mixed(kinds: Set[str]) -> str:
    """One line about what is of several kinds; nothing if one of them is not known."""
    words = [word for kind, word in KINDS.items() if kind in kinds]
    return f"{' or '.join(words)}, depending on the path" if len(words) == len(kinds) > 1 else ""


def unknown_reasons(seen: Many[Seen]) -> tuple[Step, ...]:
    """Which call, argument or import made it unknown; or what it is on some paths only."""
    for each in seen:
        why = each.why if isinstance(each, Unknown | Tensor) else each.opaque if isinstance(each, Instance) else None
        if why is not None and not (isinstance(each, Tensor) and not each.loose):
            own, root = Step(why.place, why.text), _root(why)
            first = () if isinstance(each, Tensor) or root is why else (Step(root.place, root.text),)
            steps = first if first and own.message in CARRIED else (*first, own)
            return tuple(step for step in steps if step.place.end > 0)
    mixed = next((each for each in seen if isinstance(each, Tensor) and each.why.place.end > 0), None)
    return () if mixed is None else (Step(mixed.why.place, f"a tensor on some paths only: {mixed.why.text}"),)
