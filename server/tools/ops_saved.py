"""Which tensors a derivative formula keeps for backward, and for whose gradient, as torch's generator decides it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from torchgen.api.autograd import DifferentiabilityInfo, SavedAttribute
from torchgen.api.types import BaseCType, tensorT


def saved_tensors(info: DifferentiabilityInfo, names: Mapping[str, str], inplace: bool) -> dict[str, list[str]]:
    """Per saved tensor (a parameter, "result…" or "intermediate") the parameters of which one must require grad for it
    to be saved.

    An in-place function saves a copy of what `self` was: an intermediate tensor.
    """
    saved: dict[str, set[str]] = {}
    for attribute in (*info.all_saved_inputs, *info.all_saved_outputs):
        name = str(attribute.nctype.name)
        if attribute.expr != name or "Tensor" not in attribute.nctype.type.cpp_type():
            continue
        kept = "intermediate" if inplace and name == "self" else names.get(name, name)
        saved.setdefault(kept, set()).update(names.get(n, n) for n in users(info, attribute))
    return {name: sorted(triggers) for name, triggers in sorted(saved.items())}


def users(info: DifferentiabilityInfo, attribute: SavedAttribute) -> tuple[str, ...]:
    """The arguments whose gradient the tensor is kept for: as `guard_for` of torchgen's gen_variable_type."""
    everyone = tuple(n for d in info.derivatives for n in d.var_names)
    arguments = [str(b.name) for b in info.args_with_derivatives]
    lists = any(
        "TensorList" in str(b.nctype.type) or "ITensorList" in str(b.nctype.type) for b in info.args_with_derivatives
    )
    using = [d for d in info.derivatives if attribute in d.saved_inputs or attribute in d.saved_outputs]
    if lists or "backward" in info.name or len(arguments) <= 1 or len(using) != 1:
        return everyone
    if attribute.nctype.type != BaseCType(tensorT) or attribute in info.all_saved_outputs:
        return everyone
    derivative = using[0]
    if len(derivative.var_names) == 1:
        return derivative.var_names
    guard = re.search(rf"wrap_opt_if\({attribute.nctype.name},(.*?)\)", derivative.formula)
    if guard is None:
        return everyone
    return tuple(derivative.var_names[int(i)] for i in re.findall(r"grad_input_mask\[(\d+)\]", guard.group(1)))
