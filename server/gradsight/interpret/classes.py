"""Classes of the program: definition and inheritance."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from gradsight.domain.grad import Tri
from gradsight.domain.objects import Instance, Optimizer
from gradsight.domain.values import (
    ITSELF,
    Class,
    Library,
    Ref,
    Unknown,
    Value,
    options,
)
from gradsight.interpret.forms import executes
from gradsight.interpret.frames import Frame
from gradsight.interpret.machine import Machine
from gradsight.interpret.variables import bind
from gradsight.knowledge.foreign import class_of, is_module_type, roles
from gradsight.knowledge.python.names import known_library
from gradsight.knowledge.torch.modules import is_module_class
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
    return is_known_module(machine, cls) or is_foreign_module(machine, cls)


def is_known_module(machine: Machine, cls: Value) -> bool:
    """Whether it derives from a module of torch."""
    return any(isinstance(each, Library) and is_module_class(each.name) for each in mro(machine, cls))


def is_foreign_module(machine: Machine, cls: Value) -> bool:
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
    open_ended = opaque_base(machine, cls) is not None or not all(is_told(machine, each) for each in names)
    return None if open_ended else False


def is_told(machine: Machine, name: str) -> bool:
    """Whether all bases of a library class are known."""
    found = class_of(machine, name)
    return known_library(name) or (found is not None and found.whole)


def class_of_object(machine: Machine, value: Value) -> Value | None:
    """The class of an object of the program; a class itself."""
    if isinstance(value, Class):
        return value
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    return found.cls if isinstance(found, Instance | Optimizer) else None
