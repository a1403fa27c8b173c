"""GS304: a wanted gradient ends in inference mode, or autograd would have to save a tensor that was made there."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Fault
from gradsight.domain.objects import Tensor
from gradsight.findings import Edit, Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.cutting import mend
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import cut_findings

SAVED = "Inference tensors cannot be saved for backward"
FLAG = "Setting requires_grad=True on inference tensor outside InferenceMode is not allowed"


def find(context: Context) -> Iterator[Finding]:
    faults = [*context.faults("inference-saved"), *context.faults("inference-flag")]
    for fault, always in sorted(faults, key=lambda each: not each[0].visit.certain):
        if always and fault.visit.place not in context.reported and fault.tensor is not None:
            mode = _mode(context, fault.tensor.why.place)
            if fault.visit.certain or mode not in context.reported:
                yield _raising(context, fault, fault.tensor, mode)
    yield from cut_findings(context, RULE, ("inference-mode",), "in inference mode", "computed in inference mode")


def _raising(context: Context, fault: Fault, tensor: Tensor, mode: Place | None) -> Finding:
    place = fault.visit.place
    context.reported.update((place, *(() if mode is None else (mode,))))
    what = f"`{tensor.name}`" if tensor.name else "a tensor here"
    steps = (
        *(() if mode is None else (Step(mode, "inference mode begins here"),)),
        Step(tensor.why.place, f"{what} is made in it"),
        Step(place, "this needs to keep it for the backward" if fault.kind == "inference-saved" else "refused here"),
    )
    raises = SAVED if fault.kind == "inference-saved" else FLAG
    message = f'this raises "{raises}": {what} was made in inference mode'
    fixes = () if mode is None else _fixes(context, tensor, mode)
    return Finding(RULE.name, RULE.code, "error", message, place, steps, fixes)


def _mode(context: Context, made: Place) -> Place | None:
    """The `with torch.inference_mode()` or decorator around the place where the tensor was made."""
    found = context.editor(made).at(made)
    for node in reversed(found.around) if found is not None else ():
        inner: list[cst.BaseExpression] = []
        if isinstance(node, cst.With):
            inner = [item.item for item in node.items]
        elif isinstance(node, cst.FunctionDef):
            inner = [decorator.decorator for decorator in node.decorators]
        for each in inner:
            if found is not None and "inference_mode" in context.source(found.place(each)):
                return found.place(each)
    return None


def _fixes(context: Context, tensor: Tensor, mode: Place) -> tuple[Fix, ...]:
    """What is to learn leaves the mode altogether; frozen features are kept out of the graph in another way."""
    wanted = context.held | context.wanted.keys()
    cuts = {cut.mode or cut.place: cut for id, cut in tensor.lost.items() if context.find(id) in wanted}
    if cuts:
        return mend(context, next(iter(cuts.values())), (tensor.why,)) if len(cuts) == 1 else ()
    return _without_graph(context, mode)


def _without_graph(context: Context, mode: Place) -> tuple[Fix, ...]:
    """`torch.no_grad()` gives the same values, and tensors that autograd may keep."""
    text = context.source(mode)
    if text not in ("torch.inference_mode()", "torch.inference_mode", "torch.inference_mode(True)"):
        return ()
    return (Fix("Use `torch.no_grad()`", (Edit(mode, "torch.no_grad()"),), "unsafe", True),)


RULE = Rule("inference-mode-in-path", "GS304", "warning", "a wanted gradient ends in inference mode", find)
