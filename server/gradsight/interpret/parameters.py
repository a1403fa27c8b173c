"""Binding arguments to parameters."""

from __future__ import annotations

import libcst as cst

from gradsight.domain.objects import Dict, Sequence
from gradsight.domain.values import Function, Plain, Tuple, Unknown, Value, choice, literal
from gradsight.domain.why import Why
from gradsight.interpret.annotations import declared, implied
from gradsight.interpret.frames import Code, Frame
from gradsight.interpret.machine import Machine
from gradsight.interpret.variables import bind
from gradsight.knowledge.host import Args

Defaults = tuple[tuple[str, Value], ...]


def defaults_of(machine: Machine, params: cst.Parameters) -> Defaults:
    """Default values by parameter name, evaluated now; annotations are evaluated too, as Python does."""
    found: list[tuple[str, Value]] = []
    for param in (*params.posonly_params, *params.params, *params.kwonly_params):
        if param.annotation is not None:
            machine.eval(param.annotation.annotation)
        if param.default is not None:
            found.append((param.name.value, machine.eval(param.default)))
    return tuple(found)


def bind_parameters(machine: Machine, node: cst.CSTNode, function: Function, args: Args) -> None:
    """Binds each parameter to its argument, default, or an unknown value with the reason."""
    assert isinstance(node, cst.FunctionDef | cst.Lambda)
    params = node.params
    keywords = dict(args.keywords)
    defaults = dict(function.defaults)
    positional = (*params.posonly_params, *params.params)
    for index, param in enumerate(positional):
        name = param.name.value
        value = args.positional[index] if index < len(args.positional) else keywords.pop(name, None)
        _bind(machine, param, _or_default(machine, param, value, args, defaults, function))
    _bind_star(machine, params, args.positional[len(positional) :], args)
    for param in params.kwonly_params:
        value = keywords.pop(param.name.value, None)
        _bind(machine, param, _or_default(machine, param, value, args, defaults, function))
    if params.star_kwarg is not None:
        items: dict[Value, Value] = {literal(name): value for name, value in keywords.items()}
        _bind(machine, params.star_kwarg, machine.new(Dict(items, args.more)))


def _bind_star(machine: Machine, params: cst.Parameters, rest: tuple[Value, ...], args: Args) -> None:
    if isinstance(params.star_arg, cst.Param):
        value = Tuple(rest) if args.more is None else machine.new(Sequence("tuple", rest, args.more))
        _bind(machine, params.star_arg, value)


def _bind(machine: Machine, param: cst.Param, value: Value) -> None:
    bind(machine, param.name.value, value)
    machine.record(param, value)


def _or_default(
    machine: Machine, param: cst.Param, value: Value | None, args: Args, defaults: dict[str, Value], function: Function
) -> Value:
    name = param.name.value
    if value is None:
        if args.more is not None:
            return choice([args.more, defaults[name]]) if name in defaults else args.more
        value = defaults.get(name)
    if value is None:
        value = declared(machine, param.annotation, f"argument `{name}` of `{function.name}`, which nothing here calls")
    return value


def open_arguments(machine: Machine, function: Function, node: cst.FunctionDef | cst.Lambda) -> Args:
    """Arguments of a call that is not seen: each as its annotation says, or unknown; a default need not be used."""
    assert isinstance(function.code, Code)
    machine.frames.append(Frame(function.code, function.scope, statement=function.code.place(node)))
    args = _open_arguments(machine, function, node)
    machine.frames.pop()
    return args


def _open_arguments(machine: Machine, function: Function, node: cst.FunctionDef | cst.Lambda) -> Args:
    params = node.params
    values: list[Value] = []
    for param in (*params.posonly_params, *params.params):
        text = f"argument `{param.name.value}` of `{function.name}`, which nothing here calls"
        values.append(_open(machine, param, dict(function.defaults).get(param.name.value), text))
    keywords = {
        param.name.value: _open(
            machine,
            param,
            dict(function.defaults).get(param.name.value),
            f"argument `{param.name.value}` of `{function.name}`, which nothing here calls",
        )
        for param in params.kwonly_params
    }
    more = Unknown(Why(machine.place(node), f"further arguments of `{function.name}`")) if _has_star(params) else None
    return Args(tuple(values), keywords, more)


def _has_star(params: cst.Parameters) -> bool:
    return isinstance(params.star_arg, cst.Param) or params.star_kwarg is not None


def _open(machine: Machine, param: cst.Param, default: Value | None, text: str) -> Value:
    value = declared(machine, param.annotation, text)
    if default is not None and isinstance(value, Unknown):
        return Plain("object") if not value.annotation and _is_setting(default) else value
    return implied(value, default)


def _is_setting(default: Value) -> bool:
    """Whether a default shows that the parameter is a setting: a number, a text, a flag."""
    from gradsight.domain.values import Literal

    return isinstance(default, Literal) and default.value is not None
