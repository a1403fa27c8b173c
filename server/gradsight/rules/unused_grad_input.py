"""GS204: an input of `autograd.grad` that the outputs do not depend on, or that does not require grad."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.events import Backward, Fault
from gradsight.domain.grad import Grad
from gradsight.domain.why import Cut
from gradsight.findings import Finding, Fix, Step
from gradsight.rules.causing import WORDS, cause_steps, fixes_of
from gradsight.rules.context import Context
from gradsight.rules.making import leaf_at_creation
from gradsight.rules.rule import Rule

UNUSED = "The differentiated Tensor at index {} appears to not have been used in the graph"
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
    fixes = fixes_of(context, tensor.lost) or leaf_at_creation(context, tensor)
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
        because, fixes = f"{WORDS[cut.kind]} ({context.line(cut.place)})", fixes_of(context, {0: cut})
        steps.append(Step(cut.place, WORDS[cut.kind]))
    elif tensor.states == Grad.TRACKED:
        steps = [
            Step(tensor.why.place, f"{name} is computed here, and nothing that is differentiated uses it afterwards")
        ]
    steps.append(Step(fault.visit.place, f"the graph of the outputs does not come to {name}"))
    message = f'`autograd.grad` raises "{UNUSED.format(fault.owner)}": {because}'
    return Finding(RULE.name, RULE.code, "error", message, fault.visit.place, tuple(steps), fixes)


def _cuts(context: Context, fault: Fault) -> Iterator[Cut]:
    for event in context.events(Backward):
        if event.visit.place == fault.visit.place:
            yield from (cut for id, cut in event.root.lost.items() if id in fault.ids)


RULE = Rule(
    "unused-grad-input", "GS204", "error", "an input of `autograd.grad` is not in the graph of the outputs", find
)
