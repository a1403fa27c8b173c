"""No text makes `parse` raise, hang or lose its place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syntax_ast import leaves, nodes

from gradsight.syntax import Module, parse

ODD = [
    "",
    "\nclass A:x\n  x",
    " ",
    "\n",
    "\r",
    "\\",
    "\\\n",
    "\x00",
    "x = '\x00'\n",
    "x\x00 = 1\ny = 2",
    "\ufeff",
    "\ufeffx = 1",
    "\ufeff# c\r\nx = 1",
    "x = '\ud800'; y",
    "\udfff = 1\ny = 2\n",
    "# \ud800\nx",
    "e\u0301 = 1\n",
    "x = 1\u2028y = 2\x85z = 3\x0b\n",
    "\fx = 1\n",
    "if x:\n\f    y\n    z\n",
    "class A:\n\f    def f(self): pass\n\f\n    def g(self): pass\n",
    "    x = 1\n    y = 2\n",
    "    x = 1\ny = 2\n",
    "\tif x:\n\t\ty",
    "class A:\n    x\n  y\n        z\n",
    "try: a\nexcept (B, C) : d\n",
    ")",
    "}",
    "'",
    '"""',
    "f'{",
    "f'''{",
    "f'{{'",
    "f'{'{'}'",
    "t'{",
    "@",
    "else:",
    "class",
    "class A:",
    "class A:\n",
    "class A:\n  @",
    "@\n@\nclass A:\n  x",
    "match x:\n  y\n",
    "match x:\n  case",
    "if x:\n  case 1: y",
    "async",
    "x\r\ny\rz\n\rw",
]

ALPHABET = [
    *"xy=.,:;()[]{}'\"\\#@ \t\n\r\f\x00é𝐱\ud800",
    *(
        "'''",
        '"""',
        "f'",
        'f"{',
        "\n    ",
        "\n  ",
        "\r\n",
        "return ",
        "async ",
        "await ",
        "lambda ",
        "not ",
        "**",
        "...",
    ),
    *("\nif ", "\nelse:", "\nfor ", " in ", "\nmatch x:", "\n  case ", "\ntry:", "\nexcept ", "with "),
    *("\nclass A:", "\n    def f(self):", "\n@"),
]


def check(module: Module) -> None:
    """The blocks stand in order at their own text, and every range lies in its block."""
    source, position = module.text.source, 0
    for block in leaves(module.blocks):
        assert position <= block.start <= block.end <= len(source)
        assert source[block.start : block.end] == block.tree.text
        position = block.end
        assert all(0 <= start <= end <= len(block.tree.text) for start, end in block.tree.spans.values())
        assert not block.tree.losses or block.problem
        reached: list[object] = [*block.tree.body]
        while reached:
            node = reached.pop()
            reached += node.children  # type: ignore[attr-defined]
    assert all(0 <= problem.start <= problem.end <= len(source) for problem in module.problems)
    assert all(source[comment.start : comment.end] == comment.text for comment in module.comments)


@pytest.mark.parametrize("source", ODD)
def test_odd_texts(source: str) -> None:
    check(parse(source))


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(ALPHABET), max_size=40).map("".join))
def test_any_text(source: str) -> None:
    check(parse(source))


DEEP = {
    "parentheses": lambda n: "(" * n + "x" + ")" * n,
    "open parentheses": lambda n: "(" * n,
    "brackets": lambda n: "[" * n + "]" * n,
    "dicts": lambda n: "{1:" * n + "x" + "}" * n,
    "calls": lambda n: "f(" * n + "x" + ")" * n,
    "chained calls": lambda n: "x" + "()" * n,
    "attributes": lambda n: "x" + ".a" * n,
    "subscripts": lambda n: "x" + "[0]" * n,
    "sums": lambda n: "x" + "+x" * n,
    "sums of calls": lambda n: "f(a,b)" + "+f(a,b)" * n,
    "powers": lambda n: "x" + "**x" * n,
    "signs": lambda n: "-" * n + "x",
    "nots": lambda n: "not " * n + "x",
    "ands": lambda n: "x" + " and x" * n,
    "lambdas": lambda n: "lambda:" * n + "x",
    "conditions": lambda n: "x if y else " * n + "z",
    "walrus": lambda n: "(x:=" * n + "x" + ")" * n,
    "strings": lambda n: "''" * n,
    "formatted": lambda n: "f'{" * n,
    "formatted in formatted": lambda n: "f'{" * n + "x" + "}'" * n,
    "assignments": lambda n: "x=" * n + "1",
    "statements": lambda n: "x;" * n,
    "suites": lambda n: "".join(" " * depth + "if x:\n" for depth in range(min(n, 400))),
    "elifs": lambda n: "if x: pass\n" + "elif x: pass\n" * n,
    "decorators": lambda n: "@x\n" * n + "def f(): pass\n",
    "patterns": lambda n: "match x:\n case " + "(" * n + "x" + ")" * n + ": pass\n",
    "mappings": lambda n: "match x:\n case " + "{1:" * n + "x" + "}" * n + ": pass\n",
    "comparisons": lambda n: "x" + "<x" * n,
    "commas": lambda n: "x," * n,
    "open lines": lambda n: "(\n" * n,
    "open calls": lambda n: ("f(\n" + "x\n" * 20) * (n // 40),
    "backslashes": lambda n: "\\\n" * n,
    "classes": lambda n: "".join(" " * depth + "class A:\n" for depth in range(min(n, 400))),
    "quotes": lambda n: "'''x\n" * (n // 10),
}


SWALLOWING = ("backslashes",)


@pytest.mark.parametrize("kind", DEEP)
@pytest.mark.parametrize("size", [90, 4000])
def test_deep_texts(kind: str, size: int) -> None:
    """Deep nesting neither exhausts the stack nor takes long, and a line behind it keeps its tree."""
    source = f"before = 1\n{DEEP[kind](size)}\nafter = 2\n"
    started = time.process_time()
    module = parse(source)
    assert time.process_time() - started < 4
    check(module)
    texts = [block.tree.text for block in leaves(module.blocks)]
    assert texts[0] == "before = 1\n"
    assert texts[-1] == "after = 2\n" or kind in SWALLOWING


def test_ranges_of_nodes_are_those_of_the_text() -> None:
    for source in ODD:
        module = parse(source)
        assert all(start <= end for _, (start, end) in nodes(module))
