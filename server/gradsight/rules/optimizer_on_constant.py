"""GS502: an optimizer holds tensors that no gradient can come to: copies, constants, another model's parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from gradsight.domain.grad import Grad
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.cutting import mend
from gradsight.rules.rule import Rule
from gradsight.rules.training import Members, Training, trainings
from gradsight.rules.wanting import gets, names


def find(context: Context) -> Iterator[Finding]:
    for training in trainings(context):
        if training.made.at in context.reported:
            continue
        found = _constant(context, training) or _others(context, training)
        if found is not None:
            context.reported.update((training.made.at, training.made.visit.place))
            yield found


def _constant(context: Context, training: Training) -> Finding | None:
    """Copies of leaves, or a group of constants, none of which is a frozen parameter."""
    copies = tuple((id, tensor) for id, tensor in training.constant() if tensor.lost)
    if copies:
        return _of_constants(context, training, copies)
    for index in range(len(training.steps[0].groups)):
        group = training.group(index)
        if group and _untrained(context):
            return _of_constants(context, training, group)
    return None


def _untrained(context: Context) -> bool:
    """Whether a backward runs and trains nothing else, so that these are what it should train."""
    trained = any(context.find(id) in context.held for event in context.trusted_backwards for id in event.leaves)
    return bool(context.trusted_backwards) and not trained


def _of_constants(context: Context, training: Training, group: Members) -> Finding:
    made, step, tensor = training.made, training.steps[0].visit.place, group[0][1]
    cut = next(iter(tensor.lost.values()), None)
    what = names(context, tuple(id for id, _ in group)) if all(t.name for _, t in group) else "what it holds"
    copies = "are copies that do not require grad" if tensor.lost else "does not require grad"
    copies = copies.replace("are copies", "is a copy").replace("do not", "does not") if len(group) == 1 else copies
    steps = (
        Step(tensor.why.place if cut is None else cut.place, "this does not require grad"),
        Step(made.visit.place, "the optimizer is made for it, and torch says nothing"),
        Step(step, "no gradient comes to it, so the step leaves it as it is"),
    )
    message = f"this optimizer trains nothing: {what if tensor.name else f'`{context.source(made.at)}`'} {copies}"
    fixes = (
        _fixes(context, made.at)
        or _flag(context, tensor.why.place, bool(tensor.lost))
        or _named(context, tensor.why.place if cut is None else cut.place)
    )
    return Finding(RULE.name, RULE.code, "warning", message, made.at, steps, fixes or _uncut(context, group))


def _uncut(context: Context, group: Members) -> tuple[Fix, ...]:
    cuts = {cut.place: cut for _, tensor in group for cut in tensor.lost.values()}
    cut = next(iter(cuts.values()), None)
    return () if cut is None or len(cuts) != 1 else mend(context, cut, (group[0][1].why,))


def _fixes(context: Context, at: Place) -> tuple[Fix, ...]:
    """The parameters themselves, where what is passed is made of them."""
    editor = context.editor(at)
    text, found = editor.text(at), editor.at(at)
    match = re.fullmatch(r"(.+)\.state_dict\(\)\.values\(\)|list\((.+)\.state_dict\(\)\.values\(\)\)", text)
    parameters = "" if match is None else f"{match.group(1) or match.group(2)}.parameters()"
    node = found.node if found else None
    if found is not None and isinstance(node, cst.ListComp | cst.GeneratorExp):
        source = editor.text(found.place(node.for_in.iter))
        parameters = source if source.endswith(".parameters()") and not node.for_in.ifs else parameters
    if not parameters:
        return ()
    return (Fix(f"Pass `{parameters}`", editor.replace(at, parameters), "unsafe", True),)


def _named(context: Context, cut: Place) -> tuple[Fix, ...]:
    """`net.state_dict()` becomes a dict of the parameters themselves."""
    editor = context.editor(cut)
    cut, match = editor.real(cut), re.fullmatch(r"([\w.]+)\.state_dict\(\)", editor.text(cut))
    if match is None:
        return ()
    entries = editor.source.startswith(".items()", cut.end)
    text = f"{match.group(1)}.named_parameters()" if entries else f"dict({match.group(1)}.named_parameters())"
    edits = editor.replace(editor.place(cut.start, cut.end + len(".items()") * entries), text)
    return (Fix(f"Take `{text}`", edits, "unsafe", True),)


def _flag(context: Context, made: Place, copied: bool) -> tuple[Fix, ...]:
    editor = context.editor(made)
    text = editor.text(made)
    edits = None if copied or not text.startswith("torch.") else editor.set_keyword(made, "requires_grad", "True")
    return () if edits is None else (Fix("Ask for `requires_grad`", edits, "unsafe", True),)


def _others(context: Context, training: Training) -> Finding | None:
    """Leaves that no loss depends on, while the gradient goes to leaves that no optimizer holds."""
    if not training.idle or context.hidden or any(t.states != Grad.LEAF for _, t in training.tensors()):
        return None
    ids = context.find_all(id for id, _ in training.tensors())
    if ids & context.accounted:
        return None
    for event in context.trusted_backwards:
        trained = tuple(id for id in event.root.reach.must if id in event.leaves)
        if (
            trained
            and context.explained.isdisjoint(map(context.find, trained))
            and not any(context.find(id) in context.held for id in trained)
        ):
            held = tuple(id for group in training.steps[0].groups for id, _ in group)
            message = (
                f"{names(context, held)} {gets(held)} no gradient: the loss depends on {names(context, trained)}, "
                f"which no optimizer holds"
            )
            steps = (
                Step(training.made.visit.place, f"this optimizer holds {names(context, held)}"),
                Step(event.visit.place, f"this backward gives gradients to {names(context, trained)}"),
                Step(training.steps[0].visit.place, "so this step changes nothing"),
            )
            return Finding(
                RULE.name, RULE.code, "warning", message, training.made.at, steps, _other(context, training, trained)
            )
    return None


def _other(context: Context, training: Training, trained: tuple[int, ...]) -> tuple[Fix, ...]:
    """`teacher.parameters()` becomes `student.parameters()`, if the names say so and both are there."""
    editor, at = context.editor(training.made.at), training.made.at
    match = re.fullmatch(r"(\w+)\.parameters\(\)", editor.text(at))
    owners = {context.name(id).partition(".")[0] for id in trained}
    owner = next(iter(owners))
    if match is None or len(owners) != 1 or any("." not in context.name(id) for id in trained):
        return ()
    held = {context.name(id).partition(".")[0] for id, _ in training.tensors()}
    bound = re.search(rf"\b{re.escape(owner)}\b(?=[^=\n]*=[^=])", editor.source[: editor.real(at).start])
    if held != {match.group(1)} or bound is None:
        return ()
    edits = editor.replace(at, f"{owner}.parameters()")
    return (Fix(f"Pass `{owner}.parameters()`", edits, "unsafe", True),)


RULE = Rule("optimizer-on-constant", "GS502", "warning", "an optimizer holds what no gradient can come to", find)
