"""GS501: an optimizer is given a tensor that is not a leaf."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding, Step
from gradsight.rules.context import Context
from gradsight.rules.lost_leaf import flag_last
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for fault, always in context.faults("optimizer-on-non-leaf"):
        tensor = fault.tensor
        if not always or tensor is None:
            continue
        name = f"`{tensor.name}`" if tensor.name else "the tensor"
        steps = [Step(tensor.why.place, f"{name} is the result of an operation, and not a leaf")]
        if tensor.lost_leaf is not None:
            steps.insert(0, Step(tensor.lost_leaf, "this is the leaf; the operation after it loses it"))
            context.reported.add(tensor.lost_leaf)
        fixes = flag_last(context, tensor.lost_leaf) if tensor.lost_leaf is not None else ()
        message = f'this raises "can\'t optimize a non-leaf Tensor": {name} is computed from other tensors'
        yield Finding(RULE.name, RULE.code, "error", message, fault.visit.place, tuple(steps), fixes)


RULE = Rule("optimizer-on-non-leaf", "GS501", "error", "an optimizer is given a tensor that is not a leaf", find)
