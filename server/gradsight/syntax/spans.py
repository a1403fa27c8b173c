"""Source ranges of libcst nodes, counted during one pass of libcst's own code generation.

A range is that of the node `ast` has for the same text: parentheses around an expression are left out, except those of
tuples and generators.
"""

from __future__ import annotations

from types import TracebackType

import libcst as cst
from libcst._nodes.internal import CodegenState

Span = tuple[int, int]
Spans = dict[cst.CSTNode, Span]


def spans_of(module: cst.Module, origin: int) -> tuple[Spans, str]:
    """The range of every statement, expression, parameter and clause, counted from `origin` in the module's text, and
    that text as libcst generates it."""
    counter = _Counter(module.default_indent, module.default_newline)
    counter.offset = -origin
    module._codegen_impl(counter)
    for parameter in counter.parameters:
        start = counter.spans[parameter.name][0]
        last = parameter.annotation or parameter.name
        counter.spans[parameter] = (start, counter.spans[last][1])
    return counter.spans, "".join(counter.tokens)


class _Counter(CodegenState):
    """Receives the generated tokens and keeps the offset behind the last one."""

    def __init__(self, default_indent: str, default_newline: str) -> None:
        super().__init__(default_indent, default_newline)
        self.offset = 0
        self.spans: Spans = {}
        self.parameters: list[cst.Param] = []

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.add_token(token)

    def add_token(self, value: str) -> None:
        self.tokens.append(value)
        self.offset += len(value)

    def record_syntactic_position(  # type: ignore[override]  # a generator for each node would double the cost
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> _Recording:
        return _Recording(self, node, start_node, end_node)

    def width(self, node: cst.CSTNode) -> int:
        """How many code points the node takes where it stands."""
        counter = _Counter(self.default_indent, self.default_newline)
        counter.indent_tokens = self.indent_tokens
        node._codegen(counter)
        return counter.offset


class _Recording:
    """Notes the range of the tokens that are generated while it is entered."""

    __slots__ = ("counter", "end_node", "node", "start", "start_node")

    def __init__(
        self, counter: _Counter, node: cst.CSTNode, start_node: cst.CSTNode | None, end_node: cst.CSTNode | None
    ) -> None:
        self.counter = counter
        self.node = node
        self.start_node = start_node
        self.end_node = end_node

    def __enter__(self) -> None:
        self.start = self.counter.offset

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        spans = self.counter.spans
        start = spans[self.start_node][0] if self.start_node in spans else self.start
        end = spans[self.end_node][1] if self.end_node in spans else self.counter.offset
        spans[self.node] = (start, end)
        adjust = _ADJUSTMENTS.get(type(self.node))
        if adjust is not None:
            adjust(self.counter, self.node, (start, end))


def _include_parentheses(counter: _Counter, node: cst.CSTNode, span: Span) -> None:
    assert isinstance(node, (cst.Tuple, cst.GeneratorExp))
    if node.lpar:
        counter.spans[node] = (span[0] - counter.width(node.lpar[-1]), span[1] + counter.width(node.rpar[0]))


def _sole_generator(counter: _Counter, node: cst.CSTNode, span: Span) -> None:
    """`f(x for x in y)`: the parentheses of the call are those of the generator."""
    assert isinstance(node, cst.Call)
    if len(node.args) == 1 and isinstance(node.args[0].value, cst.GeneratorExp) and not node.args[0].value.lpar:
        inner = counter.spans[node.args[0].value][0]
        counter.spans[node.args[0].value] = (inner - counter.width(node.whitespace_before_args) - 1, span[1])


def _subscript_element(counter: _Counter, node: cst.CSTNode, span: Span) -> None:
    """An index or slice owns no range in libcst; the white space at the edges of a slice belongs to its colons."""
    assert isinstance(node, cst.SubscriptElement)
    part, (start, end) = node.slice, span
    if isinstance(part, cst.Slice):
        if part.lower is None:
            start += counter.width(part.first_colon.whitespace_before)
        last = part.second_colon if isinstance(part.second_colon, cst.Colon) else part.first_colon
        if part.step is None and (last is part.second_colon or part.upper is None):
            end -= counter.width(last.whitespace_after)
    counter.spans[part] = counter.spans[node] = (start, end)


def _note_parameter(counter: _Counter, node: cst.CSTNode, _: Span) -> None:
    """The annotation is generated later, and the star is no part of the parameter's range."""
    assert isinstance(node, cst.Param)
    counter.parameters.append(node)


_ADJUSTMENTS = {
    cst.Tuple: _include_parentheses,
    cst.GeneratorExp: _include_parentheses,
    cst.Call: _sole_generator,
    cst.SubscriptElement: _subscript_element,
    cst.Param: _note_parameter,
}
