"""Writing and deleting attributes."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Instance, Optimizer, Tensor
from gradsight.domain.values import (
    NONE,
    Bound,
    Choice,
    Class,
    Function,
    Library,
    Missing,
    ProjectModule,
    Ref,
    Value,
    literal,
)
from gradsight.findings import Place
from gradsight.interpret import descriptors
from gradsight.interpret.attributes import attribute_of
from gradsight.interpret.classes import find
from gradsight.interpret.decorators import setter_of
from gradsight.interpret.machine import Machine
from gradsight.interpret.patches import patch
from gradsight.knowledge.host import Args
from gradsight.knowledge.torch.attributes import set_tensor_attribute
from gradsight.knowledge.torch.grads import used
from gradsight.knowledge.torch.modules import set_module_attribute


def put(machine: Machine, value: Value, name: str, new: Value, place: Place, plainly: bool = False) -> None:
    """`value.name = new`; `plainly`: whatever the `__setattr__` of its class does."""
    match value:
        case Choice(options=members):
            usable = [member for member in members if member != NONE and not isinstance(member, Missing)]
            machine.each(usable, lambda member: _put_option(machine, member, name, new, place, plainly))
        case Ref(id):
            _put_object(machine, value, id, name, new, place, plainly)
        case Class(scope=scope) | ProjectModule(scope=scope):
            machine.state.names(scope)[name] = new
        case Library():
            patch(machine, value, name, new)
        case Function(scope=scope):
            machine.state.names(scope)[attribute_of(value, name)] = new
        case Missing():
            used(machine, value, place)


def _put_option(machine: Machine, value: Value, name: str, new: Value, place: Place, plainly: bool) -> Value:
    put(machine, value, name, new, place, plainly)
    return NONE


def _put_object(machine: Machine, value: Ref, id: int, name: str, new: Value, place: Place, plainly: bool) -> None:
    found = machine.state.heap[id]
    if isinstance(found, Tensor):
        set_tensor_attribute(machine, value, name, new, place)
    elif isinstance(found, Optimizer):
        machine.state.heap[id] = replace(found, attrs={**found.attrs, name: new})
    elif isinstance(found, Instance):
        hook = None if plainly else find(machine, found.cls, "__setattr__")
        setter = find(machine, found.cls, setter_of(name))
        if isinstance(hook, Function):
            machine.call(Bound(value, hook), Args((literal(name), new)), place)
        elif setter is not None:
            machine.call(setter, Args((value, new)), place)
        elif descriptors.write(machine, find(machine, found.cls, name), value, new, place):
            return
        elif found.module:
            set_module_attribute(machine, value, name, new, place)
            after = machine.state.heap[id]
            if isinstance(after, Instance) and name in after.unsure:
                machine.state.heap[id] = replace(after, unsure=after.unsure - {name})
        else:
            unsure = found.unsure - {name}
            machine.state.heap[id] = replace(found, attrs={**found.attrs, name: new}, unsure=unsure)


def delete(machine: Machine, value: Value, name: str, place: Place) -> None:
    """`del value.name`; a tensor's own attributes, such as `.grad`, become None."""
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(value, Ref) and isinstance(found, Instance):
        attrs = {key: kept for key, kept in found.attrs.items() if key != name}
        registered = {key: kind for key, kind in found.registered.items() if key != name}
        machine.state.heap[value.id] = replace(found, attrs=attrs, registered=registered)
    elif isinstance(value, Class | ProjectModule):
        machine.state.names(value.scope).pop(name, None)
    else:
        put(machine, value, name, NONE, place)
