"""Reading and writing `.grad`."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.events import GradRead, GradSeen, Wanted
from gradsight.domain.grad import Filled, Grad, Tri
from gradsight.domain.objects import Tensor
from gradsight.domain.reach import Reach
from gradsight.domain.values import NONE, Missing, Ref, Value, choice, options
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Host
from gradsight.knowledge.torch.results import constant


def read_grad(host: Host, tensor: Ref, place: Place) -> Value:
    """`tensor.grad`: None, a tensor, or either."""
    found = host.state.heap[tensor.id]
    assert isinstance(found, Tensor)
    visit = host.visit(place)
    host.grad_reads[tensor.id] = host.statement
    if found.grad == Filled.NONE:
        host.log.add(GradRead(visit, found, tensor.id, host.backwards > 0, place))
        return Missing(tensor.id, place)
    host.log.add(Wanted(visit, frozenset({tensor.id}), "read"))
    host.log.add(GradSeen(visit, tensor.id))
    if found.blank is not None:  # What reads it may write to it.
        host.state.heap[tensor.id] = replace(found, blank=None)
    gradient = _gradient(host, found, tensor.id, place)
    return gradient if found.grad == Filled.POPULATED else choice([Missing(tensor.id, place), gradient])


def _gradient(host: Host, found: Tensor, id: int, place: Place) -> Ref:
    text = f"the gradient of `{found.name or host.source(place).removesuffix('.grad')}`"
    if found.grad_tracked is False:
        return constant(host, place, text, dtype=found.dtype, device=found.device)
    states = Grad.TRACKED if found.grad_tracked else Grad.TRACKED | Grad.CONSTANT
    me = frozenset({id})
    return host.new(Tensor(states, Why(place, text), Reach(me, frozenset(), me, True), dtype=found.dtype))


def used(host: Host, missing: Missing, place: Place) -> None:
    """The None that `.grad` gave is used as if it were a tensor: this raises."""
    found = host.state.tensor(missing.of)
    if found is not None:
        host.log.add(
            GradRead(host.visit(missing.place), found, missing.of, host.backwards > 0, missing.place, used=place)
        )
    host.fail()


def compared(host: Host, missing: Missing) -> None:
    """`.grad` is only compared with None: that asks, and wants nothing."""
    host.log.add(GradSeen(host.visit(missing.place), missing.of))


def set_grad(host: Host, tensor: Ref, new: Value, place: Place) -> None:
    """`tensor.grad = new`."""
    found = host.state.heap[tensor.id]
    assert isinstance(found, Tensor)
    none = [option == NONE or isinstance(option, Missing) for option in options(new)]
    if all(none):
        host.state.heap[tensor.id] = _changed(found, grad=Filled.NONE, zeroed=place)
        return
    filled = Filled.POPULATED if not any(none) else Filled.NONE | Filled.POPULATED
    tracked = None if found.summary else _requires_grad(host, new)
    host.state.heap[tensor.id] = _changed(found, grad=filled, grad_tracked=tracked, zeroed=None, blank=None)


def _requires_grad(host: Host, new: Value) -> Tri:
    """Whether what is set as a gradient is in a graph itself."""
    tensors = [host.state.tensor(option.id) if isinstance(option, Ref) else None for option in options(new)]
    answers = {None if each is None else each.states.requires_grad for each in tensors}
    return answers.pop() if len(answers) == 1 else None


def _changed(found: Tensor, **fields: object) -> Tensor:
    new = replace(found, **fields)  # type: ignore[arg-type]
    if not found.summary:
        return new
    return replace(new, grad=new.grad | found.grad)


def clear_maybe(host: Host, id: int) -> None:
    """`zero_grad()` of what a tensor may belong to, or not."""
    found = host.state.tensor(id)
    if found is not None:
        host.state.heap[id] = replace(found, grad=found.grad | Filled.NONE, grad_tracked=None)


def clear(host: Host, id: int, place: Place, to_none: Tri, whole: bool = False) -> None:
    """`zero_grad()` of one tensor, with `whole` of each that a summary stands for; the default sets `.grad` to None."""
    found = host.state.tensor(id)
    if found is None:
        return
    if to_none is None:
        clear_maybe(host, id)
    elif to_none:
        zeroed = place if found.grad & Filled.POPULATED else found.zeroed
        cleared = replace(found, grad=Filled.NONE, zeroed=zeroed)
        host.state.heap[id] = cleared if whole else _changed(found, grad=Filled.NONE, zeroed=zeroed)
    else:
        sure = found.grad == Filled.POPULATED and (whole or not found.summary)
        host.state.heap[id] = _changed(found, grad_tracked=False, blank=place if sure else None)
