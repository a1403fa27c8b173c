"""What a call that is not known may have done to what it was given."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import flow
from gradsight.domain.grad import Filled, Grad
from gradsight.domain.objects import Dict, Instance, Sequence, Tensor
from gradsight.domain.search import Search
from gradsight.domain.values import Bound, Choice, Partial, Ref, Tuple, Unknown, Value
from gradsight.domain.walk import contents, parts
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.torch.parameters import parameters_of

DEEPEST = 4
EITHER = Filled.POPULATED | Filled.NONE


def tainted(host: Host, args: Args) -> bool:
    """Whether a call that is not known gets hold of tensors that require grad, or of modules."""
    return any(_taints(host, value, 0) for value in args.all())


def _taints(host: Host, value: Value, depth: int) -> bool:
    if isinstance(value, Unknown):
        return value.tainted
    if depth > DEEPEST:
        return True
    source = flow(host.state, value)
    if source.reach.may or source.reach.hidden:
        return True
    if isinstance(value, Choice | Tuple):
        return any(_taints(host, part, depth + 1) for part in parts(value))
    if isinstance(value, Bound | Partial):
        return any(_taints(host, part, depth + 1) for part in parts(value))
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Instance) and found.module:
        return True
    return (
        found is not None
        and not isinstance(found, Tensor)
        and any(_taints(host, v, depth + 1) for v in contents(found))
    )


def passed_to_unknown(host: Host, args: Args, place: Place) -> None:
    """Leaves tensors as they are, but what `.grad` holds, what lists hold and what a module's flags are is open afterwards."""
    why = Why(place, "it was given to a call that is not known")
    for value in args.all():
        _open(host, value, why, 0)


def _open(host: Host, value: Value, why: Why, depth: int) -> None:
    if depth > DEEPEST:
        return
    match value:
        case Ref(id):
            _open_object(host, id, why, depth)
        case Choice(options=members) | Tuple(items=members):
            for member in members:
                _open(host, member, why, depth + 1)
        case Bound(receiver, _):
            _open(host, receiver, why, depth + 1)
        case Partial(args=args):
            for member in args:
                _open(host, member, why, depth + 1)


def _open_object(host: Host, id: int, why: Why, depth: int) -> None:
    found = host.state.heap.get(id)
    match found:
        case Tensor():
            _open_grads(host, id)
        case Sequence(kind="list" | "set"):
            for item in found.items:
                _open(host, item, why, depth + 1)
            host.state.heap[id] = replace(found, rest=found.rest or Unknown(why), whole=False)
        case Dict():
            for item in found.items.values():
                _open(host, item, why, depth + 1)
        case Instance(module=True):
            for _, tensor in parameters_of(host, id):
                _open_grads(host, tensor)
                _open_flag(host, tensor)


def _open_grads(host: Host, id: int) -> None:
    """It may have called `backward`."""
    reach = flow(host.state, Ref(id)).reach
    for each in reach.may | {id}:
        found = host.state.tensor(each)
        if (
            found is not None
            and found.grad != EITHER
            and found.states & (Grad.LEAF | Grad.TRACKED)
            and (found.states & Grad.LEAF or found.retains)
        ):
            host.state.heap[each] = replace(found, grad=EITHER, blank=None)


def open_every_grad(host: Host) -> None:
    """A backward may have come to any leaf: its root came out of a call that is not known."""
    for id in host.state.heap.search(Search()):
        found = host.state.heap[id]
        keeps = isinstance(found, Tensor) and (found.states & Grad.LEAF or found.retains)
        if isinstance(found, Tensor) and keeps and (not found.grad & Filled.POPULATED or found.blank):
            host.state.heap[id] = replace(found, grad=found.grad | Filled.POPULATED, blank=None)


def _open_flag(host: Host, id: int) -> None:
    found = host.state.tensor(id)
    if found is not None and not found.states & Grad.TRACKED:
        host.state.heap[id] = replace(found, states=Grad.LEAF | Grad.CONSTANT)
