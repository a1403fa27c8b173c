"""GS105: `retain_grad()` after the backward that it was meant for, or `requires_grad_()` after the forward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradsight.domain.events import Backward
from gradsight.domain.grad import Filled, Grad
from gradsight.domain.why import Why, history
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.reading import Reads, reads
from gradsight.rules.rule import Rule

DEEPEST = 40


def find(context: Context) -> Iterator[Finding]:
    late = {id: fault for fault in context.certain_faults("late-retain") for id in fault.ids}
    for found in reads(context):
        fault = late.get(found.first.id)
        if fault is not None and found.first.tensor.retains is True:
            context.reported.update((found.place, fault.visit.place))
            yield _retained(context, found, fault.visit.place)
        elif _flagged_late(context, found):
            context.reported.add(found.place)
            yield _flagged(context, found)


def _retained(context: Context, found: Reads, late: Place) -> Finding:
    name = _name(context, found)
    steps = (
        Step(found.first.tensor.why.place, f"`{name}` is computed here: it is not a leaf"),
        Step(late, "by now backward has dropped its gradient"),
        Step(found.place, "so this is None"),
    )
    message = f"`{name}.grad` is None: this `retain_grad()` comes after the backward it was meant for"
    made = found.first.tensor.statement
    return Finding(RULE.name, RULE.code, "warning", message, late, steps, _moved(context, late, made, name))


def _flagged(context: Context, found: Reads) -> Finding:
    name, tensor = _name(context, found), found.first.tensor
    assert tensor.flagged is not None
    steps = (
        Step(tensor.why.place, f"`{name}` is made here, and does not require grad"),
        Step(tensor.flagged, "it requires grad from here on, after the loss was computed from it"),
        Step(found.place, "so its `.grad` is None here"),
    )
    message = f"`{name}.grad` is None: `{name}` did not require grad yet when the loss was computed from it"
    fixes = _moved(context, tensor.flagged, tensor.statement, name)
    return Finding(RULE.name, RULE.code, "warning", message, tensor.flagged, steps, fixes)


def _name(context: Context, found: Reads) -> str:
    return context.source(found.place).removesuffix(".grad").strip()


def _flagged_late(context: Context, found: Reads) -> bool:
    """A leaf that was made without the flag, from which a root was computed while it had none."""
    if found.used is not None and any(not read.after_backward for read in found.reads):
        return False
    return all(
        read.tensor.states == Grad.LEAF
        and read.tensor.grad == Filled.NONE
        and read.tensor.zeroed is None
        and read.tensor.flagged is not None
        and not _within(context.run.places.real(read.tensor.flagged), context.run.places.real(read.tensor.why.place))
        and context.find(read.id) not in context.reached
        and not context.hidden
        and _used_before(context, read.tensor.why.place, read.tensor.flagged)
        for read in found.reads
    )


def _within(inner: Place, outer: Place) -> bool:
    return inner.path == outer.path and outer.start <= inner.start and inner.end <= outer.end


def _used_before(context: Context, made: Place, flagged: Place) -> bool:
    """Whether a root was computed, before the flag was set, from what was made at that place."""
    backwards = [event for event in context.events(Backward) if event.visit.certain]
    used = (place for event in backwards for place in _consumed(event.root.whys, made))
    real = context.run.places.real
    return any(real(place).start < real(flagged).start for place in used)


def _consumed(whys: Iterable[Why], made: Place) -> Iterator[Place]:
    """The operations on the way that have the tensor among their inputs."""
    return (why.place for why in history(whys, DEEPEST + 1) if any(parent.place == made for parent in why.parents))


def _moved(context: Context, late: Place, made: Place | None, name: str) -> tuple[Fix, ...]:
    """The line moves to right behind the one that makes the tensor."""
    editor = context.editor(late)
    late, made = editor.real(late), None if made is None else editor.real(made)
    whole = editor.statement(late)
    if made is None or made.path != late.path or whole is None or not name.isidentifier():
        return ()
    removed, inserted = editor.delete_line(late), editor.insert_after(made, editor.text(whole))
    bound = editor.text(made).split("=")[0].strip() == name
    if removed is None or inserted is None or not bound or made.start >= late.start:
        return ()
    return (Fix(f"Move this to right after `{name}` is made", (*inserted, *removed), "unsafe", True),)


RULE = Rule("late-retain-grad", "GS105", "warning", "a gradient is asked for after it was needed", find)
