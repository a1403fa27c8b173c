"""`backward()` and `autograd.grad`: what they fill, and what they need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gradsight.domain.events import Backward, Fault, FaultKind, Fine, Wanted
from gradsight.domain.flow import Flow, flow, flows, leaves
from gradsight.domain.grad import Filled, Grad, Tri
from gradsight.domain.objects import Sequence, Tensor
from gradsight.domain.reach import NOTHING, Ids, Reach
from gradsight.domain.values import NONE, Literal, Plain, Ref, Tuple, Value, choice, options
from gradsight.domain.why import Cut, Why
from gradsight.findings import Place
from gradsight.knowledge.effects import open_every_grad
from gradsight.knowledge.host import Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.apply import is_tensor
from gradsight.knowledge.torch.curvature import behind_gradient
from gradsight.knowledge.torch.hooks import hooks_on_way, run_hooks
from gradsight.knowledge.torch.results import constant
from gradsight.knowledge.torch.walking import doubted, filled, half_filled, retained, walk


@handles(
    "torch.Tensor.backward", "int.backward", "float.backward", "number.backward", "bool.backward", "NoneType.backward"
)
def backward(call: Call) -> Value:
    """Fills `.grad` of the leaves behind the tensor, and of what retains it."""
    run_backward(call, call.receiver, first=1)
    return NONE


@handles("torch.autograd.backward")
def autograd_backward(call: Call) -> Value:
    """All roots are walked over as one graph, which is freed once."""
    roots = _several(call.host, call.arg(0, "tensors"))
    for root in roots:
        run_backward(call, root, first=1, alone=len(roots) == 1)
    return NONE


def _several(host: Host, value: Value | None) -> tuple[Value, ...]:
    if value is None:
        return ()
    if is_tensor(host.state, value):
        return (value,)
    items = host.iterate(value)
    return (*items.known, *(() if items.rest is None else (items.rest,)))


def run_backward(call: Call, root: Value, first: int, alone: bool = True) -> None:
    """One backward from `root`; what it shares with other roots of the same call is not freed before these are walked over."""
    host = call.host
    inputs = call.arg(first + 3, "inputs")
    only = None if inputs is None or inputs == NONE else _ids(_several(host, inputs))
    source = _as_far_as(host, flow(host.state, root), root, only)
    create = call.arg(first + 2, "create_graph")
    _note(call, root, source, "backward")
    if not source.possible or source.backward_raises:
        half_filled(host, source.reach, only)
        host.fail()
        return
    _needs_scalar(call, root, source, call.arg(first, "grad_tensors") or call.arg(first, "gradient"))
    create_graph = False if create is None else host.truth(create)
    retain = retained(call, first + 1, create_graph)
    walk(host, source.reach, only, call.place, retain if alone or retain else None)
    host.backwards += 1
    _keep_named(host, only)
    during, after = hooks_on_way(host, source)
    if during:
        half_filled(host, source.reach, only)
        run_hooks(host, during, create_graph, call.place)
    fill(host, source.reach.unsure_of(doubted(host, source.reach, source.outdated)), create_graph, only)
    if source.reach.hidden and only is None:
        open_every_grad(host)
    run_hooks(host, after, create_graph, call.place)


def unseen_backward(host: Host, values: tuple[Value, ...], place: Place) -> None:
    """A backward from something that is not known: it may come to any leaf."""
    source = flows(host.state, values)
    source = replace(source, possible=True, certain=False, reach=replace(source.reach.possibly(), hidden=True))
    host.log.add(Backward(host.visit(place), source, place, leaves(host.state, source.reach)))
    host.backwards += 1
    open_every_grad(host)


def _needs_scalar(call: Call, root: Value, source: Flow, gradient: Value | None) -> None:
    """Without a gradient for the root torch begins with 1, which only a tensor of one element takes."""
    host = call.host
    given = call.args.more is not None or (gradient is not None and gradient != NONE)
    tensors = [host.state.tensor(option.id) if isinstance(option, Ref) else None for option in options(root)]
    if source.certain and not given and all(tensor is not None and _several_elements(tensor) for tensor in tensors):
        host.log.add(Fault(host.visit(call.place), "non-scalar-backward", tensors[0], other=_place_of(call)))
        host.fail()
    else:
        host.log.add(Fine(host.visit(call.place), "non-scalar-backward"))


def _several_elements(tensor: Tensor) -> bool:
    """Whether it certainly has not just one element: no size but 1 lets the product of all be 1."""
    return tensor.shape is not None and any(size not in (None, 1) for size in tensor.shape)


def _place_of(call: Call) -> Place:
    """The root's own expression."""
    return call.args.places[0] if call.args.places else call.place


def _keep_named(host: Host, only: Ids | None) -> None:
    """What `inputs` names keeps its `.grad` from now on, reached or not, even if it is no leaf."""
    for id in only or ():
        found = host.state.tensor(id)
        if found is not None and found.states & Grad.TRACKED:
            sure = found.states == Grad.TRACKED and not found.summary and only is not None and len(only) == 1
            host.state.heap[id] = replace(found, retains=True if sure or found.retains else None)


def _ids(values: Iterable[Value]) -> Ids:
    return frozenset(option.id for value in values for option in options(value) if isinstance(option, Ref))


def _as_far_as(host: Host, source: Flow, root: Value, only: Ids | None) -> Flow:
    """The flow that a backward sees which goes to `only` these: an operation without derivative may not lie on its way."""
    if only is None or not source.backward_raises:
        return source
    everywhere = leaves(host.state, source.reach) <= only and not _ids([root]) & only
    return source if everywhere else replace(source, backward_raises="")


def _note(call: Call, root: Value, source: Flow, kind: str) -> None:
    host = call.host
    number = isinstance(root, Plain | Literal) and root.kind in ("int", "float", "number", "bool", "NoneType")
    leaf = isinstance(root, Ref) and (t := host.state.tensor(root.id)) is not None and t.states == Grad.LEAF
    behind = leaves(host.state, source.reach)
    tensors = [t for id in sorted(behind) if (t := host.state.tensor(id)) is not None]
    made = host.state.tensor(root.id) if isinstance(root, Ref) else None
    host.log.add(
        Backward(
            host.visit(call.place),
            source,
            _place_of(call),
            behind,
            bool(leaf),
            number,
            "grad" if kind == "grad" else "backward",
            tuple(tensor for tensor in tensors if tensor.dead_view),
            None if made is None else made.idle,
            root == NONE,
        )
    )


def fill(host: Host, reach: Reach, create_graph: Tri, only: Ids | None) -> None:
    """Populates `.grad` of everything reached that keeps one."""
    for id in reach.may:
        found = host.state.tensor(id)
        if found is None:
            continue
        sure = id in reach.must and not found.summary
        walked: Tri = True if sure else None if not found.walked else True
        grad = filled(found, sure) if only is None or id in only else _passed(found, sure, only)
        if only is not None and id in only and sure and not found.dead_view:
            grad = Filled.POPULATED
        graph = create_graph if create_graph is False or id in reach.bent else None
        tracked = graph if grad != found.grad or create_graph is not False else found.grad_tracked
        zeroed = None if grad & Filled.POPULATED else found.zeroed
        host.state.heap[id] = replace(found, grad=grad, grad_tracked=tracked, walked=walked, zeroed=zeroed, blank=None)


def fill_retained(host: Host, reach: Reach, only: Ids) -> None:
    """`autograd.grad` fills no leaf, but what it passes on its way and what keeps its `.grad`, the inputs included."""
    for id in reach.may:
        found = host.state.tensor(id)
        if found is not None and found.states & Grad.TRACKED and found.retains is not False:
            sure = id in reach.must and not found.summary and found.states == Grad.TRACKED
            grad = filled(found, sure) if id in only else _passed(found, sure, only)
            host.state.heap[id] = replace(found, grad=grad if found.states == Grad.TRACKED else found.grad | grad)


def _passed(found: Tensor, sure: bool, only: Ids) -> Filled:
    """`.grad` of what lies, or may lie, on the way to the tensors in `only`."""
    if not found.reach.hidden and only.isdisjoint(found.reach.may):
        return found.grad
    return filled(found, sure and not only.isdisjoint(found.reach.must))


@handles("torch.autograd.grad")
def grad(call: Call) -> Value:
    """The gradients of the inputs, as a tuple; no `.grad` of a leaf is filled."""
    host = call.host
    roots, inputs = call.arg(0, "outputs"), call.arg(1, "inputs")
    create, unused = call.arg(4, "create_graph"), call.arg(6, "allow_unused")
    wanted = _several(host, inputs)
    ids = _ids(wanted)
    reach, certain, outdated = Reach(), True, NOTHING
    for root in _several(host, roots):
        source = _as_far_as(host, flow(host.state, root), root, ids)
        certain = certain and source.certain
        _note(call, root, source, "grad")
        reach, outdated = reach.union(source.reach), outdated | source.outdated
        if not source.possible:
            host.fail()
        else:
            _needs_scalar(call, root, source, call.arg(2, "grad_outputs"))
        run_hooks(host, hooks_on_way(host, source)[0], False if create is None else host.truth(create), call.place)
    maybe_none = _may_be_unused(call, unused)
    if certain:
        _check_inputs(call, wanted, reach, maybe_none)
    host.log.add(Wanted(host.visit(call.place), ids, "input"))
    tracked = False if create is None else host.truth(create)
    walk(host, reach, ids, call.place, retained(call, 3, tracked))
    reach = reach.unsure_of(doubted(host, reach, outdated))
    fill_retained(host, reach, ids)
    maybe_none = maybe_none and call.arg(8, "materialize_grads") is None
    results = [_gradient(host, value, reach, tracked, maybe_none, call.place) for value in wanted]
    if inputs is not None and _counted(host, inputs):
        return Tuple(tuple(results))
    return host.new(
        Sequence("tuple", (), choice(results) if results else call.unknown("an input that is not known"), True)
    )


def _may_be_unused(call: Call, unused: Value | None) -> bool:
    """Whether an input that is not in the graph gives None, or zeros, instead of an error."""
    flags = (unused, call.args.keywords.get("materialize_grads"))
    return any(flag is not None and call.host.truth(flag) is not False for flag in flags)


def _check_inputs(call: Call, inputs: tuple[Value, ...], reach: Reach, maybe_unused: bool) -> None:
    """Notes inputs that torch refuses: those that do not require grad, and those that the outputs do not depend on."""
    host, refused = call.host, False
    for index, value in enumerate(inputs):
        found = host.state.tensor(value.id) if isinstance(value, Ref) else None
        if found is None or not isinstance(value, Ref) or found.summary:
            continue
        constant_input = found.states == Grad.CONSTANT
        tracked = not found.states & Grad.CONSTANT
        unused = tracked and value.id not in reach.may and not reach.hidden and not maybe_unused
        if constant_input or unused:
            kind: FaultKind = "constant-input" if constant_input else "unused-input"
            host.log.add(Fault(host.visit(call.place), kind, found, frozenset({value.id}), found.name, owner=index))
            refused = True
    if refused:
        host.fail()


def _counted(host: Host, inputs: Value) -> bool:
    """Whether the number of inputs is known."""
    if isinstance(inputs, Tuple) or is_tensor(host.state, inputs):
        return True
    found = host.state.heap.get(inputs.id) if isinstance(inputs, Ref) else None
    return isinstance(found, Sequence) and found.rest is None


def _gradient(host: Host, value: Value, reach: Reach, tracked: Tri, maybe_none: bool, place: Place) -> Value:
    """One gradient: with `create_graph` it is in the graph again, unless the function may be linear."""
    text = "a gradient that `torch.autograd.grad` computed"
    ids = [option.id for option in options(value) if isinstance(option, Ref)]
    dtype = t.dtype if ids and (t := host.state.tensor(ids[0])) is not None else ""
    if tracked is False:
        lost = dict.fromkeys(leaves(host.state, reach), Cut("gradient", place, text))
        gradient: Value = constant(host, place, text, dtype=dtype, lost=lost)
    else:
        sure = tracked is True and bool(ids) and all(id in reach.bent for id in ids)
        behind = behind_gradient(reach, ids) if sure else Reach(reach.may, NOTHING, reach.live, True)
        states = Grad.TRACKED if sure else Grad.TRACKED | Grad.CONSTANT
        gradient = host.new(Tensor(states, Why(place, text), behind, dtype=dtype))
    if not maybe_none or any(id in reach.must for id in ids):
        return gradient
    unreached = len(ids) == len(options(value)) and not reach.hidden and reach.may.isdisjoint(ids)
    return NONE if unreached else choice([gradient, NONE])
