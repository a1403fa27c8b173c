"""GS209: an optimizer is stepped though no backward runs, or `backward` or `step` is named and not called."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.events import Backward, Fault
from gradsight.domain.grad import Grad
from gradsight.edits import Editor
from gradsight.findings import Edit, Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.looping import block_of, mentions
from gradsight.rules.rule import Rule

EFFECTS = {
    "backward": "no gradient is computed",
    "step": "no parameter is updated",
    "zero_grad": "no gradient is cleared",
    "retain_grad": "no gradient is retained",
    "requires_grad_": "no flag is set",
    "detach_": "nothing is detached",
}


def find(context: Context) -> Iterator[Finding]:
    named = False
    for fault in {f.visit.place: f for f in context.certain_faults("not-called")}.values():
        if fault.text in EFFECTS and fault.visit.place not in context.reported:
            named = True
            context.reported.add(fault.visit.place)
            yield _named(context, fault)
    if not named:
        yield from _never(context)


def _named(context: Context, fault: Fault) -> Finding:
    place = context.run.places.real(fault.visit.place)
    text = context.source(place)
    message = f"`{text}` is named and not called: {EFFECTS[fault.text]}"
    editor = context.editor(place)
    call = Fix(f"Call it: `{text}()`", (Edit(editor.place(place.end, place.end), "()"),), "unsafe", True)
    return Finding(
        RULE.name, RULE.code, "warning", message, place, (Step(place, "without `()` nothing happens"),), (call,)
    )


def _never(context: Context) -> Iterator[Finding]:
    """Steps where no tensor that the optimizer holds has a gradient, in a program in which no backward runs at all."""
    if context.events(Backward) or not context.run.complete:
        return
    for fault, always in context.faults("step-without-gradient"):
        if not fault.text or fault.tensor is None or fault.tensor.states != Grad.LEAF:
            continue  # no loss is computed from what the optimizer holds: it is a stand-in
        if always and fault.visit.certain and fault.visit.place not in context.reported:
            context.reported.add(fault.visit.place)
            yield _finding(context, fault)


def _finding(context: Context, fault: Fault) -> Finding:
    place = fault.visit.place
    assert fault.tensor is not None
    name = context.name(min(fault.ids), "")
    more = f" and {len(fault.ids) - 1} more" if len(fault.ids) > 1 else ""
    held = f"`{name}`{more}" if name else f"{len(fault.ids)} tensors"
    steps = (
        Step(fault.tensor.why.place, f"the optimizer holds {held}"),
        Step(place, "their `.grad` is None, so this updates nothing"),
    )
    message = "this step updates nothing: no backward runs before it, so every `.grad` is None"
    return Finding(
        RULE.name, RULE.code, "warning", message, place, steps, _fixes(context.editor(place), place, fault.text)
    )


def _fixes(editor: Editor, place: Place, loss: str) -> tuple[Fix, ...]:
    """`loss.backward()` before the step, where the loss is made in the same block."""
    place = editor.real(place)
    block, whole = block_of(editor, place), editor.statement(place)
    at = block.index(place) if block else None
    if block is None or whole is None or at is None or not loss.isidentifier():
        return ()
    if not any(mentions(editor.text(statement).split("=")[0], loss) for statement in block.statements[:at]):
        return ()
    start = editor.line_start(whole.start)
    text = f"{editor.indent(whole.start)}{loss}.backward(){editor.newline()}"
    return (Fix(f"Insert `{loss}.backward()` before it", (Edit(editor.place(start, start), text),), "unsafe", True),)


RULE = Rule("backward-never-called", "GS209", "warning", "an optimizer is stepped, and no backward has run", find)
