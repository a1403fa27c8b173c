"""Objects of the program's classes: what calling a class gives."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Instance, Optimizer
from gradsight.domain.values import (
    Bound,
    Class,
    Function,
    Library,
    Ref,
    Unknown,
    Value,
    options,
)
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.classes import (
    class_of_object,
    find,
    find_method,
    is_foreign_module,
    is_known_module,
    is_module,
    is_told,
    library_base,
    mro,
    opaque_base,
)
from gradsight.interpret.machine import Machine
from gradsight.knowledge.effects import passed_to_unknown
from gradsight.knowledge.host import Args, Call
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.distributions import is_distribution, parameters
from gradsight.knowledge.torch.layers import MODULES
from gradsight.knowledge.torch.modules import init_module
from gradsight.knowledge.torch.optimizers import init_optimizer, is_optimizer_class
from gradsight.knowledge.torch.unseen import unseen
from gradsight.knowledge.types import PARAMETERS, TENSORS


def instantiate(machine: Machine, cls: Class, args: Args, place: Place) -> Value:
    """What calling a class gives: mostly a new instance, after its `__init__`."""
    from gradsight.interpret.metaclasses import metaclass

    meta = metaclass(machine, cls)
    call = None if meta is None else find(machine, meta, "__call__")
    if call is not None:
        return machine.call(Bound(cls, call), args, place)
    return instantiate_plainly(machine, cls, args, place)


def instantiate_plainly(machine: Machine, cls: Class, args: Args, place: Place) -> Value:
    """The same, whatever its metaclass says."""
    from gradsight.interpret.dataclasses import init_fields, named_tuple
    from gradsight.interpret.enums import member_of_value, members_of

    members = members_of(machine, cls)
    if members:
        asked = args.positional[0] if args.positional else Unknown(Why(place, "what is asked for is not known"))
        return member_of_value(machine, members, asked, place)
    made = named_tuple(machine, cls, args)
    if made is not None:
        return made
    if is_tensor_class(machine, cls):
        passed_to_unknown(machine, args, place)
        return own_tensor(cls, place)
    new = find_method(machine, cls, "__new__")
    if isinstance(new, Function) and made_by_object(machine, cls):
        return _made_by_new(machine, cls, new, args, place)
    instance = new_object(machine, cls, place)
    init = find_method(machine, cls, "__init__")
    if init is not None:
        machine.call(Bound(instance, init), args, place)
    elif not init_fields(machine, instance, cls, args, place):
        init_base(machine, instance, cls, args, place)
    return instance


BUFFERS = ("torch.nn.Buffer", "torch.nn.parameter.Buffer")


def is_tensor_class(machine: Machine, cls: Class) -> bool:
    """Whether a class of the program derives from one of torch's tensors."""
    return any(
        isinstance(each, Library) and each.name in (*TENSORS, *PARAMETERS, *BUFFERS) for each in mro(machine, cls)
    )


def own_tensor(cls: Class, place: Place) -> Unknown:
    """An object of such a class: what it does with gradients may be anything."""
    return Unknown(Why(place, f"`{cls.name}` is a tensor of the program's own"), tainted=True)


def made_by_object(machine: Machine, cls: Class) -> bool:
    """Whether it is `object.__new__` that makes the object in the end."""
    base = library_base(machine, cls)
    return base is None or (isinstance(base, Library) and base.name in (*MODULES, "builtins.object", *NO_OBJECTS))


NO_OBJECTS = ("abc.ABC", "typing.Generic", "typing.Protocol")
"""Library classes that bring nothing along."""


def _made_by_new(machine: Machine, cls: Class, new: Function, args: Args, place: Place) -> Value:
    """What `__new__` gives, after its `__init__` if it is an object of the class."""
    made = machine.call(new, args.with_first(cls), place)
    init = find_method(machine, cls, "__init__")

    def initialised(option: Value) -> Value:
        mine = class_of_object(machine, option) if isinstance(option, Ref) else None
        if init is not None and mine is not None and cls in mro(machine, mine):
            machine.call(Bound(option, init), args, place)
        return option

    return machine.each(options(made), initialised)


def new_object(machine: Machine, cls: Class, place: Place) -> Ref:
    """`object.__new__(cls)`."""
    opaque = opaque_base(machine, cls)
    return machine.new(bare(machine, cls, opaque.why if isinstance(opaque, Unknown) else None, place))


@handles("builtins.object.__new__")
def object_new(call: Call) -> Value:
    cls, machine = (*call.args.positional, None)[0], call.host
    if not isinstance(cls, Class) or not isinstance(machine, Machine):
        return call.unknown("the class is not known")
    return new_object(machine, cls, call.place)


def bare(machine: Machine, cls: Class, opaque: Why | None, place: Place) -> Instance | Optimizer:
    """An instance before its `__init__`."""
    base = library_base(machine, cls)
    if isinstance(base, Library) and is_optimizer_class(base.name):
        return Optimizer(cls, {}, place)
    certain = not is_known_module(machine, cls) and is_foreign_module(machine, cls)
    if certain or _may_be_module(machine, cls, base):
        inherited = opaque or Why(place, f"`{cls.name}` inherits from a class whose code is not read")
        found = machine.state.heap[unseen(machine, "", inherited, guessed=not certain).id]
        assert isinstance(found, Instance)
        return replace(found, cls=cls, place=place)
    return Instance(cls, {}, module=is_module(machine, cls), opaque=opaque, place=place)


def _may_be_module(machine: Machine, cls: Class, base: Value | None) -> bool:
    """Whether a class has a `forward` and a base that nothing is known of."""
    if is_module(machine, cls) or find(machine, cls, "forward") is None:
        return False
    return isinstance(base, Unknown) or (isinstance(base, Library) and not is_told(machine, base.name))


def init_base(machine: Machine, instance: Value, cls: Value, args: Args, place: Place) -> None:
    """`__init__` of the nearest base that a library defines."""
    base = library_base(machine, cls)
    if isinstance(base, Library) and isinstance(instance, Ref):
        if is_optimizer_class(base.name):
            init_optimizer(machine, instance, base.name, args, place)
        elif is_distribution(base.name):
            found = machine.state.heap[instance.id]
            assert isinstance(found, Instance)
            machine.state.heap[instance.id] = replace(found, attrs={**parameters(base.name, args), **found.attrs})
        else:
            init_module(machine, instance, base.name, args, place)
