"""GS102: `.grad` of a tensor that does not require grad."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.grad import Grad
from gradsight.findings import Finding, Severity, Step
from gradsight.rules.causing import cause_steps
from gradsight.rules.context import Context
from gradsight.rules.making import leaf_at_creation
from gradsight.rules.reading import Reads, reads
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for found in reads(context):
        tensors = [read.tensor for read in found.reads]
        if all(t.states == Grad.CONSTANT for t in tensors) and all(read.after_backward for read in found.reads):
            context.reported.add(found.place)
            yield _finding(context, found)


def _finding(context: Context, found: Reads) -> Finding:
    tensor = found.first.tensor
    name = context.source(found.place).removesuffix(".grad").strip()
    steps = cause_steps(context, tensor.lost, tensor.frozen) or (
        Step(tensor.why.place, f"`{name}` is made here and does not require grad"),
    )
    severity: Severity = "error" if found.used else "warning"
    message = f"`{name}.grad` is None: `{name}` does not require grad, so no gradient is computed for it"
    read = Step(found.place, "its `.grad` is read here")
    return Finding(
        RULE.name, RULE.code, severity, message, found.place, (*steps, read), leaf_at_creation(context, tensor)
    )


RULE = Rule("grad-of-constant", "GS102", "warning", "`.grad` of a tensor that does not require grad is read", find)
