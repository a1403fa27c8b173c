"""Grad modes: as context managers, decorators and plain calls."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.state import EITHER, OFF, ON
from gradsight.domain.values import Function, Plain, Switch, Value, literal
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles


def _switch(call: Call, switch: Switch) -> Value:
    """The mode as a value; called with a function (`@torch.no_grad` without parentheses) it decorates."""
    first = call.args.positional[0] if call.args.positional else None
    if isinstance(first, Function):
        return replace(first, switches=(*first.switches, switch))
    return switch


def _mode(call: Call) -> frozenset[bool]:
    flag = call.arg(0, "mode")
    truth = True if flag is None else call.host.truth(flag)
    return EITHER if truth is None else ON if truth else OFF


@handles("torch.no_grad", "torch.autograd.no_grad", "torch.autograd.grad_mode.no_grad")
def no_grad(call: Call) -> Value:
    return _switch(call, Switch(call.place, OFF, text="torch.no_grad()"))


@handles("torch.autograd.once_differentiable")
def once_differentiable(call: Call) -> Value:
    """The function, run unrecorded even where a graph of the gradients is made."""
    return _switch(call, Switch(call.place, OFF, text="once_differentiable"))


@handles("torch.enable_grad", "torch.autograd.enable_grad", "torch.autograd.grad_mode.enable_grad")
def enable_grad(call: Call) -> Value:
    return _switch(call, Switch(call.place, ON, text="torch.enable_grad()"))


@handles("torch.inference_mode", "torch.autograd.inference_mode", "torch.autograd.grad_mode.inference_mode")
def inference_mode(call: Call) -> Value:
    first = call.args.positional[0] if call.args.positional else None
    mode = ON if isinstance(first, Function) else _mode(call)
    return _switch(call, Switch(call.place, None, mode, text="torch.inference_mode()"))


@handles("torch.set_grad_enabled", "torch.autograd.set_grad_enabled", "torch.autograd.grad_mode.set_grad_enabled")
def set_grad_enabled(call: Call) -> Value:
    """Takes effect at once; as a context manager or decorator it restores the former mode."""
    before = call.host.state.mode
    switch = Switch(call.place, _mode(call), text=call.host.source(call.place))
    call.host.state.mode = before.switched(switch)
    return replace(switch, before=before)


@handles("torch._C._set_grad_enabled")
def set_raw(call: Call) -> Value:
    call.host.state.mode = call.host.state.mode.switched(Switch(call.place, _mode(call)))
    return Plain("object")


@handles("torch.is_grad_enabled")
def is_grad_enabled(call: Call) -> Value:
    grad = call.host.state.mode.grad
    return Plain("bool") if len(grad) > 1 else literal(True in grad)


@handles("torch.is_inference_mode_enabled")
def is_inference_mode_enabled(call: Call) -> Value:
    inference = call.host.state.mode.inference
    return Plain("bool") if len(inference) > 1 else literal(True in inference)


@handles("torch.autocast", "torch.amp.autocast", "torch.cuda.amp.autocast", "torch.cpu.amp.autocast", "torch.autograd.set_detect_anomaly",
         "torch.autograd.detect_anomaly", "torch.autograd.profiler.profile", "torch.profiler.profile",
         "torch.profiler.record_function", "torch.autograd.profiler.record_function", "torch.random.fork_rng",
         "torch.backends.cudnn.flags", "torch.device")  # fmt: skip
def no_influence(call: Call) -> Value:
    """These change nothing about requires_grad; as a decorator they return the function."""
    first = call.args.positional[0] if call.args.positional else None
    if call.name == "torch.device":
        return first if first is not None else Plain("str")
    return first if isinstance(first, Function) else Switch(call.place, text=call.name)
