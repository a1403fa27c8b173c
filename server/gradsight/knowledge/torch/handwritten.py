"""Leaves whose values the program itself keeps: `codebook.weight.data.copy_(average)`, `ema.lerp_(new, 0.1)` under `no_grad`."""

from __future__ import annotations

from collections.abc import Iterable

from gradsight.domain.events import Written
from gradsight.domain.flow import of_tensor
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Tensor
from gradsight.domain.values import Ref, Value, options
from gradsight.findings import Place
from gradsight.knowledge.host import Host

ADDING = ("add", "sub", "lerp", "addcmul", "addcdiv", "index_copy", "index_add", "scatter", "scatter_add", "index_put")
"""Operations that, in place, bring values from elsewhere; scaling and clamping do not."""


def note_written(host: Host, target: Value, values: Iterable[Value], place: Place) -> None:
    """Where a leaf gets values that come from something else than itself."""
    new = [option for value in values for option in options(value)]
    ids = {leaf for option in options(target) for leaf in _leaf(host, option)}
    ids = {leaf for leaf in ids if any(_other(host, value, leaf) for value in new)}
    if ids:
        host.log.add(Written(host.visit(place), frozenset(ids)))


def _leaf(host: Host, value: Value) -> Iterable[int]:
    """The leaf itself, that of which it is a view, or that of which it is `.data`."""
    found = host.state.tensor(value.id) if isinstance(value, Ref) else None
    if found is None or not isinstance(value, Ref):
        return ()
    if found.states == Grad.LEAF:
        return (value.id if found.base is None else found.base,)
    made_here = [leaf for leaf, cut in found.lost.items() if cut.kind in ("data", "detach")]
    direct = len(made_here) == len(found.lost) == 1 and found.lost[made_here[0]].place == found.why.place
    return made_here if direct else ()


def _other(host: Host, value: Value, leaf: int) -> bool:
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if not isinstance(value, Ref) or not isinstance(found, Tensor) or value.id == leaf:
        return False
    source = of_tensor(found, value.id)
    return {*source.reach.may, *source.lost} != {leaf}
