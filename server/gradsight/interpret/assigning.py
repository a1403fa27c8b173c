"""Assignment to names, attributes, items, and by unpacking."""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import replace

import libcst as cst

from gradsight.domain.events import Fault
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Instance, Sequence, Tensor
from gradsight.domain.values import Missing, Plain, Ref, Unknown, Value, choice, options
from gradsight.domain.why import Why
from gradsight.interpret.forms import evaluates, executes
from gradsight.interpret.iteration import iterate
from gradsight.interpret.machine import Machine
from gradsight.interpret.operators import combine, special
from gradsight.interpret.subscripts import delete_item, index_of, set_item
from gradsight.interpret.variables import bind, lookup, unbind
from gradsight.interpret.writing import delete
from gradsight.knowledge.host import Args, Items
from gradsight.knowledge.torch.apply import is_tensor
from gradsight.knowledge.torch.inplace import augmented
from gradsight.knowledge.torch.parameters import parameters_of


@executes(cst.Assign)
def assignment(machine: Machine, node: cst.Assign) -> None:
    machine.frame.statement = machine.place(node)
    value = machine.eval(node.value)
    for target in node.targets:
        assign(machine, target.target, value)


@executes(cst.AnnAssign)
def annotated(machine: Machine, node: cst.AnnAssign) -> None:
    machine.frame.statement = machine.place(node)
    machine.eval(node.annotation.annotation)
    if node.value is not None:
        assign(machine, node.target, machine.eval(node.value))
    if machine.frame.is_class and isinstance(node.target, cst.Name):
        from gradsight.interpret.dataclasses import add_field

        add_field(machine, node.target.value, node)


@evaluates(cst.NamedExpr)
def named(machine: Machine, node: cst.NamedExpr) -> Value:
    value = machine.eval(node.value)
    assert isinstance(node.target, cst.Name)
    name = node.target.value
    _give_name(machine, name, value)
    # In a comprehension the name belongs to the function around it.
    frame = next(frame for frame in reversed(machine.frames) if not frame.comprehension)
    machine.state.names(frame.outer_names.get(name, frame.scope))[name] = value
    machine.record(node.target, value)
    return value


def assign(machine: Machine, target: cst.CSTNode, value: Value) -> None:
    """Binds a target; each name in it is recorded as a fact."""
    match target:
        case cst.Name(value=name):
            _name(machine, target, name, value)
        case cst.Attribute(value=owner, attr=attr):
            _note_lost_leaf(machine, value)
            instance = machine.eval(owner)
            found = machine.state.heap.get(instance.id) if isinstance(instance, Ref) else None
            if isinstance(found, Instance) and not found.module:
                _give_name(machine, attr.value, value)
            machine.set_attribute(instance, attr.value, value, machine.place(target))
            machine.record(target, _read_back(machine, instance, target, value))
        case cst.Subscript(value=owner):
            container = machine.eval(owner)
            set_item(machine, container, index_of(machine, target), value, machine.place(target))
            if not is_tensor(machine.state, container):
                machine.record(target, value)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            unpack(machine, elements, iterate(machine, value), value)
        case cst.StarredElement(value=inner):
            assign(machine, inner, value)


def _read_back(machine: Machine, owner: Value, target: cst.Attribute, value: Value) -> Value:
    """What the target gives when it is read: `x.data` never requires grad, whatever was put there."""
    if target.attr.value != "data" or not is_tensor(machine.state, owner):
        return value
    return machine.attribute(owner, "data", machine.place(target))


def _name(machine: Machine, target: cst.CSTNode, name: str, value: Value) -> None:
    _note_rebinding(machine, name, value)
    _note_lost_leaf(machine, value)
    _give_name(machine, name, value)
    bind(machine, name, value)
    machine.record(target, value)


def _give_name(machine: Machine, name: str, value: Value) -> None:
    """The first name of a tensor is what messages call it; a module's parameters are called by their path in it."""
    if isinstance(value, Ref):
        found = machine.state.heap[value.id]
        if isinstance(found, Tensor) and not found.name:
            machine.state.heap[value.id] = replace(found, name=name)
            machine.log.names.setdefault(value.id, name)
        elif isinstance(found, Instance) and found.module:
            for path, id in parameters_of(machine, value.id):
                machine.log.names.setdefault(id, f"{name}.{path}")


def _note_lost_leaf(machine: Machine, value: Value) -> None:
    """`torch.ones(3, requires_grad=True) * 2`: the leaf has no name, and what has one is no leaf."""
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    if not isinstance(value, Ref) or not isinstance(found, Tensor) or found.states != Grad.TRACKED:
        return
    for id in found.reach.must:
        leaf = machine.state.tensor(id)
        if (
            leaf is not None
            and leaf.flagged
            and not leaf.name
            and leaf.statement == found.statement == machine.statement
        ):
            machine.state.heap[value.id] = replace(found, lost_leaf=leaf.flagged)


def _note_rebinding(machine: Machine, name: str, value: Value) -> None:
    """`w = w - lr * w.grad`, or a list of such: the name of a leaf now means the result of its update."""
    before = lookup(machine, name)
    if before is None or machine.statement not in machine.grad_reads.values():
        return
    for old, new in zip(_tensors(machine, before), _tensors(machine, value), strict=False):
        found = machine.state.tensor(new)
        read = machine.grad_reads.get(old) == machine.statement
        if read and found is not None and not found.states & Grad.LEAF and _updates(found, old):
            place = machine.statement
            machine.state.heap[new] = replace(found, rebound=place)
            machine.log.add(Fault(machine.visit(place), "rebound", found, frozenset({old}), name))


def _tensors(machine: Machine, value: Value) -> list[int]:
    """The tensors that a value is, or that a list of its holds, in order."""
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    items = found.items if isinstance(found, Sequence) else options(value)
    return [item.id for item in items if isinstance(item, Ref) and machine.state.tensor(item.id) is not None]


def _updates(new: Tensor, old: int) -> bool:
    return old in new.reach.may or old in new.lost


def unpack(machine: Machine, targets: Many[cst.BaseElement], items: Items, whole: Value) -> None:
    """Binds targets to the items of a value, a starred one to what the others leave."""
    star = next((i for i, target in enumerate(targets) if isinstance(target, cst.StarredElement)), None)
    items = _parted(machine, items, whole, len(targets) if star is None else star)
    after = 0 if star is None else len(targets) - star - 1
    for index, target in enumerate(targets):
        if star is not None and index == star:
            middle = items.known[star : len(items.known) - after] if items.rest is None else items.known[star:]
            assign(machine, target.value, machine.new(Sequence("list", middle, items.rest)))
        else:
            at = index if star is None or index < star else len(items.known) - (len(targets) - index)
            assign(machine, target.value, item_at(machine, items, at, whole, exact=star is None or index < star))


def _parted(machine: Machine, items: Items, whole: Value, count: int) -> Items:
    """The rows or parts of a tensor, which are views of their own: as many of them as there are targets."""
    source = machine.state.heap.get(whole.id) if isinstance(whole, Ref) else None
    part = machine.state.tensor(items.rest.id) if isinstance(items.rest, Ref) else None
    tuples = isinstance(source, Sequence) and source.kind == "tuple" and part is not None and part.base is not None
    if part is None or items.known or not (tuples or isinstance(source, Tensor)):
        return items
    return replace(items, known=tuple(machine.new(replace(part, summary=False)) for _ in range(count)))


def item_at(machine: Machine, items: Items, index: int, whole: Value, exact: bool = True) -> Value:
    """One item by its index, or what it may be."""
    if 0 <= index < len(items.known) and (exact or items.rest is None):
        return items.known[index]
    every = [*items.known, *(() if items.rest is None else (items.rest,))]
    if items.rest is not None and exact:
        return items.rest
    if every:
        return choice(every)
    return (
        whole if isinstance(whole, Unknown | Plain) else Unknown(Why(machine.statement, "there is nothing to unpack"))
    )


@executes(cst.AugAssign)
def augmented_assignment(machine: Machine, node: cst.AugAssign) -> None:
    machine.frame.statement = place = machine.place(node)
    name = AUGMENTED[type(node.operator)]
    target = node.target
    match target:
        case cst.Name(value=variable):
            before = lookup(machine, variable)
            before = (
                machine.unknown(target, f"`{variable}` is not defined in what was read") if before is None else before
            )
            value = _augment(machine, name, before, machine.eval(node.value), machine.place(node))
            if value is not before:
                _name(machine, target, variable, value)
            else:
                machine.record(target, value)
        case cst.Attribute(value=owner_node, attr=attr):
            owner = machine.eval(owner_node)
            before = machine.attribute(owner, attr.value, machine.place(target))
            value = _augment(machine, name, before, machine.eval(node.value), place)
            machine.set_attribute(owner, attr.value, value, machine.place(target))
            machine.record(target, _read_back(machine, owner, target, value))
        case cst.Subscript():
            from gradsight.interpret.subscripts import get_item

            container, index = machine.eval(target.value), index_of(machine, target)
            before = get_item(machine, container, index, machine.place(target))
            value = _augment(machine, name, before, machine.eval(node.value), place)
            set_item(machine, container, index, value, machine.place(target))


def _augment(machine: Machine, name: str, before: Value, operand: Value, place: object) -> Value:
    assert place is not None
    return machine.each(options(before), lambda option: _augment_one(machine, name, option, operand))


def _augment_one(machine: Machine, name: str, option: Value, operand: Value) -> Value:
    at = machine.statement
    own = special(machine, option, f"__i{name}__")
    if own is not None:
        return machine.call(own, Args((operand,)), at)
    changed = None if isinstance(option, Missing) else augmented(machine, name, option, operand, at)
    return combine(machine, name, option, operand, at) if changed is None else changed


AUGMENTED: dict[type[cst.CSTNode], str] = {
    cst.AddAssign: "add", cst.SubtractAssign: "sub", cst.MultiplyAssign: "mul", cst.DivideAssign: "truediv",
    cst.FloorDivideAssign: "floordiv", cst.ModuloAssign: "mod", cst.PowerAssign: "pow", cst.MatrixMultiplyAssign: "matmul",
    cst.BitAndAssign: "and", cst.BitOrAssign: "or", cst.BitXorAssign: "xor",
    cst.LeftShiftAssign: "lshift", cst.RightShiftAssign: "rshift",
}  # fmt: skip


@executes(cst.Del)
def deletion(machine: Machine, node: cst.Del) -> None:
    targets = node.target.elements if isinstance(node.target, cst.Tuple | cst.List) else (node,)
    for element in targets:
        target = element.target if isinstance(element, cst.Del) else element.value
        if isinstance(target, cst.Name):
            unbind(machine, target.value)
        elif isinstance(target, cst.Attribute):
            delete(machine, machine.eval(target.value), target.attr.value, machine.place(target))
        elif isinstance(target, cst.Subscript):
            delete_item(machine, machine.eval(target.value), index_of(machine, target))
