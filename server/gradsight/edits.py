"""Edits of the smallest piece of source that mends a finding; None where the source has not the form that is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as Many

import libcst as cst

from gradsight.findings import Edit, Place
from gradsight.locate import Found, every, locate, method
from gradsight.places import Places
from gradsight.syntax import Block, Module

Edits = tuple[Edit, ...]
SIMPLE = (cst.SimpleStatementLine,)


class Editor:
    """Edits of one module."""

    def __init__(self, places: Places, module: Module, path: str) -> None:
        self.real = places.real
        self.module, self.path = module, path
        self.source = module.text.source

    def at(self, place: Place) -> Found | None:
        return locate(self.module, self.real(place)) if place.path == self.path else None

    def text(self, place: Place) -> str:
        place = self.real(place)
        return self.source[place.start : place.end]

    def place(self, start: int, end: int) -> Place:
        return Place(self.path, start, end)

    def replace(self, place: Place, text: str) -> Edits:
        return (Edit(place, text),)

    def nn(self, name: str) -> str:
        """The name in `torch.nn` as this module spells it."""
        short = re.search(r"^\s*(from torch import .*\bnn\b|import torch\.nn as nn\b)", self.source, re.MULTILINE)
        return f"nn.{name}" if short else f"torch.nn.{name}"

    # Lines

    def line_start(self, offset: int) -> int:
        line, _ = self.module.text.position(offset)
        return self.module.text.offset(line, 0)

    def indent(self, offset: int) -> str | None:
        """The white space before the statement at `offset`; None if something else stands before it on its line."""
        before = self.source[self.line_start(offset) : offset]
        return before if not before.strip() else None

    def newline(self) -> str:
        match = re.search(r"\r\n|\n|\r", self.source)
        return match.group() if match else "\n"

    def line_end(self, offset: int) -> int:
        """The offset behind the line break of the line, or the end of the text."""
        match = re.compile(r"\r\n|\n|\r").search(self.source, offset)
        return match.end() if match else len(self.source)

    def own_line(self, place: Place) -> Found | None:
        """The statement at or around `place`, if it has its lines to itself."""
        found = self.at(place)
        line = found.nearest(*SIMPLE) if found else None
        if found is None or not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
            return None
        whole = found.place(line)
        return found if self.indent(whole.start) is not None else None

    def statement(self, place: Place) -> Place | None:
        """The range of the simple statement around `place` that has its lines to itself."""
        found = self.own_line(place)
        line = found.nearest(*SIMPLE) if found else None
        return found.place(line) if found and line is not None else None

    def last_in_method(self, place: Place, name: str) -> Place | None:
        """The last statement of a method of the class that a place is in."""
        found = method(self.module, self.real(place), name)
        node = found.node if found is not None else None
        if found is None or not isinstance(node, cst.FunctionDef) or not isinstance(node.body, cst.IndentedBlock):
            return None
        return found.place(node.body.body[-1])

    def same_block(self, one: Place, other: Place) -> bool:
        """Whether two statements stand in the same block."""
        blocks = [self._body(place) for place in (one, other)]
        return blocks[0] is not None and blocks[0] == blocks[1]

    def _body(self, place: Place) -> Place | None:
        """The range of the block that the statement stands in."""
        found = self.own_line(place)
        if found is None:
            return None
        inner = found.nearest(cst.IndentedBlock)
        return self.place(-1, -1) if inner is None else found.place(inner)

    def only_binding(self, place: Place, name: str) -> Place | None:
        """The one statement of the function, or of the module, around `place` that assigns the name."""
        found = self.at(place)
        function = next((n for n in reversed(found.around) if isinstance(n, cst.FunctionDef)), None) if found else None
        if found is not None and function is not None:
            bound = [found.place(node) for node in _assignments(function, name)]
        else:
            blocks = (block for block in self.module.blocks if isinstance(block, Block))
            trees = ((block, node) for block in blocks for node in block.tree.body)
            bound = [
                self.place(block.start + block.tree.spans[each][0], block.start + block.tree.spans[each][1])
                for block, node in trees
                for each in _assignments(node, name)
            ]
        return bound[0] if len(bound) == 1 else None

    def last_binding(self, place: Place, name: str) -> Place | None:
        """The last assignment of the name before `place` in the same function, if nothing goes around it on the way there."""
        here, place = self.at(self.real(place)), self.real(place)
        if here is None:
            return None
        found = [
            each
            for each in every(self.module, self.path, cst.Assign)
            if each.nearest(cst.FunctionDef) is here.nearest(cst.FunctionDef)
            and each.place(each.node).end <= place.start
            and isinstance(each.node, cst.Assign)
            and any(_binds(target.target, name) for target in each.node.targets)
        ]
        last = found[-1] if found else None
        block = (
            None if last is None else next((n for n in reversed(last.around) if isinstance(n, cst.IndentedBlock)), None)
        )
        return None if last is None or (block is not None and block not in here.around) else last.place(last.node)

    # Edits

    def insert_after(self, place: Place, code: str) -> Edits | None:
        """A new line after the statement."""
        whole = self.statement(place)
        return None if whole is None else self.insert_behind(whole, self.indent(whole.start) or "", [code])

    def insert_behind(self, whole: Place, indent: str, code: Many[str]) -> Edits:
        """New lines behind the last line of a statement, simple or not."""
        end = self.line_end(whole.end)
        text = "".join(f"{indent}{line}{self.newline()}" for line in code)
        if not self.source[whole.end : end].endswith(("\n", "\r")):
            text = self.newline() + text.rstrip("\r\n")
        return (Edit(self.place(end, end), text),)

    def move_after(self, place: Place, target: Place) -> Edits | None:
        """Takes the statement, with the comment behind it, to the line after another one of the same block."""
        whole, taken = self.statement(place), self.delete_line(place, comment=True)
        if whole is None or taken is None or not self.same_block(place, target):
            return None
        put = self.insert_after(target, self.source[whole.start : self.line_end(whole.end)].rstrip("\r\n"))
        return None if put is None else (*taken, *put)

    def delete_line(self, place: Place, comment: bool = False) -> Edits | None:
        """Takes the statement out, with the `comment` behind it or without; `pass` stays where it is alone in its block."""
        whole = self.statement(place)
        found = self.own_line(place)
        if whole is None or found is None:
            return None
        block = found.nearest(cst.IndentedBlock)
        if isinstance(block, cst.IndentedBlock) and len(block.body) == 1:
            return (Edit(whole, "pass"),)
        behind = self.source[whole.end : self.line_end(whole.end)]
        if behind.strip() and not comment:
            return (Edit(self.place(whole.start, whole.end + len(behind) - len(behind.lstrip())), ""),)
        return (Edit(self.place(self.line_start(whole.start), self.line_end(whole.end)), ""),)

    def without_access(self, place: Place) -> Edits | None:
        """`x.detach()`, `x.data`, `x.item()` become `x`."""
        found = self.at(place)
        if found is None:
            return None
        node = found.node.func if isinstance(found.node, cst.Call) else found.node
        if not isinstance(node, cst.Attribute):
            return None
        attribute = found.place(node)
        dot = self.source.rindex(".", attribute.start, attribute.end)
        return (Edit(self.place(len(self.source[:dot].rstrip()), self.real(place).end), ""),)

    def argument(self, place: Place) -> str | None:
        """The text of the only positional argument of the call at `place`."""
        found = self.at(place)
        if found is None or not isinstance(found.node, cst.Call):
            return None
        positional = [arg for arg in found.node.args if arg.keyword is None and not arg.star]
        return self.text(found.place(positional[0].value)) if len(positional) == 1 else None

    def unwrap(self, place: Place) -> Edits | None:
        """The only positional argument of the call at `place` in its stead, in parentheses where it needs them."""
        found, text = self.at(place), self.argument(place)
        if found is None or text is None or not isinstance(found.node, cst.Call):
            return None
        argument = next(arg.value for arg in found.node.args if arg.keyword is None and not arg.star)
        return self.replace(place, text if _stands_alone(argument, found) else f"({text})")

    def add_keyword(self, place: Place, keyword: str) -> Edits | None:
        """A further keyword argument at the end of a call."""
        found = self.at(place)
        if found is None or not isinstance(found.node, cst.Call):
            return None
        end = self.real(place).end - 1
        before = self.source[:end].rstrip()
        comma = "" if before.endswith(("(", ",")) else ", "
        separator = " " if before.endswith(",") else comma
        return (Edit(self.place(len(before), len(before)), separator + keyword),)

    def set_keyword(self, place: Place, name: str, value: str) -> Edits | None:
        """The keyword argument of a call with another value, or added to it."""
        found = self.at(place)
        if found is None or not isinstance(found.node, cst.Call):
            return None
        given = next((arg for arg in found.node.args if arg.keyword is not None and arg.keyword.value == name), None)
        if given is None:
            return self.add_keyword(place, f"{name}={value}")
        return self.replace(found.place(given.value), value)

    def without_keywords(self, place: Place, names: Many[str]) -> str | None:
        """The text of the call without some of its keyword arguments."""
        found = self.at(place)
        if found is None or not isinstance(found.node, cst.Call):
            return None
        kept = [arg for arg in found.node.args if arg.keyword is None or arg.keyword.value not in names]
        texts = [self._argument_text(found, arg) for arg in kept]
        return f"{self._callee(found, found.node)}({', '.join(texts)})"

    def _callee(self, found: Found, node: cst.Call) -> str:
        return self.source[found.place(node).start : found.place(node.func).end]

    def _argument_text(self, found: Found, arg: cst.Arg) -> str:
        value = self.text(found.place(arg.value))
        if arg.value.lpar and not isinstance(arg.value, cst.Tuple | cst.GeneratorExp):
            value = f"({value})"
        return f"{arg.keyword.value}={value}" if arg.keyword is not None else f"{arg.star}{value}"

    def wrap(self, place: Place, header: str) -> Edits | None:
        """Puts the statement into a new block."""
        whole = self.statement(place)
        if whole is None:
            return None
        indent = self.indent(whole.start) or ""
        unit = "\t" if "\t" in indent else "    "
        body = self.text(whole).replace(self.newline(), self.newline() + unit)
        return (Edit(whole, f"{header}{self.newline()}{indent}{unit}{body}"),)

    def delete_decorator(self, place: Place) -> Edits | None:
        """Takes the line of a decorator out."""
        place = self.real(place)
        start = self.line_start(place.start)
        if not re.fullmatch(r"\s*@\s*", self.source[start : place.start]):
            return None
        return (Edit(self.place(start, self.line_end(place.end)), ""),)

    def shrink_block(self, header: Place, first: Place) -> Edits | None:
        """Takes the last statements of a `with` block out of it, from the one at `first` on."""
        found, places, block = self.at(header), self.body(header), self.block(header)
        node = found.nearest(cst.With) if found else None
        if places is None or block is None or not isinstance(node, cst.With):
            return None
        index = next((i for i, p in enumerate(places) if p.start <= self.real(first).start < p.end), None)
        return None if index is None else self._outdent(block, places, index, len(node.items))

    def block(self, header: Place) -> Place | None:
        """The `with` statement whose header has `header` in it."""
        found = self.at(header)
        node = found.nearest(cst.With) if found else None
        return None if found is None or node is None else found.place(node)

    def body(self, header: Place) -> list[Place] | None:
        """The statements of that block, if they have lines of their own."""
        found = self.at(header)
        node = found.nearest(cst.With) if found else None
        if found is None or not isinstance(node, cst.With) or not isinstance(node.body, cst.IndentedBlock):
            return None
        return [found.place(statement) for statement in node.body.body]

    def _outdent(self, block: Place, places: list[Place], index: int, items: int) -> Edits | None:
        outer, inner = self.indent(block.start), self.indent(places[index].start)
        if outer is None or inner is None or not inner.startswith(outer):
            return None
        start, end = self.line_start(places[index].start), self.line_end(places[-1].end - 1)
        lines = self.source[start:end].splitlines(keepends=True)
        moved = "".join(line.replace(inner, outer, 1) if line.startswith(inner) else line for line in lines)
        if index > 0:
            return (Edit(self.place(start, end), moved),)
        return None if items > 1 else (Edit(self.place(self.line_start(block.start), end), moved),)


CLOSED = (cst.Name, cst.Call, cst.Attribute, cst.Subscript, cst.Float, cst.List, cst.Dict, cst.ListComp)
WHOLE = (cst.Assign, cst.AnnAssign, cst.AugAssign, cst.Return, cst.Expr, cst.Arg)


def _stands_alone(node: cst.BaseExpression, found: Found) -> bool:
    """Whether a piece of an expression means the same in the place of the found one without parentheses."""
    return isinstance(node, CLOSED) or (bool(found.around) and isinstance(found.around[-1], WHOLE))


def _assignments(node: cst.CSTNode, name: str) -> Iterator[cst.Assign]:
    """The assignments of a name under a node; those of functions within it are theirs."""
    if isinstance(node, cst.Assign) and any(_binds(target.target, name) for target in node.targets):
        yield node
    for child in node.children:
        if not isinstance(child, cst.FunctionDef | cst.ClassDef | cst.Lambda):
            yield from _assignments(child, name)


def _binds(target: cst.BaseExpression, name: str) -> bool:
    if isinstance(target, cst.Tuple | cst.List):
        return any(_binds(element.value, name) for element in target.elements)
    return isinstance(target, cst.Name) and target.value == name
