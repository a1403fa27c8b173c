"""What an annotation says of a value of which nothing else is known."""

from __future__ import annotations

import libcst as cst

from gradsight.domain.objects import Dict, Instance
from gradsight.domain.values import DATACLASS, Class, Library, Tuple, Unknown, Value, choice, literal
from gradsight.domain.why import Why
from gradsight.interpret.classes import find, is_module, mro
from gradsight.interpret.frames import Frame
from gradsight.interpret.machine import Machine
from gradsight.interpret.variables import CONSTANTS, lookup, typed_name
from gradsight.knowledge.foreign import of_name
from gradsight.knowledge.torch.unseen import unseen
from gradsight.knowledge.types import UNION, Part, Parts, typed
from gradsight.syntax import expression

DEEPEST = 4
"""Dataclasses in fields of dataclasses are not followed further."""


def declared(machine: Machine, annotation: cst.Annotation | None, text: str) -> Value:
    """A value of which only the annotation is known."""
    where = machine.place(annotation.annotation) if annotation is not None else machine.statement
    why = Why(where, text)
    if annotation is None:
        return Unknown(why)
    return _Reading(machine, why, 0).value(annotation.annotation)


class _Reading:
    """One annotation as it is read; `depth` counts the classes whose fields led to it."""

    def __init__(self, machine: Machine, why: Why, depth: int) -> None:
        self.machine, self.why, self.depth = machine, why, depth

    def value(self, node: cst.BaseExpression, many: bool = False) -> Value:
        """A value of that type; with `many`, one that stands for any number of such."""
        match node:
            case cst.SimpleString() | cst.ConcatenatedString():
                text = node.evaluated_value
                inner = expression(text) if isinstance(text, str) else None
                return Unknown(self.why) if inner is None else self.value(inner, many)
            case cst.BinaryOperation(operator=cst.BitOr()):
                return typed(self.machine, UNION, (self._part(node.left), self._part(node.right)), self.why, many)
            case cst.Subscript():
                return self._of_class(self._meaning(node.value), self._parts(node), many)
        return self._of_class(self._meaning(node), (), many)

    def _part(self, node: cst.BaseExpression) -> Part:
        return lambda many: self.value(node, many)

    def _parts(self, node: cst.Subscript) -> Parts:
        """The arguments of a type; what is no type, as the text of a shape, is never asked for its value."""
        indices = [element.slice.value for element in node.slice if isinstance(element.slice, cst.Index)]
        if len(indices) == 1 and isinstance(indices[0], cst.Tuple):
            indices = [element.value for element in indices[0].elements]
        return [None if isinstance(index, cst.Ellipsis) else self._part(index) for index in indices]

    def _meaning(self, node: cst.BaseExpression) -> Value:
        """What a dotted name means here. Names that are imported for type checking only count."""
        match node:
            case cst.Name(value=name):
                found = CONSTANTS.get(name) or typed_name(self.machine, name) or lookup(self.machine, name)
                return Unknown(self.why, name) if found is None else found
            case cst.Attribute():
                return self.machine.attribute(self._meaning(node.value), node.attr.value, self.why.place)
        return Unknown(self.why)

    def _of_class(self, cls: Value, parts: Parts, many: bool) -> Value:
        match cls:
            case Library(name):
                return of_name(self.machine, name, parts, self.why, many)
            case Class():
                return self._of_own_class(cls)
        return cls if cls == literal(None) else Unknown(self.why)

    def _of_own_class(self, cls: Class) -> Value:
        """An instance of a class of the program, or of one that derives from it: only what is declared of it holds."""
        if is_module(self.machine, cls):
            return unseen(self.machine, "torch.nn.Module", self.why)
        bases = [base.name for base in mro(self.machine, cls) if isinstance(base, Library)]
        as_tuple, as_dict = "typing.NamedTuple" in bases, "typing.TypedDict" in bases
        if not (as_tuple or as_dict or find(self.machine, cls, DATACLASS) is not None) or self.depth >= DEEPEST:
            return Unknown(self.why, cls.name)
        fields = self._fields(cls)
        if as_tuple:
            return Tuple(tuple(fields.values()), tuple(fields))
        if as_dict:
            return self.machine.new(Dict({literal(name): value for name, value in fields.items()}))
        return self.machine.new(Instance(cls, fields, opaque=self.why, place=self.why.place))

    def _fields(self, cls: Class) -> dict[str, Value]:
        from gradsight.interpret.dataclasses import all_fields

        machine, inner = self.machine, _Reading(self.machine, self.why, self.depth + 1)
        values: dict[str, Value] = {}
        for name, (code, annotation) in all_fields(machine, cls).items():
            machine.frames.append(Frame(code, cls.scope, statement=machine.statement))
            values[name] = inner.value(annotation.annotation)
            machine.frames.pop()
        return values


def implied(value: Value, default: Value | None) -> Value:
    """A declared value of a parameter whose default is None: `x: Tensor = None` may be None too."""
    return choice([value, literal(None)]) if default == literal(None) and not isinstance(value, Unknown) else value
