"""Custom functions, checkpointing and functional transforms: library code that calls the program's code back."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import Flow, flow, flows, severed
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Dict, Instance, Tensor
from gradsight.domain.reach import unite_lost
from gradsight.domain.state import OFF, Mode
from gradsight.domain.values import NONE, Class, Library, Literal, Native, Partial, Ref, Tuple, Value, options
from gradsight.domain.why import Cut, Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.parameters import modules_of
from gradsight.knowledge.torch.results import Result, make


@handles("torch.autograd.Function.apply")
def apply(call: Call) -> Value:
    """Runs `forward` unrecorded; its outputs require grad if an input does, unless marked otherwise."""
    host = call.host
    cls = call.receiver
    forward = host.attribute(cls, "forward", call.place) if isinstance(cls, Class) else None
    rest = call.args.positional[1:]
    source = flows(host.state, rest)
    if forward is None:
        return make(host, source, call.place)
    context = host.new(Instance(Library("torch.autograd.FunctionCtx"), {}, place=call.place))
    separate = host.has(cls, "setup_context")
    args = Args(rest if separate else (context, *rest))
    with host.switched(Mode(OFF)):
        result = host.call(forward, args, call.place)
    return _outputs(host, result, source, call.place, _marked(host, context))


def _marked(host: Host, context: Ref) -> frozenset[int]:
    found = host.state.heap.get(context.id)
    marked = found.attrs.get("*constant") if isinstance(found, Instance) else None
    return frozenset(o.id for v in marked.items for o in options(v) if isinstance(o, Ref)) if isinstance(marked, Tuple) else frozenset()


def _outputs(host: Host, result: Value, source: Flow, place: Place, marked: frozenset[int]) -> Value:
    if isinstance(result, Tuple):
        return Tuple(tuple(_outputs(host, item, source, place, marked) for item in result.items))
    found = host.state.heap.get(result.id) if isinstance(result, Ref) else None
    if isinstance(found, Tensor):
        follows = isinstance(result, Ref) and result.id not in marked
        return make(host, source, place, Result(follows=follows, dtype=found.dtype, device=found.device))
    return result if isinstance(result, Literal) else make(host, source, place)


@handles("torch.autograd.FunctionCtx.mark_non_differentiable")
def mark_non_differentiable(call: Call) -> Value:
    for id in call.receivers():
        found = call.host.state.heap[id]
        assert isinstance(found, Instance)
        call.host.state.heap[id] = replace(found, attrs={**found.attrs, "*constant": Tuple(call.args.positional[1:])})
    return NONE


@handles("torch.autograd.FunctionCtx.save_for_backward", "torch.autograd.FunctionCtx.mark_dirty",
         "torch.autograd.FunctionCtx.set_materialize_grads")  # fmt: skip
def context_method(_: Call) -> Value:
    return NONE


@handles("torch.utils.checkpoint.checkpoint", "torch.utils.checkpoint.checkpoint_sequential")
def checkpoint(call: Call) -> Value:
    """Not reentrant: a normal call. Reentrant, also by default: requires grad only if an input does."""
    host = call.host
    function, inputs = call.receiver, call.args.positional[1:]
    keywords = {k: v for k, v in call.args.keywords.items() if k not in KEYWORDS}
    if call.name.endswith("sequential"):
        inputs = inputs[1:]
    flag = call.args.keywords.get("use_reentrant")
    reentrant = True if flag is None or flag == NONE else host.truth(flag)
    if reentrant is False:
        return host.call(function, Args(inputs, keywords), call.place)
    source = flows(host.state, inputs)
    result = host.call(function, Args(inputs, keywords), call.place)
    if source.certain:
        return result
    return _reentrant(host, result, bool(source.possible) or reentrant is None, call.place)


KEYWORDS = ("use_reentrant", "preserve_rng_state", "context_fn", "determinism_check", "debug", "segments")


def _reentrant(host: Host, result: Value, maybe: bool, place: Place) -> Value:
    if isinstance(result, Tuple):
        return Tuple(tuple(_reentrant(host, item, maybe, place) for item in result.items))
    source = flow(host.state, result)
    lost = unite_lost((source.lost, severed(host.state, source, Cut("checkpoint", place, host.source(place)))))
    states = Grad.CONSTANT | Grad.TRACKED if maybe and source.possible else Grad.CONSTANT
    return host.new(Tensor(states, Why(place, "a checkpoint whose inputs do not require grad", source.whys), lost=lost))


@handles("torch.func.grad", "torch.func.grad_and_value", "torch.func.vmap", "torch.vmap", "torch.func.jacrev", "torch.func.jacfwd",
         "torch.func.hessian", "torch.func.functionalize")  # fmt: skip
def transform(call: Call) -> Value:
    """A function that transforms another one."""
    return Partial(Library(f"{call.name}.transformed"), (call.receiver,), tuple(call.args.keywords.items()))


@handles("torch.vmap.transformed", "torch.func.vmap.transformed", "torch.func.functionalize.transformed")
def run_mapped(call: Call) -> Value:
    """Transparent: the function itself decides."""
    return call.host.call(call.receiver, Args(call.args.positional[1:]), call.place)


@handles(*(f"torch.func.{name}.transformed" for name in ("grad", "grad_and_value", "jacrev", "jacfwd", "hessian")))
def run_gradient(call: Call) -> Value:
    """In the graph of what the inputs require, plain for plain inputs."""
    host = call.host
    inputs = call.args.positional[1:]
    value = host.call(call.receiver, Args(inputs), call.place)
    source = flow(host.state, value)
    outer = flows(host.state, inputs)
    reached = source if outer.certain or source.certain else outer
    gradient = make(host, reached, call.place)
    return Tuple((gradient, value)) if "grad_and_value" in call.name else gradient


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
    named = {str(k.value): v for k, v in found.items.items() if isinstance(k, Literal)} if isinstance(found, Dict) else {}
    before = _swap(host, module, state, call.place)
    result = host.call(module, Args(args, named), call.place)
    for id, attrs in before.items():
        current = host.state.heap[id]
        assert isinstance(current, Instance)
        host.state.heap[id] = replace(current, attrs=attrs)
    return result


def _swap(host: Host, module: Ref, state: Value, place: Place) -> dict[int, dict[str, Value]]:
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


@handles("torch.autograd.functional.jacobian", "torch.autograd.functional.hessian", "torch.autograd.functional.vjp",
         "torch.autograd.functional.jvp", "torch.autograd.functional.hvp", "torch.autograd.functional.vhp")  # fmt: skip
def functional(call: Call) -> Value:
    """Plain unless `create_graph=True`."""
    host = call.host
    create = call.args.keywords.get("create_graph")
    wanted = create is not None and host.truth(create) is not False
    source = flows(host.state, call.args.positional[1:])
    one = make(host, source, call.place, Result(follows=wanted))
    if call.name.endswith(("jacobian", "hessian")):
        return one
    return Tuple((make(host, source, call.place, Result(follows=wanted)), one))


@handles("torch.compile", "torch.jit.script", "torch.jit.trace", "torch.jit.ignore", "torch.jit.export", "torch.jit.unused",
         "torch.compiler.disable", "torch._dynamo.disable", "torch.nn.DataParallel", "torch.nn.parallel.DistributedDataParallel",
         "torch.nn.parallel.DataParallel")  # fmt: skip
def wrapped(call: Call) -> Value:
    """What is wrapped behaves as before; used with keywords only it is a decorator."""
    if not call.args.positional:
        return Native("decorator", lambda host, args, place: args.positional[0] if args.positional else NONE)
    return call.receiver


@handles("torch.autograd.graph.save_on_cpu", "torch.autograd.graph.saved_tensors_hooks")
def graph_context(call: Call) -> Value:
    return call.host.new(Instance(Library("contextlib.nullcontext"), {}, place=call.place))

