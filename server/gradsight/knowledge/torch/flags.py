"""`requires_grad_()`, `retain_grad()` and the flag itself."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.events import Fault, FaultKind, Fine
from gradsight.domain.grad import Grad, Tri
from gradsight.domain.objects import Tensor
from gradsight.domain.reach import EMPTY
from gradsight.domain.state import OFF
from gradsight.domain.values import Literal, Ref, Value, options
from gradsight.findings import Place
from gradsight.knowledge.host import Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.results import EXACT
from gradsight.knowledge.torch.views import follow_base, like_base


@handles("torch.Tensor.requires_grad_")
def requires_grad_(call: Call) -> Value:
    flag = call.arg(1, "requires_grad")
    wanted = True if flag is None else call.host.truth(flag)
    members = options(call.receiver)
    for option in members:
        if isinstance(option, Ref) and call.host.state.tensor(option.id) is not None:
            set_requires_grad(call.host, option, wanted, call.place, sure=len(members) == 1)
    return call.receiver


def set_requires_grad(
    host: Host, tensor: Ref, wanted: Tri, place: Place, sure: bool = True, whole: bool = False
) -> None:
    """Sets the flag; `wanted` None means either. What torch refuses or ignores is noted.

    `whole`: of each tensor that a summary stands for.
    """
    found = host.state.heap[tensor.id]
    assert isinstance(found, Tensor)
    if sure and wanted is not False and _refused(host, tensor, found, wanted, place):
        host.fail()
        return
    if found.states == Grad.TRACKED:
        _on_tracked(host, tensor.id, found, wanted, place)
        return
    host.log.add(Fine(host.visit(place), "flag-on-non-leaf"))
    new = _with_flag(host, found, wanted, place)
    if not sure or (found.summary and not whole) or wanted is None:
        either = Grad.CONSTANT if wanted is None else Grad(0)
        new = replace(new, states=new.states | found.states | either, reach=found.reach)
    host.state.heap[tensor.id] = new
    follow_base(host, tensor.id)


def _refused(host: Host, tensor: Ref, found: Tensor, wanted: Tri, place: Place) -> bool:
    """Whether torch does not let the flag be switched on."""
    outside = bool(wanted and found.inference and host.state.mode.inference == OFF)
    refusals: dict[FaultKind, bool] = {"integer-requires-grad": found.dtype in EXACT, "inference-flag": outside}
    for kind, refused in refusals.items():
        visit = host.visit(place)
        host.log.add(Fault(visit, kind, found, frozenset({tensor.id})) if refused else Fine(visit, kind))
        if refused:
            return True
    return False


def _on_tracked(host: Host, id: int, found: Tensor, wanted: Tri, place: Place) -> None:
    if wanted is False:
        host.log.add(Fault(host.visit(place), "flag-on-non-leaf", found, frozenset({id})))
        host.fail()
    elif wanted:
        host.log.add(Fault(host.visit(place), "useless-flag", found, frozenset({id})))


def _with_flag(host: Host, found: Tensor, wanted: Tri, place: Place) -> Tensor:
    tracked = found.states & Grad.TRACKED
    if wanted is False:
        off = replace(found, states=Grad.CONSTANT | tracked, frozen=place, reach=EMPTY if not tracked else found.reach)
        return off if tracked else like_base(host, off)
    masks = place if found.states == Grad.CONSTANT and found.lost else None
    if masks is not None:
        host.log.add(Fault(host.visit(place), "masked-cut", found, frozenset(found.lost)))
    changed = found.states & Grad.CONSTANT != 0
    return replace(
        found,
        states=Grad.LEAF | tracked,
        flagged=place if changed else found.flagged,
        masks=masks if changed else found.masks,
        frozen=None,
        dead_view=False,
    )


@handles("torch.Tensor.retain_grad")
def retain_grad(call: Call) -> Value:
    for id in call.receivers():
        found = call.host.state.tensor(id)
        if found is None:
            continue
        if found.states == Grad.CONSTANT:
            call.host.fail()
        elif found.states & Grad.TRACKED:
            sure = found.states == Grad.TRACKED and isinstance(call.receiver, Ref) and not found.summary
            if sure and found.walked is True and found.retains is False:
                host = call.host
                host.log.add(Fault(host.visit(call.place), "late-retain", found, frozenset({id}), found.name))
            call.host.state.heap[id] = replace(found, retains=True if sure else None)
    return Literal(None, "NoneType")
