"""Indexing, to read and to write."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from gradsight.domain.objects import Dict, Instance, Sequence, Tensor
from gradsight.domain.values import (
    NONE,
    Bound,
    Choice,
    Class,
    Library,
    Literal,
    Method,
    Missing,
    Plain,
    Ref,
    Slice,
    Tuple,
    Unknown,
    Value,
    choice,
    known_slice,
    literal,
    not_none,
    options,
)
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.enums import member_of_name, members_of
from gradsight.interpret.forms import evaluates
from gradsight.interpret.machine import Machine
from gradsight.interpret.namespaces import is_namespace, namespace_item, set_namespace_item
from gradsight.knowledge.host import Args
from gradsight.knowledge.python.containers import delete_from, sequence_item, set_sequence_item, set_slice
from gradsight.knowledge.python.dicts import dict_item, set_dict_item, without
from gradsight.knowledge.torch.containers import module_item, set_module_item
from gradsight.knowledge.torch.data import DATASETS, sample
from gradsight.knowledge.torch.grads import used
from gradsight.knowledge.torch.indexing import index_tensor, write_tensor
from gradsight.knowledge.torch.members import delete_member
from gradsight.knowledge.torch.unseen import any_part, is_unseen, loose_part, part


@evaluates(cst.Subscript)
def subscript(machine: Machine, node: cst.Subscript) -> Value:
    container = machine.eval(node.value)
    return get_item(machine, container, index_of(machine, node), machine.place(node))


def index_of(machine: Machine, node: cst.Subscript) -> Value:
    """The index as one value; several parts are a tuple, slices stay slices."""
    parts = [_part(machine, element.slice) for element in node.slice]
    if len(parts) == 1 and not _trailing_comma(node):
        return parts[0]
    return Tuple(tuple(parts))


def _trailing_comma(node: cst.Subscript) -> bool:
    return isinstance(node.slice[0].comma, cst.Comma)


def _part(machine: Machine, part: cst.BaseSlice) -> Value:
    if isinstance(part, cst.Slice):
        ends = [part.lower, part.upper, part.step]
        return Slice(tuple(NONE if end is None else machine.eval(end) for end in ends))
    assert isinstance(part, cst.Index)
    return machine.eval(part.value)


def get_item(machine: Machine, container: Value, index: Value, place: Place) -> Value:
    """`container[index]`."""
    match container:
        case Ref(id):
            return _object_item(machine, container, id, index, place)
        case Tuple():
            return _tuple_item(machine, container, index, place)
        case Choice():
            kept = options(not_none(container))
            return choice([get_item(machine, member, index, place) for member in kept])
        case Missing():
            used(machine, container, place)
            return Unknown(Why(place, "this raises: `.grad` is None here"))
        case Literal(str() as text):
            if isinstance(index, Literal) and isinstance(index.value, int) and -len(text) <= index.value < len(text):
                return literal(text[index.value])
            return Plain("str")
        case Plain():
            return container if container.kind in ("ndarray", "str") else replace(container, kind="object")
        case Class() if members := members_of(machine, container):
            return member_of_name(machine, container, members, index)
        case Class():
            return _class_item(machine, container, index, place)
        case Library():
            return container
        case Method(receiver, "__dict__"):
            return namespace_item(machine, receiver, index, place)
    return container if isinstance(container, Unknown) else Unknown(Why(place, "what is indexed is not followed"))


def _class_item(machine: Machine, cls: Class, index: Value, place: Place) -> Value:
    """What the class, or the class of the class, says that an item of it is; else it is the class with type arguments."""
    from gradsight.interpret.classes import find, find_method
    from gradsight.interpret.metaclasses import metaclass

    meta = metaclass(machine, cls)
    method = None if meta is None else find(machine, meta, "__getitem__")
    method = find_method(machine, cls, "__class_getitem__") if method is None else method
    return cls if method is None else machine.call(Bound(cls, method), Args((index,)), place)


def _tuple_item(machine: Machine, container: Tuple, index: Value, place: Place) -> Value:
    items = container.items
    match index:
        case Literal(int() as at) if -len(items) <= at < len(items):
            return items[at]
        case Slice() if (part := known_slice(index)) is not None:
            return Tuple(items[part])
    if isinstance(index, Slice):
        return machine.new(Sequence("tuple", (), choice(list(items)) if items else None))
    return choice(list(items)) if items else Unknown(Why(place, "the tuple is empty"))


def _object_item(machine: Machine, value: Ref, id: int, index: Value, place: Place) -> Value:
    found = machine.state.heap[id]
    match found:
        case Tensor(loose=True) if not isinstance(index, Tuple):
            return loose_part(machine, value, "an item of it", place)
        case Tensor():
            return index_tensor(machine, value, index, place)
        case Sequence():
            return sequence_item(machine, found, index)
        case Dict():
            return dict_item(machine, id, index, place)
        case Instance():
            item = module_item(machine, found, index)
            if item is not None:
                return item
            if isinstance(found.cls, Library) and found.cls.name in DATASETS:
                return sample(machine, found, place)
            if is_unseen(found):
                return _unseen_item(machine, value, found, index, place)
            return _special(machine, value, found, "__getitem__", (index,), place)
    return Unknown(Why(place, "what is indexed is not followed"))


def _unseen_item(machine: Machine, value: Ref, found: Instance, index: Value, place: Place) -> Value:
    """A member of a module whose code is not read, by its number or name."""
    if isinstance(index, Literal) and isinstance(index.value, int | str):
        name = str(index.value)
        return found.attrs[name] if name in found.attrs else part(machine, value, found, name, place)
    return any_part(machine, value.id, place)


def _special(machine: Machine, value: Ref, found: Instance, name: str, args: tuple[Value, ...], place: Place) -> Value:
    if isinstance(found.cls, Class):
        from gradsight.interpret.classes import find_method

        method = find_method(machine, found.cls, name)
        if method is not None:
            return machine.call(Bound(value, method), Args(args), place)
    return Unknown(found.opaque or Why(place, "what is indexed is not followed"))


def delete_item(machine: Machine, container: Value, index: Value) -> None:
    """`del container[index]`."""
    for option in options(container):
        if isinstance(option, Method) and is_namespace(option):
            set_namespace_item(
                machine, option.receiver, index, Unknown(Why(machine.statement, "it was deleted")), machine.statement
            )
        found = machine.state.heap.get(option.id) if isinstance(option, Ref) else None
        if isinstance(option, Ref) and isinstance(found, Dict):
            machine.state.heap[option.id] = without(machine, found, index)
        elif isinstance(option, Ref) and isinstance(found, Sequence):
            machine.state.heap[option.id] = delete_from(found, index)
        elif isinstance(option, Ref) and isinstance(found, Instance) and not delete_member(machine, option, index):
            _special(machine, option, found, "__delitem__", (index,), machine.statement)


def set_item(machine: Machine, container: Value, index: Value, value: Value, place: Place) -> None:
    """`container[index] = value`."""
    members = options(not_none(container))
    machine.each(members, lambda member: _set_item(machine, member, index, value, place))


def _set_item(machine: Machine, container: Value, index: Value, value: Value, place: Place) -> Value:
    found = machine.state.heap[container.id] if isinstance(container, Ref) else None
    if isinstance(container, Method) and is_namespace(container):
        set_namespace_item(machine, container.receiver, index, value, place)
    match found:
        case Tensor():
            write_tensor(machine, container, value, place)  # type: ignore[arg-type]
        case Sequence() if isinstance(index, Slice):
            machine.state.heap[container.id] = set_slice(found, index, machine.iterate(value))  # type: ignore[union-attr]
        case Sequence():
            machine.state.heap[container.id] = set_sequence_item(found, index, value)  # type: ignore[union-attr]
        case Dict():
            set_dict_item(machine, container.id, index, value)  # type: ignore[union-attr]
        case Instance():
            if is_unseen(found) and isinstance(index, Literal):
                machine.set_attribute(container, str(index.value), value, place)
            elif not set_module_item(machine, container, index, value):  # type: ignore[arg-type]
                _special(machine, container, found, "__setitem__", (index, value), place)  # type: ignore[arg-type]
    return NONE
