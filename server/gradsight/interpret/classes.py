"""Classes of the program: definition, inheritance, instances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import libcst as cst

from gradsight.domain.grad import Tri
from gradsight.domain.objects import MANY, Instance, Optimizer
from gradsight.domain.values import (
    ITSELF,
    Bound,
    Class,
    Function,
    Library,
    Literal,
    Native,
    Ref,
    Super,
    Unknown,
    Value,
    options,
)
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.forms import executes
from gradsight.interpret.frames import Frame
from gradsight.interpret.machine import Machine
from gradsight.interpret.variables import bind
from gradsight.knowledge.foreign import class_of, is_module_type, roles
from gradsight.knowledge.host import Args, Call
from gradsight.knowledge.python.names import known_library
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.distributions import distribution_attribute, is_distribution, parameters
from gradsight.knowledge.torch.layers import MODULES
from gradsight.knowledge.torch.modules import init_module, is_module_class
from gradsight.knowledge.torch.optimizers import init_optimizer, is_optimizer_class
from gradsight.knowledge.torch.unseen import unseen
from gradsight.meaning import Type


@executes(cst.ClassDef)
def define(machine: Machine, node: cst.ClassDef) -> None:
    define_class(machine, node, lambda: machine.body(node.body.body))


def define_class(machine: Machine, node: cst.ClassDef, run_body: Callable[[], None]) -> None:
    """Runs a class statement; `run_body` runs its members."""
    from gradsight.interpret.functions import decorate
    from gradsight.interpret.metaclasses import finish

    machine.frame.statement = machine.place(node)
    bases = tuple(machine.eval(base.value) for base in node.bases)
    keywords = {each.keyword.value: machine.eval(each.value) for each in node.keywords if each.keyword is not None}
    outer = machine.frame
    code = machine.code(node, outer.code.base, outer.code.spans)
    scope = machine.id()
    enclosing = machine.state.enclosing(outer.scope) if outer.is_class else outer.scope
    outer.captured = True
    machine.state.open(scope, enclosing)
    cls = Class(code, scope, node.name.value, bases)
    machine.state.names(scope)[ITSELF] = cls
    machine.frames.append(Frame(outer.code, scope, outer.function, is_class=True, captured=True))
    run_body()
    machine.frames.pop()
    machine.frame.statement = machine.place(node)
    made = finish(machine, cls, keywords, machine.place(node))
    bind(machine, node.name.value, decorate(machine, node.decorators, made))


def mro(machine: Machine, cls: Value) -> list[Value]:
    """The class and its bases, nearest first, each base after all its subclasses."""
    if not isinstance(cls, Class):
        return [cls]
    known = machine.mros.get(cls.scope)
    if known is None:
        order: list[Value] = []
        _collect(machine, cls, order)
        known = list(reversed(list(dict.fromkeys(reversed(order)))))
        machine.mros[cls.scope] = known
    return known


def _collect(machine: Machine, cls: Value, order: list[Value]) -> None:
    if len(order) > 200:
        return
    order.append(cls)
    if isinstance(cls, Class):
        for base in cls.bases:
            for option in options(base):
                _collect(machine, option, order)


def find(machine: Machine, cls: Value, name: str, after: int | None = None) -> Value | None:
    """A class attribute by method resolution order; with `after`, only beyond the class with that scope."""
    passed = after is None
    for each in mro(machine, cls):
        if isinstance(each, Class):
            if passed:
                value = machine.state.look(each.scope, name)
                if value is not None:
                    return value
            passed = passed or each.scope == after
    return None


def find_method(machine: Machine, cls: Value, name: str) -> Value | None:
    """A function that the class or a base of it in the program defines."""
    return find(machine, cls, name)


def library_base(machine: Machine, cls: Value) -> Value | None:
    """The nearest base that the program does not define."""
    return next((each for each in mro(machine, cls) if not isinstance(each, Class)), None)


def is_module(machine: Machine, cls: Value) -> bool:
    return _is_known_module(machine, cls) or _is_foreign_module(machine, cls)


def _is_known_module(machine: Machine, cls: Value) -> bool:
    return any(isinstance(each, Library) and is_module_class(each.name) for each in mro(machine, cls))


def _is_foreign_module(machine: Machine, cls: Value) -> bool:
    """Whether it derives from a class of another library, whose code is not read, that is a module."""
    return any(is_module_type(each) for each in _foreign(machine, cls))


def _foreign(machine: Machine, cls: Value) -> list[Type]:
    """The bases that other libraries define, as far as somebody has looked them up."""
    names = [each.name for each in mro(machine, cls) if isinstance(each, Library)]
    return [found for name in names if (found := class_of(machine, name)) is not None]


def opaque_base(machine: Machine, cls: Value) -> Value | None:
    """A base of which nothing is known."""
    return next((each for each in mro(machine, cls) if isinstance(each, Unknown)), None)


def is_subclass(machine: Machine, cls: Value, name: str) -> Tri:
    """Whether a class derives from the library class of that name."""
    names = [each.name for each in mro(machine, cls) if isinstance(each, Library)]
    if name in names or name == "builtins.object":
        return True
    if name == "torch.nn.Module" and is_module(machine, cls):
        return True
    if any(name in each.ancestry() or name in roles(each) for each in _foreign(machine, cls)):
        return True
    open_ended = opaque_base(machine, cls) is not None or not all(_is_told(machine, each) for each in names)
    return None if open_ended else False


def _is_told(machine: Machine, name: str) -> bool:
    """Whether all bases of a library class are known."""
    found = class_of(machine, name)
    return known_library(name) or (found is not None and found.whole)


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
        mine = _class_of(machine, option) if isinstance(option, Ref) else None
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
    certain = not _is_known_module(machine, cls) and _is_foreign_module(machine, cls)
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
    return isinstance(base, Unknown) or (isinstance(base, Library) and not _is_told(machine, base.name))


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


def own_super(machine: Machine, place: Place) -> Value:
    """`super()` without arguments."""
    frame = next((f for f in reversed(machine.frames) if f.function is not None and f.function.owner is not None), None)
    if frame is None or frame.function is None or frame.function.owner is None or frame.receiver is None:
        return Unknown(Why(place, "`super()` outside of a method"))
    return Super(frame.function.owner, frame.receiver)


def super_attribute(machine: Machine, value: Super, name: str, place: Place) -> Value:
    """`super().name`."""
    from gradsight.domain.values import Method
    from gradsight.interpret.metaclasses import of_type

    cls = _class_of(machine, value.receiver)
    if cls is None:
        return Unknown(Why(place, "the class of `self` is not known"))
    found = find(machine, cls, name, after=value.owner)
    if found is not None:
        if isinstance(found, Function) and found.flavour == "property":
            return machine.call(found, Args((value.receiver,)), place)
        plain = isinstance(found, Function) and (found.flavour == "staticmethod" or name == "__new__")
        return found if plain else Bound(value.receiver, found)
    inherited = of_type(machine, value, name)
    if inherited is not None:
        return inherited
    if name == "__new__" and isinstance(cls, Class) and made_by_object(machine, cls):
        return Library("builtins.object.__new__")
    me = machine.state.heap.get(value.receiver.id) if isinstance(value.receiver, Ref) else None
    if isinstance(me, Instance) and me.module and name == "__getattr__":
        return Native("Module.__getattr__", _registered, (value.receiver,))
    if isinstance(me, Instance) and not me.module:
        answer = distribution_attribute(machine, me, value.receiver, name, place)
        if answer is not None and not isinstance(answer, Method | Unknown):
            return answer
    return Method(value, name)


def _registered(machine: Machine, receiver: Value, args: Args, place: Place) -> Value:
    """What a module has registered under a name; an error where it has not."""
    me = machine.state.heap[receiver.id] if isinstance(receiver, Ref) else None
    name = args.positional[0] if args.positional else None
    if not isinstance(me, Instance) or not isinstance(name, Literal) or not isinstance(name.value, str):
        return Unknown(Why(place, "what is asked of the module is not known"))
    if name.value in me.registered and name.value in me.attrs and name.value not in me.unsure:
        return me.attrs[name.value]
    base = library_base(machine, me.cls)
    told = me.opaque is None and isinstance(base, Library) and base.name in MODULES
    if told and MANY not in me.attrs and name.value not in me.attrs:
        machine.fail()
    return Unknown(Why(place, f"`{name.value}` is not set in what was read"))


def _class_of(machine: Machine, value: Value) -> Value | None:
    if isinstance(value, Class):
        return value
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    return found.cls if isinstance(found, Instance | Optimizer) else None
