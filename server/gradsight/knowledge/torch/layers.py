"""The library's layers: their parameters, and what their `forward` returns."""

from __future__ import annotations

import re
from dataclasses import replace

from gradsight.domain.events import Made
from gradsight.domain.flow import Flow, flow, flows, of_tensor
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Instance, Sequence, Tensor
from gradsight.domain.reach import NO_LOSS, Reach
from gradsight.domain.values import NONE, Library, Literal, Native, Plain, Ref, Unknown, Value, choice, literal
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.apply import beside, certain_only, outputs
from gradsight.knowledge.torch.containers import CONTAINERS, fill_container, forward_container
from gradsight.knowledge.torch.curvature import bend_layer
from gradsight.knowledge.torch.dtypes import DEFAULT, dtype_named, dtype_of
from gradsight.knowledge.torch.flags import set_requires_grad
from gradsight.knowledge.torch.inference import saved_inference
from gradsight.knowledge.torch.layer_shapes import layer_shape
from gradsight.knowledge.torch.packing import like_input
from gradsight.knowledge.torch.parameters import WRAPPERS, opaque_of, parameters_of
from gradsight.knowledge.torch.results import Result, inference_of
from gradsight.knowledge.torch.sameness import is_same
from gradsight.knowledge.torch.saving import Saved, note_siblings, saved_by
from gradsight.knowledge.torch.table import Layer, canonical, layer
from gradsight.knowledge.torch.unseen import call_unseen, is_unseen


def is_layer(name: str) -> bool:
    """Whether it is a module class of torch."""
    return name in MODULES or name in CONTAINERS or layer(canonical(name)) is not None


MODULES = ("torch.nn.Module", "torch.jit.ScriptModule")
"""Base classes that bring nothing along but what every module has."""


def make_layer(host: Host, name: str, args: Args, place: Place) -> Value:
    """A new instance of a layer."""
    instance = host.new(Instance(Library(canonical(name)), {}, module=True, place=place))
    init_layer(host, instance, name, args, place)
    return instance


def init_layer(host: Host, instance: Ref, name: str, args: Args, place: Place) -> None:
    """Gives an instance what the layer's constructor makes."""
    name = canonical(name)
    if name in CONTAINERS:
        fill_container(host, instance, name, args, place)
        return
    found = layer(name)
    if found is None:
        return
    given = arguments(found, args)
    for attribute in parameter_names(found, given, host):
        _add(host, instance, attribute, "parameter", _parameter(host, attribute, given, place))
    for attribute in [name for name, condition in found.buffers if holds(condition, given, host)]:
        buffer = Tensor(Grad.CONSTANT, Why(place, f"a buffer of `{name}`"), device="cpu", name=attribute)
        _add(host, instance, attribute, "buffer", buffer)
    for attribute, kind in found.children:
        _register(host, instance, attribute, "module", _child(host, kind, given, place))
    current = host.state.heap[instance.id]
    assert isinstance(current, Instance)
    settings = {key: value for key, value in given.items() if key not in current.attrs}
    absent = {name: NONE for name, _ in found.parameters if name not in current.attrs and "*" not in name}
    host.state.heap[instance.id] = replace(current, attrs={**current.attrs, **settings, **absent})


def arguments(found: Layer, args: Args) -> dict[str, Value]:
    """Constructor arguments by name, defaults included."""
    given: dict[str, Value] = {name: _literal(value) for name, value in found.defaults.items()}
    given.update(zip(found.init, args.positional, strict=False))
    given.update(args.keywords)
    return given


def _literal(value: object) -> Value:
    return literal(value) if isinstance(value, str | int | float | bool | type(None)) else Plain("object")


def parameter_names(found: Layer, given: dict[str, Value], host: Host) -> list[str]:
    """The parameters that exist with these arguments; numbered ones one by one."""
    names: list[str] = []
    for name, condition in found.parameters:
        if holds(condition, given, host):
            names.extend(_numbered(name, given))
    return names


def _numbered(name: str, given: dict[str, Value]) -> list[str]:
    """`weight_ih_l*` of a recurrent layer stands for one of each layer and direction."""
    if "*" not in name:
        return [name]
    count = given.get("num_layers")
    number = count.value if isinstance(count, Literal) and isinstance(count.value, int) else 1
    directions = ("", "_reverse") if given.get("bidirectional") == literal(True) else ("",)
    return [name.replace("*", f"{index}{way}") for index in range(min(number, 12)) for way in directions]


def holds(condition: str, given: dict[str, Value], host: Host) -> bool:
    """Whether the constructor arguments make a part of the layer exist; where it is open, it does."""
    if "|" in condition:
        return any(holds(part, given, host) for part in condition.split("|"))
    return all(_option_holds(part, given, host) for part in condition.split(",") if part)


def _option_holds(option: str, given: dict[str, Value], host: Host) -> bool:
    value = given.get(option.removeprefix("!"))
    truth = False if value is None else host.truth(value)
    return truth is not True if option.startswith("!") else truth is not False


def _parameter(host: Host, name: str, given: dict[str, Value], place: Place) -> Tensor:
    dtype = dtype_named(given.get("dtype")) or DEFAULT
    return Tensor(Grad.LEAF, Why(place, f"a parameter of `{host.source(place)[:60]}`"), dtype=dtype, device="cpu",
                  parameter=True, statement=host.statement, name=name, flagged=place, inference=inference_of(host, None))  # fmt: skip


def _add(host: Host, instance: Ref, path: str, kind: str, tensor: Tensor) -> None:
    """Registers a tensor on an instance; a dotted path goes into a submodule."""
    head, _, rest = path.partition(".")
    found = host.state.heap[instance.id]
    assert isinstance(found, Instance)
    if rest:
        child = found.attrs.get(head)
        if not isinstance(child, Ref):
            child = host.new(Instance(Library("torch.nn.Module"), {}, module=True, place=found.place))
            _register(host, instance, head, "module", child)
        _add(host, child, rest, kind, tensor)
        return
    made = host.new(tensor)
    if tensor.parameter:
        host.log.add(Made(host.visit(tensor.why.place), made.id))
    _register(host, instance, head, kind, made)


def _register(host: Host, instance: Ref, name: str, kind: str, value: Value) -> None:
    found = host.state.heap[instance.id]
    assert isinstance(found, Instance)
    host.state.heap[instance.id] = replace(
        found, attrs={**found.attrs, name: value}, registered={**found.registered, name: kind}
    )


def _child(host: Host, kind: str, given: dict[str, Value], place: Place) -> Value:
    """A submodule of a layer; a list of layers holds copies of the layer that the constructor was given."""
    if kind != "torch.nn.ModuleList":
        return make_layer(host, kind, Args(), place)
    template = next((v for v in given.values() if _is_module(host, v)), None)
    count = given.get("num_layers")
    number = count.value if isinstance(count, Literal) and isinstance(count.value, int) else 1
    inner = template if template is not None else make_layer(host, _inner_layer(given), Args(), place)
    copies = [host.call(Library("copy.deepcopy"), Args((inner,)), place) for _ in range(min(number, 8))]
    members = host.new(Sequence("list", tuple(copies)))
    return make_layer(host, kind, Args((members,)), place)


def _inner_layer(given: dict[str, Value]) -> str:
    """What a stack is made of that was not given its layer."""
    return "torch.nn.TransformerDecoderLayer" if "decoder_layer" in given else "torch.nn.TransformerEncoderLayer" if (
        "encoder_layer" in given) else "torch.nn.Linear"  # fmt: skip


def _is_module(host: Host, value: Value) -> bool:
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    return isinstance(found, Instance) and found.module


@handles("torch.nn.Embedding.from_pretrained", "torch.nn.EmbeddingBag.from_pretrained")
def from_pretrained(call: Call) -> Value:
    """Frozen unless `freeze=False`."""
    freeze = call.arg(1, "freeze")
    frozen = True if freeze is None else call.host.truth(freeze)
    module = make_layer(call.host, call.name.rpartition(".")[0], Args(), call.place)
    assert isinstance(module, Ref)
    for _, id in parameters_of(call.host, module.id):
        set_requires_grad(call.host, Ref(id), None if frozen is None else not frozen, call.place)
    return module


def forward_layer(host: Host, module: Ref, name: str, args: Args, place: Place) -> Value:
    """What calling the layer returns."""
    if name in CONTAINERS:
        return forward_container(host, module, name, args, place)
    found = layer(name)
    instance = host.state.heap[module.id]
    assert isinstance(instance, Instance)
    if found is None or found.outputs == "?":
        return _unknown_forward(host, module, instance, args, place)
    return _forward(host, module, instance, found, args, place)


def _forward(host: Host, module: Ref, instance: Instance, found: Layer, args: Args, place: Place) -> Value:
    first = args.positional[0] if args.positional else next(iter(args.keywords.values()), NONE)
    if found.returns_self == "always" or (found.returns_self == "eval" and _switched_off(instance)):
        return first
    parameters = _read(host, module, instance, found, place)
    own = [(f"self.{path}", Ref(id)) for path, id in parameters]
    given = [*zip(found.forward, args.positional, strict=False), *args.keywords.items()]
    saved_inference(host, found.saves_for, [*given, *own], place)
    source = flows(host.state, _differentiable(found, args)).and_(parameter_flow(host, module, parameters))
    for name, value in given:
        if name not in found.differentiable:
            source = beside(host, source, certain_only(flow(host.state, value)), place)
    source = bend_layer(host, found.name, args, parameters, source)
    if found.inplace and _truthy(host, instance.attrs.get("inplace")):
        from gradsight.knowledge.torch.inplace import write

        write(host, first, source, place, Result(zero=found.zero, saved=_saved(host, parameters, found, args)))
        return first
    dtype = _dtype(host, module, first)
    same = is_same(host.state, found.name.rpartition(".")[2], {**instance.attrs, **dict(given)})
    shape = layer_shape(host.state, found.name, instance.attrs, args)
    saved = _saved(host, parameters, found, args)
    how = Result(zero=found.zero or same, cut="constant", dtype=dtype, shape=shape, saved=saved)
    result = outputs(host, _pattern(host, instance, found, args), found.fields, source, place, how)
    note_siblings(host, result)
    if found.returns_self == "eval" and instance.training is None:
        return choice([first, result])
    return like_input(host, found.name, first, result)


def _read(host: Host, module: Ref, instance: Instance, found: Layer, place: Place) -> Parameters:
    """The tensors that the layer computes with: its parameters, and what was put in the place of some of them."""
    computed: Parameters = []
    for name in dict.fromkeys(name for name, _ in found.parameters):
        value = instance.attrs.get(name)
        if isinstance(value, Native) and value.name == COMPUTED:
            value = host.call(value, Args(), place)
        if instance.registered.get(name) != "parameter" and isinstance(value, Ref):
            computed += [(name, value.id)] if host.state.tensor(value.id) is not None else []
    if not computed:
        return parameters_of(host, module.id)
    names = [name for name, _ in found.parameters]
    own = [(path, id) for path, id in parameters_of(host, module.id) if path in names or "." in path]
    return [*((path, id) for path, id in own if not path.startswith("parametrizations.")), *computed]


COMPUTED = "computed_weight"
"""The name of what computes the attribute of a module in place of a parameter."""


def _saved(host: Host, parameters: Parameters, found: Layer, args: Args) -> Saved:
    """What the layer's call saves of its inputs and parameters."""
    given = [*zip(found.forward, args.positional, strict=False), *args.keywords.items()]
    own = [(f"self.{NUMBERED.sub('_l*', path)}", Ref(id)) for path, id in parameters]
    return saved_by(host, found.saves_for, (*given, *own))


Parameters = list[tuple[str, int]]
"""Paths and ids."""
NUMBERED = re.compile(r"_l\d+(_reverse)?$")


def _differentiable(found: Layer, args: Args) -> list[Value]:
    """The arguments through which a gradient goes."""
    pairs = [*zip(found.forward, args.positional, strict=False), *args.keywords.items()]
    more = [args.more] if args.more is not None else []
    return [value for name, value in pairs if name in found.differentiable] + more


def _pattern(host: Host, instance: Instance, found: Layer, args: Args) -> str:
    """The outputs under the options of the constructor and of this call."""
    options_given = {**dict(instance.attrs), **args.keywords}
    for option, pattern in found.outputs_when:
        value = options_given.get(option.removeprefix("!"))
        truth = host.truth(value) if value is not None else False
        if value is not None and truth is (not option.startswith("!")):
            return pattern
    return found.outputs


def _dtype(host: Host, module: Ref, first: Value) -> str:
    names = {t.dtype for _, id in parameters_of(host, module.id) if (t := host.state.tensor(id)) is not None}
    given = dtype_of(host.state, first)
    if not names:
        return given if "float" in given else ""
    return names.pop() if len(names) == 1 else ""


def _switched_off(instance: Instance) -> bool:
    return instance.training is False or instance.attrs.get("p") in (literal(0), literal(0.0))


def _truthy(host: Host, value: Value | None) -> bool:
    return value is not None and host.truth(value) is True


def parameter_flow(host: Host, module: Ref, parameters: Parameters) -> Flow:
    """All parameters of a module together."""
    result = Flow(lost=NO_LOSS)
    for _, id in parameters:
        tensor = host.state.tensor(id)
        if tensor is not None:
            result = result.and_(of_tensor(tensor, id))
    if opaque_of(host, module.id):
        why = Why(host.statement, "the module may have parameters that are not seen")
        result = result.and_(Flow(True, False, Reach(hidden=True), NO_LOSS, (why,), why))
    return result


def _unknown_forward(host: Host, module: Ref, instance: Instance, args: Args, place: Place) -> Value:
    if instance.attrs.get("forward") is not None:
        return host.call(instance.attrs["forward"], args, place)
    if isinstance(instance.cls, Library) and instance.cls.name in WRAPPERS and "module" in instance.attrs:
        return host.call(instance.attrs["module"], args, place)
    if is_unseen(instance):
        return call_unseen(host, module, args, place)
    text = f"what `{host.source(place).split('(')[0]}` returns is not known"
    return Unknown(Why(place, text, () if instance.opaque is None else (instance.opaque,)), tainted=True)
