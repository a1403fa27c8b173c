"""GS204: an input of `autograd.grad` that the outputs do not depend on, or that does not require grad."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Backward, Fault
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Tensor
from gradsight.domain.why import Cut
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.locate import Found
from gradsight.rules.causing import WORDS, cause_steps, fixes_of
from gradsight.rules.context import Context
from gradsight.rules.making import leaf_after, leaf_at_creation
from gradsight.rules.rule import Rule
from gradsight.rules.thawing import thaw

UNUSED = "The differentiated Tensor at index {} appears to not have been used in the graph"
SLICED = re.compile(r"(\w+) = (\w+)(\[[^\[\]]+\])")
CONSTANT = "One of the differentiated Tensors does not require grad"


def find(context: Context) -> Iterator[Finding]:
    for kind, describe in (("constant-input", _constant), ("unused-input", _unused)):
        for fault in {f.visit.place: f for f in context.certain_faults(kind)}.values():  # type: ignore[arg-type]
            if fault.visit.place not in context.reported and fault.tensor is not None:
                context.reported.add(fault.visit.place)
                yield describe(context, fault)


def _name(context: Context, fault: Fault) -> str:
    name = fault.text or context.name(next(iter(fault.ids)), "")
    return f"`{name}`" if name else "an input"


def _constant(context: Context, fault: Fault) -> Finding:
    tensor, name = fault.tensor, _name(context, fault)
    assert tensor is not None
    causes = cause_steps(context, tensor.lost, tensor.frozen)
    steps = causes or (Step(tensor.why.place, f"{name} is made here, and does not require grad"),)
    root = Step(fault.visit.place, "its gradient is asked for here")
    message = f'`autograd.grad` raises "{CONSTANT}": {name} does not'
    thawed = () if tensor.frozen is None else thaw(context, tensor.frozen)
    made = leaf_at_creation(context, tensor) or leaf_after(context, tensor)
    fixes = fixes_of(context, tensor.lost, (tensor.why,)) or thawed or made
    return Finding(RULE.name, RULE.code, "error", message, fault.visit.place, (*steps, root), fixes)


def _unused(context: Context, fault: Fault) -> Finding:
    tensor, name = fault.tensor, _name(context, fault)
    assert tensor is not None
    fixes: tuple[Fix, ...] = ()
    cut = next((cut for cut in _cuts(context, fault)), None)
    because = f"the outputs do not depend on {name}"
    steps = [Step(tensor.why.place, f"{name} is made here")]
    if cut is not None:
        context.reported.update(filter(None, (cut.place, cut.mode)))
        because, fixes = f"{WORDS[cut.kind]} ({context.line(cut.place)})", fixes_of(context, {0: cut}, (tensor.why,))
        steps.append(Step(cut.place, WORDS[cut.kind]))
    elif tensor.states == Grad.TRACKED:
        steps = [
            Step(tensor.why.place, f"{name} is computed here, and nothing that is differentiated uses it afterwards")
        ]
    steps.append(Step(fault.visit.place, f"the graph of the outputs does not come to {name}"))
    message = f'`autograd.grad` raises "{UNUSED.format(fault.owner)}": {because}'
    return Finding(
        RULE.name, RULE.code, "error", message, fault.visit.place, tuple(steps), fixes or _whole(context, fault)
    )


def _whole(context: Context, fault: Fault) -> tuple[Fix, ...]:
    """`grad(u, x)[0]` of a slice `x = xt[:, :1]` becomes `grad(u, xt)[0][:, :1]`: the slice is taken of the gradient."""
    editor = context.editor(fault.visit.place)
    call, bound = editor.at(fault.visit.place), None if fault.tensor is None else fault.tensor.statement
    match = None if bound is None else SLICED.fullmatch(context.source(bound))
    if call is None or match is None or not isinstance(call.node, cst.Call) or len(call.node.args) < 2:
        return ()
    whole, given = call.place(call.node), call.place(call.node.args[1].value)
    if not _tracks(context, bound) or editor.text(given) != match.group(1) or match.group(1) == match.group(2):
        return ()
    text = editor.source[whole.start : given.start] + match.group(2) + editor.source[given.end : whole.end]
    taken = _first(call)
    text = f"{text}[0]{match.group(3)}" if taken else f"({text}[0]{match.group(3)},)"
    place = call.place(call.around[-1]) if taken else whole
    title = f"Ask for the gradient of `{match.group(2)}`, and slice that"
    return (Fix(title, editor.replace(place, text), "unsafe", True),)


def _tracks(context: Context, bound: Place | None) -> bool:
    """Whether what was sliced requires grad."""
    found = None if bound is None else context.editor(bound).at(context.run.places.real(bound))
    line = found.nearest(cst.Assign) if found is not None else None
    value = line.value.value if isinstance(line, cst.Assign) and isinstance(line.value, cst.Subscript) else None
    seen = [] if found is None or value is None else context.seen(found.place(value))
    return bool(seen) and all(isinstance(each, Tensor) and each.states.requires_grad for each in seen)


def _first(call: Found) -> bool:
    """Whether the first gradient is taken: `grad(…)[0]`."""
    parent = call.around[-1] if call.around else None
    index = parent.slice[0].slice if isinstance(parent, cst.Subscript) and len(parent.slice) == 1 else None
    return isinstance(index, cst.Index) and isinstance(index.value, cst.Integer) and index.value.value == "0"


def _cuts(context: Context, fault: Fault) -> Iterator[Cut]:
    for event in context.events(Backward):
        if event.visit.place == fault.visit.place:
            yield from (cut for id, cut in event.root.lost.items() if id in fault.ids)


RULE = Rule(
    "unused-grad-input", "GS204", "error", "an input of `autograd.grad` is not in the graph of the outputs", find
)
