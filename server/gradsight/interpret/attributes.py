"""Reading attributes."""

from __future__ import annotations

from gradsight.domain.objects import Dict, Generator, Instance, Optimizer, Sequence, Tensor
from gradsight.domain.values import (
    NONE,
    Bound,
    Choice,
    Class,
    Function,
    Library,
    Literal,
    Method,
    Missing,
    Native,
    Partial,
    Plain,
    ProjectModule,
    Ref,
    Super,
    Switch,
    Tuple,
    Unknown,
    Value,
    choice,
    literal,
)
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret import descriptors, dispatching
from gradsight.interpret.classes import find
from gradsight.interpret.enums import attribute_of_plain
from gradsight.interpret.instances import made_by_object
from gradsight.interpret.machine import Machine
from gradsight.interpret.metaclasses import metaclass
from gradsight.interpret.modules import attribute as in_project
from gradsight.interpret.namespaces import namespace_method
from gradsight.interpret.patches import patched
from gradsight.interpret.supers import super_attribute
from gradsight.knowledge.dispatch import library_attribute
from gradsight.knowledge.foreign import declared, value_of
from gradsight.knowledge.host import Args
from gradsight.knowledge.python.stdlib import PARTIAL_METHOD
from gradsight.knowledge.registry import handler
from gradsight.knowledge.torch.attributes import tensor_attribute
from gradsight.knowledge.torch.distributions import distribution_attribute, normalized
from gradsight.knowledge.torch.grads import used
from gradsight.knowledge.torch.layers import COMPUTED, MODULES
from gradsight.knowledge.torch.modules import module_attribute


def get(machine: Machine, value: Value, name: str, place: Place) -> Value:
    """`value.name`."""
    match value:
        case Ref(id):
            return _of_object(machine, value, id, name, place)
        case Library(library) if name == "__name__" and library.rpartition(".")[2][:1].isupper():
            return literal(library.rpartition(".")[2])
        case Library(library) if (own := patched(machine, library, name)) is not None:
            return own
        case Library(library):
            found = library_attribute(library, name)
            return value_of(machine, found.name, place) if isinstance(found, Library) else found
        case Class():
            return _of_class(machine, value, name, place)
        case ProjectModule():
            return in_project(machine, value, name, place)
        case Super():
            return super_attribute(machine, value, name, place)
        case Choice(options=members):
            return _of_choice(machine, members, name, place)
        case Tuple(items=items, fields=fields):
            return items[fields.index(name)] if name in fields else _of_named_tuple(machine, value, name, place)
        case Missing():
            used(machine, value, place)
            return Unknown(Why(place, "this raises: `.grad` is None here"))
        case Method(name="__dict__"):
            return namespace_method(machine, value, name)
        case Literal() if (said := attribute_of_plain(value, name)) is not None:
            return said
        case Native() if (own := dispatching.attribute(value, name)) is not None:
            return own
        case Literal() | Native() | Switch():
            return Method(value, name)
        case Plain(kind="exception"):
            return Unknown(Why(place, "what an exception holds is not followed"), tainted=True)
        case Plain(kind=kind):
            return Method(value, name) if kind not in ("object", "ndarray") or name == "backward" else value
        case Function() | Bound() | Partial():
            return _of_function(machine, value, name, place)
        case Unknown(annotation=cls):
            said = declared(machine, value, cls, name, place) if cls else None
            return value if said is None else said
    return Method(value, name)


def _of_named_tuple(machine: Machine, value: Tuple, name: str, place: Place) -> Value:
    found = None if value.cls is None else find(machine, value.cls, name)
    if found is None or value.cls is None:
        return Method(value, name)
    if isinstance(found, Function) and found.flavour == "property":
        return machine.call(found, Args((value,)), place)
    return bound(value, value.cls, found)


def _of_choice(machine: Machine, members: tuple[Value, ...], name: str, place: Place) -> Value:
    """Of those that have it: reading it from None would raise."""
    with_it = [m for m in members if m != NONE and not isinstance(m, Missing)]
    return choice([get(machine, member, name, place) for member in with_it or members])


def _of_function(machine: Machine, value: Value, name: str, place: Place) -> Value:
    if name == "__call__":
        return value
    if isinstance(value, Bound):
        if name == "__self__":
            return value.receiver
        if name == "__func__":
            return value.function
        value = value.function
    if isinstance(value, Function):
        if value.flavour == "property" and name in ("setter", "deleter"):
            return Method(value, name)
        own = machine.state.look(value.scope, attribute_of(value, name))
        if own is not None:
            return own
    if name.startswith("__"):
        return Plain("str" if name in ("__name__", "__doc__", "__qualname__", "__module__") else "object")
    return Unknown(Why(place, f"`{name}` is not set in what was read"))


def attribute_of(function: Function, name: str) -> str:
    """Attributes of a function are kept beside it, in the scope that it was defined in."""
    return f"{function.name}.{name}"


def _of_class(machine: Machine, cls: Class, name: str, place: Place) -> Value:
    found = find(machine, cls, name)
    if found is None and name == "__new__" and made_by_object(machine, cls):
        return Library("builtins.object.__new__")
    if found is None:
        return _of_metaclass(machine, cls, name, place)
    described = descriptors.read(machine, found, NONE, cls, place)
    if described is not None:
        return described
    if isinstance(found, Function) and found.flavour == "classmethod":
        return Bound(cls, found)
    return found


def _of_metaclass(machine: Machine, cls: Class, name: str, place: Place) -> Value:
    meta = metaclass(machine, cls)
    found = None if meta is None else find(machine, meta, name)
    if isinstance(found, Function):
        return machine.call(found, Args((cls,)), place) if found.flavour == "property" else Bound(cls, found)
    return Method(cls, name) if found is None else found


def _of_object(machine: Machine, value: Ref, id: int, name: str, place: Place) -> Value:
    found = machine.state.heap[id]
    match found:
        case Tensor():
            return tensor_attribute(machine, value, name, place)
        case Instance():
            return _of_instance(machine, value, found, name, place)
        case Optimizer():
            return _of_optimizer(machine, value, found, name, place)
        case Sequence() | Dict() | Generator():
            return Method(value, name)


def _of_optimizer(machine: Machine, value: Ref, found: Optimizer, name: str, place: Place) -> Value:
    from_class = find(machine, found.cls, name)
    if isinstance(from_class, Function) and from_class.flavour == "property":
        return machine.call(from_class, Args((value,)), place)
    if name in found.attrs:
        return found.attrs[name]
    if from_class is not None:
        return bound(value, found.cls, from_class)
    if handler(f"Optimizer.{name}") is not None:
        return Method(value, name)
    return found.cls if name == "__class__" else Unknown(Why(place, f"`{name}` is not set in what was read"))


def _of_instance(machine: Machine, value: Ref, found: Instance, name: str, place: Place) -> Value:
    from_class = find(machine, found.cls, name)
    if isinstance(from_class, Function) and from_class.flavour == "property":
        return machine.call(from_class, Args((value,)), place)
    if descriptors.is_data(machine, from_class):
        return descriptors.read(machine, from_class, value, found.cls, place) or NONE
    own = found.attrs.get(name)
    if isinstance(own, Native) and own.name == COMPUTED:
        return machine.call(own, Args(), place)
    if own is not None and not normalized(machine, found, name):
        if name not in found.unsure or from_class is None:
            return own
    else:
        own = None
    if isinstance(from_class, Function) and from_class.flavour == "cached_property":
        result = machine.call(from_class, Args((value,)), place)
        machine.set_attribute(value, name, result if own is None else choice([own, result]), place)
        return machine.state.heap[value.id].attrs[name]  # type: ignore[union-attr]
    if from_class is not None:
        described = descriptors.read(machine, from_class, value, found.cls, place)
        inherited = bound(value, found.cls, from_class) if described is None else described
        return inherited if own is None else choice([own, inherited])
    if name == "__class__":
        return found.cls
    if name == "__call__" and found.module:
        return Partial(value, (), ())
    if name == "__dict__":
        return Method(value, name)
    if not found.module:
        answer = distribution_attribute(machine, found, value, name, place)
        if answer is not None:
            return answer
    if found.module:
        answer = module_attribute(machine, value, found, name, place)
        unset = isinstance(answer, Method) and handler(f"Module.{name}") is None
        hook = find(machine, found.cls, "__getattr__") if unset else None
        if hook is not None:
            return machine.call(Bound(value, hook), Args((literal(name),)), place)
        return Unknown(_unset(found, name, place)) if unset and _only_a_module(machine, found) else answer
    return _by_hook(machine, value, found, name, place)


def _by_hook(machine: Machine, value: Ref, found: Instance, name: str, place: Place) -> Value:
    hook = find(machine, found.cls, "__getattr__")
    if hook is not None:
        return machine.call(Bound(value, hook), Args((literal(name),)), place)
    if isinstance(found.cls, Library) or _library_method(found, machine):
        return Method(value, name)
    return Unknown(_unset(found, name, place))


def _unset(found: Instance, name: str, place: Place) -> Why:
    return found.opaque or Why(place, f"`{name}` is not set in what was read")


def _only_a_module(machine: Machine, found: Instance) -> bool:
    """Whether it has no methods but those of the program and of `nn.Module`."""
    base = machine.library_base(found.cls) if isinstance(found.cls, Class) else None
    return isinstance(base, Library) and base.name in MODULES


def _library_method(found: Instance, machine: Machine) -> bool:
    from gradsight.interpret.classes import library_base

    return isinstance(library_base(machine, found.cls), Library)


def bound(receiver: Value, cls: Value, found: Value) -> Value:
    """A class attribute as read from an instance."""
    if isinstance(found, Function):
        if found.flavour == "staticmethod":
            return found
        return Bound(cls if found.flavour == "classmethod" else receiver, found)
    if isinstance(found, Native) and found.name == dispatching.OF_METHOD:
        return Partial(found, (receiver,), ())
    if isinstance(found, Native) and found.name == PARTIAL_METHOD and isinstance(inner := found.bound[0], Partial):
        return Partial(bound(receiver, cls, inner.function), inner.args, inner.kwargs)
    return found
