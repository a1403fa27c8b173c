"""Ranges of expressions equal those of `ast`, in large real files and in the corners of the grammar."""

from __future__ import annotations

import asyncio
import dataclasses
import io
import tokenize
import typing
from importlib.util import find_spec
from pathlib import Path

import libcst as cst
import pytest
from syntax_ast import differences, nodes, read

from gradsight.syntax import parse

TORCH = Path(str(find_spec("torch").origin)).parent  # type: ignore[union-attr]
REAL = {
    "torch.nn": [*sorted((TORCH / "nn" / "modules").rglob("*.py")), TORCH / "nn" / "functional.py"],
    "torch.optim": sorted((TORCH / "optim").rglob("*.py")),
    "torch.distributions": sorted((TORCH / "distributions").rglob("*.py")),
    "torch.functional": [TORCH / "functional.py", TORCH / "_tensor.py"],
    "asyncio": sorted(Path(asyncio.__file__).parent.rglob("*.py")),
    "stdlib": [Path(str(module.__file__)) for module in (typing, dataclasses, tokenize)],
}


@pytest.mark.parametrize("group", REAL)
def test_ranges_in_real_files(group: str, record_property: pytest.RecordProperty) -> None:
    compared = 0
    for path in REAL[group]:
        count, wrong = differences(read(path))
        assert not wrong, f"{path}: {wrong[:5]} and {len(wrong)} in all"
        compared += count
    record_property("ranges", compared)
    assert compared > 3_000


@pytest.mark.parametrize("group", ["torch.optim", "stdlib"])
def test_comments_in_real_files(group: str) -> None:
    for path in REAL[group]:
        source = read(path)
        module = parse(source)
        tokens = tokenize.generate_tokens(io.StringIO(source, newline="").readline)
        wanted = [(*token.start, token.string) for token in tokens if token.type == tokenize.COMMENT]
        found = [module.text.position(comment.start) for comment in module.comments]
        assert [
            (line + 1, column, comment.text) for (line, column), comment in zip(found, module.comments, strict=True)
        ] == wanted
        assert all(source[comment.start : comment.end] == comment.text for comment in module.comments)


CORNERS = [
    "(x)",
    "((x)).y",
    "(x, y)",
    "((x, y))",
    "( # (\n (x, y) # )\n )",
    "x = 1,",
    "x = 1, \n",
    "x = 1 ,  # c",
    "()",
    "(  )",
    "for x in 1, 2, : pass",
    "for x, in y: pass",
    "(yield)",
    "x = yield",
    "x = yield x, y",
    "x = (yield from (y))",
    "f(x for x in y)",
    "f ( # (\n x for x in y )",
    "f((x for x in y))",
    "f(((x for x in y)), z)",
    "(x for x in (y))",
    "f(*x, **y, z=(1))",
    "f(* (x), k = (y) , ** (z))",
    "x[a, b]",
    "x[a:b, (c)]",
    "x[ : ]",
    "x[a : ]",
    "x[ : : 2 ]",
    "x[(a):(b):(c)]",
    "x[::]",
    "x[a:b:]",
    "x[ # [\n a : # :\n ]",
    "x[(a, b)]",
    "x[a:b, ...]",
    "[*a, *(b)]",
    "a, *b = c",
    "{**a, 'b': (c)}",
    "{*a}",
    "lambda x, *y, z=(1), **k: (x)",
    "lambda: (yield)",
    "def f(a, /, b: (int), *c: d, e: (f) = (g), **h: i) -> (j): pass",
    "def f(a=1, *, b): pass",
    "async def f():\n  async with a as (b), c as d: await (x)\n  async for x in y: pass\n  return [z async for z in w]",
    "@ (f)\n@g.h(i)\nclass A(B, metaclass=(C)): x: int = (1)",
    "class A: pass",
    "class A(): 'doc'; x = (1)",
    "with (a as b, c as (d),): pass",
    "with (a): pass",
    "with (a, b): pass",
    "if (a): b; c\nelif (d) : e\nelse : f",
    "while (a): break\nelse: pass",
    "try: a\nexcept (B, C) : d\nexcept E as f: g\nelse: h\nfinally: i",
    "try: a\nexcept* B: c",
    "match (a), b:\n case [C(d, e=1), *_] if (f): g\n case {'h': -1, **i} | 'j' \"k\": l\n case m.n: pass",
    "not (x)",
    "- - x",
    "a if (b) else (c)",
    "(a) < (b) <= c not in d is not e",
    "a and (b or c) and d",
    "(a := b)",
    "x = y = (z)",
    "x += (y)",
    "x: (int) = (y)",
    "x.y: int",
    "del (a), b[c], (d, e)",
    "assert (a), (b)",
    "raise (a) from (b)",
    "global a; nonlocal_ = 1",
    "import a.b as c, d",
    "from .a import (b as c, d)",
    "'a' \"b\" '''c\nd'''",
    "('a'\n 'b')",
    "f'a{b}' 'c'",
    "f'{a!r:>{b}} {c=}'",
    "1 + 2j - 0x_ff ** -1.5e3",
    "...",
    "x = '\\\n'\ny",
    "x = 1 + \\\n  (y)\nz",
    "a;b;  c ;",
    "if x:\n\ty\n\tif z:\n\t\tw\n",
    "if x:\r\n  y\r\n  '''a\r\nb'''\r\nz",
    "if x:\r  y\rz",
    "\f\nx\n\fy\ndef f():\n  a\n\f\n  b\n",
    "é = 'ü𝐱'; 𝐱 = é # 𝐱\nz(é, '𝐱', y)",
    "x = 'e\u0301'; y",
    "class A:\n  '''d\n'''\n  def f(self): return (1,\n2)\n\n  class B:\n    x = (1)\n",
    "class A:\n\n  # c\n  @property  # d\n  # e\n  def f(self): pass\n# f\n  x = 1\n",
    "if x: pass\n  # c\n# d\nelse: y",
    "x = 0if y else 1",
    "print(*(a), sep='')",
    "x = [\n1,\n]; y",
    "x = (a.\n b. # c\n  d)",
    "def f(\n  a,  # type: int\n):\n  # type: (...) -> int\n  return a  # type: ignore\n",
]


@pytest.mark.parametrize("source", CORNERS)
def test_ranges_in_corners(source: str) -> None:
    compared, wrong = differences(source)
    assert not wrong
    assert compared


NEWER = [
    "def f[T: (int), *U, **P](x: T) -> T: pass",
    "def f[T = int](x: T): pass",
    "class A[T](B[T]):\n  def f(self): return x.y",
    "type X[T] = dict[str, (T)]",
    "try: a\nexcept B, C: d",
    "x = t'a{b + 1}c'; y.z",
    "f'{a['b']}' + c",
    "f'{\n  a  # }\n}' + c",
    "f'''{\na + '''b'''}''' + c",
    'f"{f"{f"{1+1}"}"}" + c',
    "x[*a]",
    "with (a as b, c as d): pass",
]


@pytest.mark.parametrize("source", NEWER)
def test_ranges_in_newer_syntax(source: str) -> None:
    """`ast` of the oldest supported Python does not know these, so each range must hold the text of its node."""
    module = parse(source)
    assert not module.problems
    places = [(node, span) for node, span in nodes(module) if isinstance(node, cst.BaseExpression)]
    for node, (start, end) in places:
        bare = node if isinstance(node, cst.Tuple | cst.GeneratorExp) else node.with_changes(lpar=(), rpar=())
        assert source[start:end] == cst.Module(()).code_for_node(bare)
    assert places


def test_known_difference() -> None:
    """libcst refuses a parenthesised target of an annotation, which Python allows; the line counts as unknown code."""
    assert [problem.message for problem in parse("(x): int = 1\ny = 2\n").problems] == ["this cannot be parsed"]
