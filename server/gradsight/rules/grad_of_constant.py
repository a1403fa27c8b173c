"""GS102: `.grad` of a tensor that does not require grad."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.grad import Grad
from gradsight.findings import Finding, Fix, Severity, Step
from gradsight.rules.causing import cause_steps
from gradsight.rules.context import Context
from gradsight.rules.reading import Reads, reads
from gradsight.rules.rule import Rule

FLOAT_FACTORIES = (
    *["rand", "randn", "ones", "zeros", "tensor", "full", "linspace", "empty", "eye", "normal"],
    *["rand_like", "randn_like", "ones_like", "zeros_like", "full_like"],
)


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
    return Finding(RULE.name, RULE.code, severity, message, found.place, (*steps, read), _fixes(context, found))


def _fixes(context: Context, found: Reads) -> tuple[Fix, ...]:
    tensor = found.first.tensor
    editor = context.editor(tensor.why.place)
    callee = editor.text(tensor.why.place).split("(")[0].rpartition(".")[2]
    if callee not in FLOAT_FACTORIES or tensor.lost or not tensor.dtype.startswith(("float", "complex", "bfloat")):
        return ()
    edits = editor.add_keyword(tensor.why.place, "requires_grad=True")
    return () if edits is None else (Fix("Make it with `requires_grad=True`", edits, "unsafe", True),)


RULE = Rule("grad-of-constant", "GS102", "warning", "`.grad` of a tensor that does not require grad is read", find)
