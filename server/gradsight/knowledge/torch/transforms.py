"""`torch.func` and `torch.autograd.functional`: functions that differentiate or map the program's functions.

Inside a transform tensors are wrapped, and their flags are those of the wrapper; so the function is run with the outer tensors,
and what is seen in it is kept vague.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gradsight.domain.flow import CALM, Flow, flow, flows, leaves
from gradsight.domain.grad import Filled, Grad
from gradsight.domain.objects import Dict, Instance, Sequence, Tensor
from gradsight.domain.values import NONE, Library, Literal, Partial, Ref, Tuple, Value, literal, options
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.curvature import behind_gradient
from gradsight.knowledge.torch.parameters import modules_of, parameters_of
from gradsight.knowledge.torch.results import Result, make

GRADIENTS = ("grad", "grad_and_value", "jacrev", "jacfwd", "hessian")
FIRST = ("grad", "grad_and_value", "jacrev")
"""Those that differentiate once, backwards."""
ANY = Grad.CONSTANT | Grad.LEAF | Grad.TRACKED


@handles(*(f"torch.func.{name}" for name in (*GRADIENTS, "vmap", "functionalize")), "torch.vmap")
def transform(call: Call) -> Value:
    """A function that transforms another one."""
    if not call.args.positional:
        return call.unknown("what is transformed is not known")
    name = call.name.rpartition(".")[2]
    settings = {**call.args.keywords, **dict(zip(("argnums", "has_aux"), call.args.positional[1:], strict=False))}
    return Partial(
        Library(f"torch.func.{name}.transformed"), (call.receiver,), tuple((f"*{k}", v) for k, v in settings.items())
    )


@handles("torch.func.vmap.transformed", "torch.func.functionalize.transformed")
def run_mapped(call: Call) -> Value:
    """Transparent from outside: the function itself decides. It sees one dimension less."""
    inputs = map_tensors(call.host, Tuple(call.args.positional[1:]), lambda each: _any_shape(call.host, each))
    assert isinstance(inputs, Tuple)
    with call.host.vaguely():
        result = call.host.call(call.receiver, Args(inputs.items, _given(call)), call.place)
    return map_tensors(call.host, result, lambda each: _any_shape(call.host, each))


def _any_shape(host: Host, value: Value) -> Value:
    """The same tensor, of whose shape nothing is known any more."""
    for option in options(value):
        found = host.state.tensor(option.id) if isinstance(option, Ref) else None
        if isinstance(option, Ref) and found is not None and found.shape is not None:
            host.state.heap[option.id] = replace(found, shape=None, dense=False)
    return value


def _given(call: Call) -> dict[str, Value]:
    """The keywords of the call itself, without the settings of the transform."""
    return {name: value for name, value in call.args.keywords.items() if not name.startswith("*")}


@handles(*(f"torch.func.{name}.transformed" for name in GRADIENTS))
def run_gradient(call: Call) -> Value:
    """Gradients in the shape of the arguments; constant where nothing behind the value requires grad.

    A leaf that the function makes itself counts inside only.
    """
    host, inputs, place = call.host, call.args.positional[1:], call.place
    begin = host.new(Sequence("tuple", ())).id
    with host.vaguely():
        value = host.call(call.receiver, Args(inputs, _given(call)), place)
    if any(id > begin for id in leaves(host.state, flow(host.state, value).reach)):
        value = map_tensors(host, value, lambda each: _uncertain(host, flow(host.state, each), place))
    aux = call.args.keywords.get("*has_aux")
    wanted = _wanted(call.args.keywords.get("*argnums", literal(0)), inputs)
    if wanted is None:
        return call.unknown("which arguments are differentiated is not known")
    has_aux = aux is not None and host.truth(aux) is not False
    root = flow(host.state, value) if call.name.split(".")[2] in FIRST and not has_aux else CALM
    source = flow(host.state, value).and_(flows(host.state, inputs))
    gradients = map_tensors(host, wanted, lambda each: _gradient(host, each, root, source, place))
    inner = _several(value) if aux is not None and host.truth(aux) else ()
    if "grad_and_value" in call.name:
        return Tuple((gradients, value))
    return Tuple((gradients, inner[1])) if len(inner) == 2 else gradients


def _wanted(argnums: Value, inputs: tuple[Value, ...]) -> Value | None:
    """The arguments that are differentiated; None where that is not known."""
    match argnums:
        case Literal(int() as index) if -len(inputs) <= index < len(inputs):
            return inputs[index]
        case Tuple(items=items):
            chosen = [_wanted(item, inputs) for item in items]
            return None if None in chosen else Tuple(tuple(value for value in chosen if value is not None))
    return None


def _gradient(host: Host, value: Value, root: Flow, source: Flow, place: Place) -> Value:
    """The gradient of `root` by an input; it certainly is in the graph if it depends on what requires grad."""
    if not isinstance(value, Ref) or value.id not in root.reach.bent:
        return _uncertain(host, source, place)
    why = Why(place, "a gradient", source.whys)
    return host.new(Tensor(Grad.TRACKED, why, behind_gradient(root.reach, [value.id]), statement=host.statement))


def _uncertain(host: Host, source: Flow, place: Place) -> Value:
    """A gradient is in the graph only where it depends on what requires grad, which is not followed."""
    return make(host, replace(source, certain=False), place)


def _several(value: Value) -> tuple[Value, ...]:
    return value.items if isinstance(value, Tuple) else ()


def map_tensors(host: Host, value: Value, change: Callable[[Value], Value]) -> Value:
    """The value with each tensor in it changed; containers keep their shape."""
    if isinstance(value, Tuple):
        return replace(value, items=tuple(map_tensors(host, item, change) for item in value.items))
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    match found:
        case Dict(items=items, rest=rest):
            changed = {key: map_tensors(host, item, change) for key, item in items.items()}
            more = None if rest is None else map_tensors(host, rest, change)
            return host.new(replace(found, items=changed, rest=more))
        case Sequence(items=known, rest=rest):
            more = None if rest is None else map_tensors(host, rest, change)
            return host.new(replace(found, items=tuple(map_tensors(host, item, change) for item in known), rest=more))
    return change(value)


@handles("torch.func.functional_call")
def functional_call(call: Call) -> Value:
    """The module with other tensors in the place of its parameters."""
    host = call.host
    module, state, inputs = call.arg(0, "module"), call.arg(1, "parameter_and_buffer_dicts"), call.arg(2, "args")
    if not isinstance(module, Ref) or state is None:
        return call.unknown("the module is not known")
    args = inputs.items if isinstance(inputs, Tuple) else () if inputs is None else (inputs,)
    keywords = call.arg(3, "kwargs")
    found = host.state.heap.get(keywords.id) if isinstance(keywords, Ref) else None
    named = (
        {str(k.value): v for k, v in found.items.items() if isinstance(k, Literal)} if isinstance(found, Dict) else {}
    )
    before = _swap(host, module, state)
    result = host.call(module, Args(args, named), call.place)
    for id, attrs in before.items():
        current = host.state.heap[id]
        assert isinstance(current, Instance)
        host.state.heap[id] = replace(current, attrs=attrs)
    return result


def _swap(host: Host, module: Ref, state: Value) -> dict[int, dict[str, Value]]:
    """Puts the tensors of a dict, or several, in the place of parameters; answers the attributes as they were."""
    before: dict[int, dict[str, Value]] = {}
    paths = dict(modules_of(host, module.id))
    for part in state.items if isinstance(state, Tuple) else (state,):
        found = host.state.heap.get(part.id) if isinstance(part, Ref) else None
        items = found.items.items() if isinstance(found, Dict) else ()
        for key, value in items:
            path, _, name = str(key.value).rpartition(".") if isinstance(key, Literal) else ("", "", "")
            owner = paths.get(path)
            current = host.state.heap.get(owner) if owner is not None else None
            if owner is not None and isinstance(current, Instance):
                before.setdefault(owner, dict(current.attrs))
                host.state.heap[owner] = replace(current, attrs={**current.attrs, name: value})
    return before


@handles("torch.func.stack_module_state")
def stack_module_state(call: Call) -> Value:
    """Parameters and buffers of like modules, stacked into new leaves."""
    host = call.host
    items = host.iterate(call.receiver)
    first = next(iter((*items.known, *(() if items.rest is None else (items.rest,)))), NONE)
    found = host.state.heap.get(first.id) if isinstance(first, Ref) else None
    if not (isinstance(first, Ref) and isinstance(found, Instance) and found.module):
        return call.unknown("the modules are not known")
    dicts = []
    for kind in ("parameter", "buffer"):
        stacked: dict[Value, Value] = {}
        for path, id in parameters_of(host, first.id, kind):
            tensor = host.state.tensor(id)
            assert tensor is not None
            fresh = Tensor(
                tensor.states, Why(call.place, "stacked from several modules"), dtype=tensor.dtype, device=tensor.device
            )
            stacked[literal(path)] = host.new(fresh)
        dicts.append(host.new(Dict(stacked)))
    return Tuple(tuple(dicts))


FUNCTIONAL = tuple(f"torch.autograd.functional.{name}" for name in ("jacobian", "hessian", "vjp", "jvp", "hvp", "vhp"))


@handles(*FUNCTIONAL)
def functional(call: Call) -> Value:
    """Runs the function with inputs that require grad; its results are plain unless `create_graph=True`."""
    host, place = call.host, call.place
    function, inputs = call.arg(0, "func") or NONE, call.arg(1, "inputs") or NONE
    create = call.args.keywords.get("create_graph")
    wanted = create is not None and host.truth(create) is not False
    twice = wanted or not call.name.endswith(("jacobian", "vjp"))
    first = create is not None and host.truth(create) is True and call.name.endswith("jacobian")
    inside: dict[Value, Value] = {}
    leaves = map_tensors(
        host, inputs, lambda each: inside.setdefault(each, _differentiated(host, each, place, twice, first))
    )
    value = host.call(function, Args(_several(leaves) or (leaves,)), place)
    root = flow(host.state, value) if first else CALM
    source = flow(host.state, value).and_(flow(host.state, inputs))
    gradients = map_tensors(
        host,
        inputs,
        lambda each: (
            _gradient(host, inside[each], root, source, place)
            if wanted
            else make(host, source, place, Result(follows=False))
        ),
    )
    if call.name.endswith(("jacobian", "hessian")):
        return gradients
    return Tuple((make(host, source, place, Result(follows=wanted)), gradients))


def _differentiated(host: Host, value: Value, place: Place, twice: bool, first: bool) -> Value:
    """An input as the function sees it: a new leaf, or in a graph where it is differentiated twice.

    `first`: it is differentiated once, in a graph, so that what requires grad is seen as a view of itself.
    """
    source = flow(host.state, value)
    if first and source.certain and isinstance(value, Ref):
        return make(host, source, place, Result(view=value.id))
    states = Grad.LEAF | Grad.TRACKED if twice else Grad.LEAF
    return host.new(Tensor(states, Why(place, "an input that is differentiated"), statement=host.statement))


@handles("torch.autograd.gradcheck", "torch.autograd.gradgradcheck")
def gradcheck(call: Call) -> Value:
    """Runs the function with its inputs, and with copies of them."""
    host, inputs = call.host, call.arg(1, "inputs") or NONE
    copies = map_tensors(host, inputs, lambda _: _anything(host, call.place))
    for given in (inputs, copies):
        args = _several(given) or (given,)
        value = host.call(call.receiver, Args(args), call.place)
        if given is copies:
            from gradsight.knowledge.torch.hooks import hooks_on_way, run_hooks

            run_hooks(host, hooks_on_way(host, flow(host.state, value))[0], None, call.place)
    return literal(True)


def _anything(host: Host, place: Place) -> Value:
    either = Filled.NONE | Filled.POPULATED
    return host.new(
        Tensor(ANY, Why(place, "a copy made by `gradcheck`"), grad=either, retains=None, statement=host.statement)
    )
