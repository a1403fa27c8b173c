"""Makes the tensor that an operation returns, from the flow of its inputs and the grad mode in force."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradsight.domain.flow import Flow, severed
from gradsight.domain.grad import Grad, Tri
from gradsight.domain.graph import EMPTY_GRAPH
from gradsight.domain.objects import Shape, Tensor
from gradsight.domain.reach import EMPTY, Lost
from gradsight.domain.state import OFF, ON
from gradsight.domain.values import Ref
from gradsight.domain.why import Cut, CutKind, Why
from gradsight.findings import Place
from gradsight.knowledge.host import Host
from gradsight.knowledge.torch.saving import NOTHING_SAVED, Saved, node

EXACT = ("int64", "int32", "int16", "int8", "uint8", "bool")
"""Dtypes that can never require grad."""


@dataclass(frozen=True, slots=True)
class Result:
    """How an output relates to the inputs of its operation."""

    follows: bool = True
    """Whether it requires grad when an input does."""
    cut: CutKind = "non-differentiable"
    """Why it does not, if it does not."""
    zero: bool = False
    maybe_view: bool = False
    """Whether it is a view in some cases."""
    view: int | None = None
    """The tensor that it is a view of."""
    multi_view: bool = False
    dtype: str = ""
    device: str = ""
    shape: Shape = None
    dense: bool = False
    backward_raises: str = ""
    text: str = ""
    idle: Cut | None = None
    """A gradient without a graph that is only added here."""
    saved: Saved = NOTHING_SAVED
    """What the operation saves for backward."""


def make(host: Host, flow: Flow, place: Place, how: Result = Result()) -> Ref:  # a frozen default
    """A new tensor in the heap."""
    made = host.new(built(host, flow, place, how))
    found = host.state.heap[made.id]
    if how.saved[1] and isinstance(found, Tensor) and found.states == Grad.TRACKED:
        host.state.heap[made.id] = replace(found, graph=node(flow, how.saved, made.id))
    return made


def built(host: Host, flow: Flow, place: Place, how: Result) -> Tensor:
    """The record of that tensor."""
    states, lost, dead = _states(host, flow, place, how)
    tracked = bool(states & Grad.TRACKED)
    reach = EMPTY
    if tracked:
        reach = flow.reach if states == Grad.TRACKED else flow.reach.possibly()
        reach = reach.dead() if how.zero else reach
    return Tensor(
        states=states,
        why=Why(place, how.text or _text(host, place), flow.whys),
        reach=reach,
        graph=node(flow, how.saved) if states == Grad.TRACKED else EMPTY_GRAPH,
        lost=lost,
        dtype=how.dtype,
        device=how.device,
        shape=how.shape,
        dense=how.dense,
        base=_root(host, how.view),
        multi_view=how.multi_view,
        dead_view=dead,
        inference=inference_of(host, how.view),
        statement=host.statement,
        masks=flow.masks if tracked else None,
        rebound=flow.rebound,
        idle=how.idle if states == Grad.TRACKED else None,
        frozen=flow.frozen if not flow.certain else None,
        backward_raises=(how.backward_raises or flow.backward_raises) if tracked else "",
        hooks=flow.hooks if tracked else (),
    )


def inference_of(host: Host, view: int | None) -> Tri:
    """Whether what is made now is an inference tensor: by the mode, a view of `view` by that one."""
    base = None if view is None else host.state.tensor(view)
    if base is not None:
        return base.inference
    inference = host.state.mode.inference
    return None if len(inference) > 1 else True in inference


def _states(host: Host, flow: Flow, place: Place, how: Result) -> tuple[Grad, Lost, bool]:
    """The states, the leaves lost, and whether it is a dead view."""
    if not flow.possible:
        return Grad.CONSTANT, flow.lost, False
    if not how.follows or how.dtype in EXACT:
        return Grad.CONSTANT, severed(host.state, flow, Cut(how.cut, place, host.source(place))), False
    recorded = Grad.TRACKED if flow.certain else Grad.TRACKED | Grad.CONSTANT
    inference = False if how.view is None else inference_of(host, how.view)
    if inference:  # whatever the mode is, views of such tensors are no views for autograd
        return Grad.CONSTANT, severed(host.state, flow, Cut("inference-mode", place, host.source(place))), False
    recorded |= Grad.CONSTANT if inference is None else recorded
    records = host.state.mode.records
    if records == ON:
        kind: CutKind = how.cut if how.cut in ("draw", "constant") else "zero-gradient"
        lost = severed(host.state, flow, Cut(kind, place, host.source(place))) if how.zero else flow.lost
        return recorded, lost, False
    lost = severed(host.state, flow, mode_cut(host, place))
    plain = Grad.CONSTANT
    if how.view is not None:
        plain = _like(host, _root(host, how.view))
    elif how.maybe_view:
        plain = Grad.LEAF | Grad.CONSTANT
    return (plain if records == OFF else recorded | plain), lost, how.view is not None


def _root(host: Host, view: int | None) -> int | None:
    """The tensor whose storage it is: a view of a view is a view of that one's base."""
    found = None if view is None else host.state.tensor(view)
    return view if found is None or found.base is None else found.base


def _like(host: Host, base: int | None) -> Grad:
    """What a view that is not recorded says: that it requires grad if its base does."""
    found = None if base is None else host.state.tensor(base)
    if found is None or found.states.requires_grad is None:
        return Grad.LEAF | Grad.CONSTANT
    return Grad.LEAF if found.states.requires_grad else Grad.CONSTANT


def mode_cut(host: Host, place: Place) -> Cut:
    """The cut that the grad mode makes at `place`."""
    mode = host.state.mode
    kind: CutKind = "no-grad" if True not in mode.inference else "inference-mode"
    return Cut(kind, place, mode.text, mode.place)


def _text(host: Host, place: Place) -> str:
    return f"computed by `{shorten(host.source(place))}`"


def shorten(text: str, width: int = 60) -> str:
    """Source text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def constant(host: Host, place: Place, text: str, **fields: object) -> Ref:
    """A tensor that does not require grad, of which nothing came from a leaf."""
    tensor = Tensor(Grad.CONSTANT, Why(place, text), statement=host.statement)
    return host.new(replace(tensor, **fields))  # type: ignore[arg-type]
