"""Checkpointing and wrappers: library code that calls the program's code back."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

from gradsight.domain.flow import flow, flows, severed
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Instance, Tensor
from gradsight.domain.reach import unite_lost
from gradsight.domain.values import NONE, Library, Native, Tuple, Value
from gradsight.domain.why import Cut, Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.results import make


@handles("torch.utils.checkpoint.checkpoint", "torch.utils.checkpoint.checkpoint_sequential")
def checkpoint(call: Call) -> Value:
    """Not reentrant: a normal call. Reentrant, also by default: requires grad only if an input does.

    A reentrant one runs without grad first and with it during the backward, so what is seen inside is kept vague.
    """
    host = call.host
    function, inputs = call.receiver, call.args.positional[1:]
    keywords = {k: v for k, v in call.args.keywords.items() if k not in KEYWORDS}
    if call.name.endswith("sequential"):
        inputs = inputs[1:]
    flag = call.args.keywords.get("use_reentrant")
    reentrant = True if flag is None or flag == NONE else host.truth(flag)
    source = flows(host.state, inputs)
    saves, host.saves = host.saves, False
    with nullcontext() if reentrant is False else host.vaguely():
        result = host.call(function, Args(inputs, keywords), call.place)
    host.saves = saves
    if reentrant is False or source.certain:
        return result
    return _reentrant(host, result, bool(source.possible) or reentrant is None, call.place)


KEYWORDS = ("use_reentrant", "preserve_rng_state", "context_fn", "determinism_check", "debug", "segments")


def _reentrant(host: Host, result: Value, maybe: bool, place: Place) -> Value:
    if isinstance(result, Tuple):
        return Tuple(tuple(_reentrant(host, item, maybe, place) for item in result.items))
    source = flow(host.state, result)
    if maybe:
        return make(host, replace(source, certain=False), place)
    lost = unite_lost((source.lost, severed(host.state, source, Cut("checkpoint", place, host.source(place)))))
    why = Why(place, "a checkpoint whose inputs do not require grad", source.whys)
    return host.new(Tensor(Grad.CONSTANT, why, lost=lost))


@handles("torch.compile", "torch.jit.script", "torch.jit.trace", "torch.jit.ignore", "torch.jit.export", "torch.jit.unused",
         "torch.jit.script_method", "torch.jit.script_if_tracing", "torch.jit.freeze", "torch.compiler.disable",
         "torch._dynamo.disable")  # fmt: skip
def wrapped(call: Call) -> Value:
    """What is wrapped behaves as before; used with keywords only it is a decorator."""
    if not call.args.positional:
        return Native("decorator", lambda _, args, __: args.positional[0] if args.positional else NONE)
    return call.receiver


@handles("torch.jit.annotate")
def annotate(call: Call) -> Value:
    """The value that a type is declared for."""
    return call.arg(1, "the_value") or NONE


@handles("torch.autograd.graph.save_on_cpu", "torch.autograd.graph.saved_tensors_hooks")
def graph_context(call: Call) -> Value:
    return call.host.new(Instance(Library("contextlib.nullcontext"), {}, place=call.place))
