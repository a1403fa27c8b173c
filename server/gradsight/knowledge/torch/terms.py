"""Terms of a sum that are made from a gradient without a graph: they change the value of a loss and none of its gradients."""

from __future__ import annotations

from collections.abc import Sequence

from gradsight.domain.objects import Tensor
from gradsight.domain.values import Ref, Value
from gradsight.domain.why import Cut
from gradsight.knowledge.host import Host

SUMS = frozenset({"add", "sub"})
SCALES = frozenset({"mul", "div", "neg", "sum", "mean"})


def idle_term(host: Host, name: str, operands: Sequence[Value]) -> Cut | None:
    """The gradient that is a term of the result of this operation, and nothing else in it."""
    if name not in SUMS and name not in SCALES:
        return None
    found = [t for value in operands if isinstance(value, Ref) and (t := host.state.tensor(value.id)) is not None]
    kept = [tensor.idle for tensor in found if tensor.idle is not None]
    added = [cut for tensor in found if name in SUMS for cut in _gradient(tensor)]
    if name in SCALES and len(found) != 1:
        return None
    return next(iter((*kept, *added)), None)


def _gradient(found: Tensor) -> list[Cut]:
    """Where a constant comes from a gradient, that gradient."""
    if found.states.requires_grad is not False:
        return []
    return [cut for cut in found.lost.values() if cut.kind == "gradient"]
