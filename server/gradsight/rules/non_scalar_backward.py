"""GS207: a backward begins at a tensor of several elements without a gradient for it."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.events import Fault
from gradsight.domain.objects import Shape
from gradsight.findings import Finding, Fix, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for fault, always in context.faults("non-scalar-backward"):
        if not always or not fault.visit.certain or fault.tensor is None:
            continue
        shape = _text(fault.tensor.shape)
        message = f'this raises "grad can be implicitly created only for scalar outputs": the shape is {shape}'
        steps = (Step(fault.tensor.why.place, f"this has the shape {shape}"),)
        yield Finding(RULE.name, RULE.code, "error", message, fault.visit.place, steps, _fixes(context, fault))


def _text(shape: Shape) -> str:
    """As torch writes it; what is not known is "?"."""
    sizes = ["?" if size is None else str(size) for size in shape or ()]
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


def _fixes(context: Context, fault: Fault) -> tuple[Fix, ...]:
    """Means and sums before `.backward(`; which of them is right, the program does not say."""
    editor = context.editor(fault.visit.place)
    before, dot, after = editor.text(fault.visit.place).rpartition(".backward(")
    if not dot or before.endswith("autograd"):
        return ()
    return tuple(
        Fix(
            f"Go back from the {name}",
            editor.replace(fault.visit.place, f"{before}.{name}(){dot}{after}"),
            "unsafe",
            name == "mean",
        )
        for name in ("mean", "sum")
    )


RULE = Rule("non-scalar-backward", "GS207", "error", "a backward begins at a tensor of several elements", find)
