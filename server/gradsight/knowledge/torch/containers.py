"""Containers of modules and parameters: Sequential, ModuleList, ModuleDict, ParameterList, ParameterDict."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from gradsight.domain.objects import MANY, Dict, Instance, Sequence, Tensor, is_summary
from gradsight.domain.values import (
    NONE,
    Class,
    Library,
    Literal,
    Plain,
    Ref,
    Slice,
    Tuple,
    Unknown,
    Value,
    choice,
    known_slice,
    literal,
    options,
)
from gradsight.domain.walk import refs
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host, Items
from gradsight.knowledge.registry import handles

CONTAINERS = tuple(
    f"torch.nn.{n}" for n in ("Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict")
)
ENOUGH = 2
"""Times that members which are not told apart are applied until nothing new comes out: what one makes goes into another."""
BY_KEY = ("torch.nn.ModuleDict", "torch.nn.ParameterDict")


def container_name(host: Host, found: Instance) -> str | None:
    """Which container an instance is, by itself or by inheritance."""
    base = host.library_base(found.cls) if isinstance(found.cls, Class) else found.cls
    return base.name if isinstance(base, Library) and base.name in CONTAINERS else None


def fill_container(host: Host, instance: Ref, name: str, args: Args, place: Place) -> None:
    """Registers what the constructor is given."""
    if name == "torch.nn.Sequential":
        single = args.positional[0] if len(args.positional) == 1 else None
        found = host.state.heap.get(single.id) if isinstance(single, Ref) else None
        if isinstance(found, Dict):
            _add_pairs(host, instance, found, place)
            return
        items = Items(args.positional, args.more, whole=args.whole)
    else:
        first = (
            args.positional[0] if args.positional else args.keywords.get("modules", args.keywords.get("values", NONE))
        )
        found = _mapping(host, first)
        if found is not None:
            _add_pairs(host, instance, found, place)
            return
        items = host.iterate(first) if first != NONE else Items()
    add(host, instance, items, place)


def add(host: Host, instance: Ref, items: Items, place: Place) -> None:
    """Registers each of what is iterated over: members of a list, pairs of a name and a member of a mapping."""
    found = host.state.heap[instance.id]
    assert isinstance(found, Instance)
    if container_name(host, found) not in BY_KEY:
        append(host, instance, items, place)
        return
    for pair in items.known:
        inside = host.iterate(pair).known
        if len(inside) == 2 and isinstance(inside[0], Literal):
            set_member(host, instance, str(inside[0].value), as_parameter(host, found, inside[1], place))
        else:
            set_member(host, instance, MANY, inside[1] if len(inside) == 2 else _of_pair(place))
    if items.rest is not None:
        inside = host.iterate(items.rest).known
        set_member(host, instance, MANY, inside[1] if len(inside) == 2 else _of_pair(place))


def _mapping(host: Host, value: Value) -> Dict | None:
    """A dict, or the members of a mapping of modules or parameters, by their keys."""
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Instance) and container_name(host, found) in BY_KEY:
        named: dict[Value, Value] = {
            literal(name): found.attrs[name] for name in member_names(host, found) if name != MANY
        }
        return Dict(named, found.attrs.get(MANY))
    return found if isinstance(found, Dict) else None


def _of_pair(place: Place) -> Value:
    return Unknown(Why(place, "the pair that holds it is not known"))


def _add_pairs(host: Host, instance: Ref, found: Dict, place: Place) -> None:
    record = host.state.heap[instance.id]
    assert isinstance(record, Instance)
    for key, value in found.items.items():
        if isinstance(key, Literal):
            set_member(host, instance, str(key.value), as_parameter(host, record, value, place))
    if found.rest is not None:
        set_member(host, instance, MANY, as_parameter(host, record, found.rest, place))


def append(host: Host, instance: Ref, items: Items, place: Place) -> None:
    """Adds members under the next numbers."""
    for value in items.known:
        found = host.state.heap[instance.id]
        assert isinstance(found, Instance)
        if MANY in found.registered:
            whole = found.whole and not any(is_summary(host.state.heap.get(id)) for id in refs(value))
            set_member(host, instance, MANY, choice([found.attrs[MANY], value]), whole)
        else:
            set_member(host, instance, str(len(member_names(host, found))), as_parameter(host, found, value, place))
    if items.rest is not None:
        found = host.state.heap[instance.id]
        assert isinstance(found, Instance)
        before = [found.attrs[MANY]] if MANY in found.attrs else []
        rest = as_parameter(host, found, items.rest, place)
        set_member(host, instance, MANY, choice([*before, rest]), items.whole and found.has_all and rest == items.rest)


def as_parameter(host: Host, found: Instance, value: Value, place: Place) -> Value:
    """ParameterList and ParameterDict turn plain tensors into parameters."""
    name = container_name(host, found) or ""
    tensor = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if "Parameter" in name and isinstance(tensor, Tensor) and not tensor.parameter:
        from gradsight.domain.grad import Grad

        fresh = Tensor(
            Grad.LEAF, Why(place, "a parameter of the list"), dtype=tensor.dtype, parameter=True, flagged=place
        )
        return host.new(fresh)
    return value


def set_member(host: Host, instance: Ref, name: str, value: Value, whole: bool = False) -> None:
    if name != MANY:
        host.set_attribute(instance, name, value, host.statement)
    found = host.state.heap[instance.id]
    assert isinstance(found, Instance)
    container = container_name(host, found) or ""
    kind = found.registered.get(name) or ("parameter" if "Parameter" in container else "module")
    attrs, registered = {**found.attrs, name: value}, {**found.registered, name: kind}
    host.state.heap[instance.id] = replace(found, attrs=attrs, registered=registered, whole=whole)


def member_names(host: Host, found: Instance) -> list[str]:
    """What the members are registered as, in order. A class of the program may have registered other things besides."""
    kind = "parameter" if "Parameter" in (container_name(host, found) or "") else "module"
    return [name for name, registered in found.registered.items() if registered == kind]


def members(host: Host, found: Instance) -> Items:
    """The members in order."""
    known = tuple(found.attrs[name] for name in member_names(host, found) if name != MANY)
    return Items(known, found.attrs.get(MANY), whole=found.whole)


def forward_container(host: Host, module: Ref, name: str, args: Args, place: Place) -> Value:
    """A Sequential passes its input from member to member; the others cannot be called."""
    found = host.state.heap[module.id]
    assert isinstance(found, Instance)
    if name != "torch.nn.Sequential":
        host.fail()
        return Unknown(Why(place, f"a `{name.rpartition('.')[2]}` cannot be called"))
    value = args.positional[0] if args.positional else next(iter(args.keywords.values()), NONE)
    some = False
    for name in member_names(host, found):
        if name == MANY:
            some = True
        else:
            value = host.call(found.attrs[name], Args((value,)), place)
        if some:
            value = _through_any(host, found.attrs[MANY], value, place)
    return value


def _through_any(host: Host, rest: Value, value: Value, place: Place) -> Value:
    """What comes out of any number of the members that are not told apart, none included."""
    for _ in range(ENOUGH):
        value = host.either(
            [partial(_itself, value), *(partial(host.call, each, Args((value,)), place) for each in options(rest))]
        )
    return value


def _itself(value: Value) -> Value:
    return value


def module_items(host: Host, found: Instance) -> Items | None:
    """What iterating over a container gives; None if the instance is no container."""
    name = container_name(host, found)
    if name is None:
        return None
    if name in BY_KEY:
        return Items(
            tuple(literal(key) for key in member_names(host, found) if key != MANY),
            Plain("str") if MANY in found.attrs else None,
        )
    return members(host, found)


def module_item(host: Host, found: Instance, index: Value) -> Value | None:
    """`container[index]`; None if the instance is no container."""
    if container_name(host, found) is None:
        return None
    items = members(host, found)
    match index:
        case Literal(int() as at) if items.rest is None and -len(items.known) <= at < len(items.known):
            return items.known[at]
        case Literal(str() as key) if key in found.attrs:
            return found.attrs[key]
        case Slice() if items.rest is None and (part := known_slice(index)) is not None:
            return _sliced(host, found, part)
    every = [*items.known, *(() if items.rest is None else (items.rest,))]
    return choice(every) if every else None


def _sliced(host: Host, found: Instance, part: slice) -> Value:
    """A part of a Sequential keeps the names of its members; a part of a list is numbered anew."""
    names = member_names(host, found)[part]
    keeps = container_name(host, found) == "torch.nn.Sequential"
    attrs = {name if keeps else str(i): found.attrs[name] for i, name in enumerate(names)}
    registered = dict.fromkeys(attrs, found.registered[names[0]] if names else "module")
    return host.new(replace(found, attrs=attrs, registered=registered))


def set_module_item(host: Host, module: Ref, index: Value, value: Value) -> bool:
    """`container[index] = value`; False if the instance is no container."""
    found = host.state.heap[module.id]
    assert isinstance(found, Instance)
    container = container_name(host, found)
    if container is None:
        return False
    names = member_names(host, found)
    new = as_parameter(host, found, value, host.statement)
    at = index.value if isinstance(index, Literal) else None
    if isinstance(at, str):
        set_member(host, module, at, new)
    elif isinstance(at, int) and MANY not in names:
        inside = container not in BY_KEY and -len(names) <= at < len(names)
        set_member(host, module, names[at] if inside else str(at), new)
    else:
        _set_any(host, module, names, new, container in BY_KEY)
    return True


def _set_any(host: Host, module: Ref, names: list[str], new: Value, by_key: bool) -> None:
    """Any member may have been replaced, or one added to a mapping."""
    for name in names:
        found = host.state.heap[module.id]
        assert isinstance(found, Instance)
        attrs = {**found.attrs, name: choice([found.attrs[name], new])}
        host.state.heap[module.id] = replace(found, attrs=attrs, whole=False)
    if by_key and MANY not in names:
        set_member(host, module, MANY, new)


@handles("Container.append", "Container.extend", "Container.update")
def grow(call: Call) -> Value:
    """`append`, `extend` of lists, `update` of dicts."""
    host, name = call.host, call.name.rpartition(".")[2]
    value = call.args.positional[-1] if len(call.args.positional) > 1 else NONE
    for id in call.receivers():
        given = _mapping(host, value)
        if given is not None:
            _add_pairs(host, Ref(id), given, call.place)
        else:
            add(host, Ref(id), Items((value,)) if name == "append" else host.iterate(value), call.place)
    return NONE if name == "update" else call.receiver


@handles("Container.keys", "Container.values", "Container.items")
def views(call: Call) -> Value:
    """The keys and members of a ModuleDict."""
    host, what = call.host, call.name.rpartition(".")[2]
    result: list[Value] = []
    rest: list[Value] = []
    for id in call.receivers():
        found = host.state.heap[id]
        assert isinstance(found, Instance)
        for name in member_names(host, found):
            key, member = (Plain("str") if name == MANY else literal(name)), found.attrs[name]
            item = {"keys": key, "values": member, "items": Tuple((key, member))}[what]
            (rest if name == MANY else result).append(item)
    return host.new(Sequence("list", tuple(result), choice(rest) if rest else None))
