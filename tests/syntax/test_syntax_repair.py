"""A half-typed line loses itself alone: all other lines keep their nodes and exact ranges."""

from __future__ import annotations

import libcst as cst
import pytest
from syntax_ast import leaves, nodes

from gradsight.syntax import UNKNOWN, Block, ClassBlock, Module, parse

BEFORE = "import torch\n\n\ndef first(x):\n    return x.a\n\n\n"
AROUND = """class Net:
    size = 3

    def forward(self, x):
        a = self.b(x)
        {}
        c = (a.d, 1)
        return c

    def after(self):
        return self.e


last = f(g)
"""

LINES = [
    "x.",
    "x.y.",
    "foo(",
    "foo(a,",
    "foo(a, b=",
    "print(f(1)",
    "foo)",
    "x[",
    "x[1:",
    "x = [1, 2",
    "x = {",
    "x = {'a': ",
    "y = ",
    "y +=",
    "y: ",
    "a b",
    '"abc',
    "y = 'abc",
    "y = f(a, 'b",
    "y = '''abc",
    'y = """',
    'f"{x',
    "f'{x.y",
    "return (",
    "return x.",
    "yield x.",
    "lambda",
    "import",
    "import a.",
    "from a import",
    "from a import (b,",
    "assert",
    "del",
    "global",
    "not",
    "await",
    "async",
    "x if",
    "x if y else",
    "*",
    "$",
    "?",
    "!x",
    "é.",
    "else:",
    "elif x:",
    "except ValueError:",
    "finally:",
    "case 1:",
    "match x:",
    "match x",
    "@",
    "@torch.no_grad(",
    "for",
    "for x",
    "for x in",
    "for x in y",
    "for x in y:",
    "for x in range(",
    "while",
    "while x.",
    "if",
    "if x.",
    "if x >",
    "if x == (",
    "if x:",
    "with",
    "with torch.no_grad(",
    "with torch.no_grad():",
    "with a as",
    "try",
    "try:",
    "def",
    "def g",
    "def g(",
    "def g(a, b",
    "def g(a, b):",
    "def g(a: ",
    "async def",
    "async def g(",
    "async for x in",
    "class",
    "class A",
    "class A(",
    "class A(nn.",
    "class A(nn.Module):",
    "if x: foo(",
    "x = 1 if y else (2; z = 3",
    "x = )",
    "    indented = 1",
    "if x:  # why",
]


def expressions(module: Module) -> set[tuple[str, int, int]]:
    """The kind and place of every expression that the module has and the user wrote."""
    return {
        (type(node).__name__, start, end)
        for node, (start, end) in nodes(module)
        if isinstance(node, cst.BaseExpression) and not (isinstance(node, cst.Name) and node.value == UNKNOWN)
    }


def trees(module: Module) -> list[object]:
    return [block.tree for block in leaves(module.blocks)]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_half_typed_line_loses_itself_alone(line: str, newline: str) -> None:
    source = (BEFORE + AROUND).replace("{}", line).replace("\n", newline)
    whole = (BEFORE + AROUND).replace("{}", " " * len(line)).replace("\n", newline)
    start = (BEFORE + AROUND).replace("\n", newline).index("{}")
    end = start + len(line)
    module, other = parse(source), parse(whole)
    assert module.problems
    assert all(start <= problem.start < problem.end <= end for problem in module.problems)
    assert {place for place in expressions(module) if not start <= place[1] <= end} == expressions(other)
    unchanged = [mine is theirs for mine, theirs in zip(trees(module), trees(other), strict=True)]
    assert unchanged.count(False) == 1


PLACES = ["class Net:", "    def forward", "    def after", "last = ", "import torch", "        return c"]


@pytest.mark.parametrize("line", [*LINES, "x = '''abc", 'x = """abc'])
@pytest.mark.parametrize("place", PLACES)
def test_half_typed_lines_everywhere(line: str, place: str) -> None:
    """Wherever it stands, blocks that it does not touch keep their trees. A decorator belongs to what follows."""
    whole = BEFORE + AROUND.replace("        {}\n", "")
    indent = place[: len(place) - len(place.lstrip())]
    source = whole.replace(place, f"{indent}{line.strip()}\n{place}", 1)
    at = whole.index(place)
    lost = [block for block in leaves(parse(whole).blocks) if block.tree not in trees(parse(source))]
    touched = [block for block in lost if block.start <= at < block.end]
    assert lost == touched
    assert len(lost) <= (place.startswith("        ") or line.startswith("@"))


REPAIRED = [
    ("def f():\n  x.\n", "def f():\n  pass\n", ["x."], "x"),
    ("for x in\n  y = x\n", f"for x in {UNKNOWN}:\n  y = x\n", ["for x in"], "x"),
    ("for x in y\n  z\n", "for x in y:\n  z\n", ["for x in y"], "x y"),
    ("while x.\n  z\n", f"while x. {UNKNOWN}:\n  z\n", ["while x."], "x"),
    ("if\n  z\n", f"if {UNKNOWN}:\n  z\n", ["if"], ""),
    ("if a b:\n  z\nelse:\n  w\n", f"if {UNKNOWN}:\n  z\nelse:\n  w\n", ["if a b:"], "a b"),
    ("if a:\n  z\nelif\n  w\n", f"if a:\n  z\nelif {UNKNOWN}:\n  w\n", ["elif"], ""),
    ("if a:\n  z\nelse\n  w\n", "if a:\n  z\nelse:\n  w\n", ["else"], ""),
    (
        "with torch.no_grad(\n  z = 1\n  w\n",
        "with torch.no_grad():\n  z = 1\n  w\n",
        ["with torch.no_grad("],
        "torch no_grad",
    ),
    ("with a as\n  z\n", f"with a as {UNKNOWN}:\n  z\n", ["with a as"], "a"),
    ("def g(self, a\n  return a\n", "def g(self, a):\n  return a\n", ["def g(self, a"], "g self a"),
    ("def g(self, a:\n  return a\n", f"def g(self, a: {UNKNOWN}):\n  return a\n", ["def g(self, a:"], "g self a"),
    ("def g\n  return 1\n", "def g():\n  return 1\n", ["def g"], "g"),
    ("def\n  return 1\n", f"def {UNKNOWN}(*{UNKNOWN}, **{UNKNOWN}):\n  return 1\n", ["def"], ""),
    ("async def g(\n  return 1\n", "async def g():\n  return 1\n", ["async def g("], "g"),
    ("@a.\ndef g():\n  return 1\n", f"@a. {UNKNOWN}\ndef g():\n  return 1\n", ["@a."], "a"),
    ("@a\nx = 1\n", "pass\nx = 1\n", ["@a"], "a"),
    ("try:\n  a\nb\n", "try:\n  a\nfinally: pass\nb\n", ["try:"], ""),
    ("try:\n  a\nexcept A as\n  b\n", f"try:\n  a\nexcept A as {UNKNOWN}:\n  b\n", ["except A as"], "A"),
    (
        "match x:\n  case 1, :\n    a\n  case\n    b\n",
        f"match x:\n  case 1, :\n    a\n  case {UNKNOWN}.{UNKNOWN}:\n    b\n",
        ["case"],
        "case",
    ),
    ("match x.\n  case 1:\n    a\n", f"match x. {UNKNOWN}:\n  case 1:\n    a\n", ["match x."], "match x"),
    ("wile x:\n  a\n", f"while {UNKNOWN}:\n  a\n", ["wile x:"], "wile x"),
    ("if x:\n", "if x:\n pass\n", ["if x:"], ""),
    ("if x:", "if x:\n pass\n", ["if x:"], ""),
    ("x = 1\nelse:\n  y\n", f"x = 1\nwhile {UNKNOWN}:\n  y\n", ["else:"], ""),
    ("def f():\n    a\n   b\n    c\n", "def f():\n    a\n    b\n    c\n", ["b"], ""),
    ("def f():\n    a\n      b\n    c\n", "def f():\n    a\n    b\n    c\n", ["b"], ""),
    ("def f():\n\ta\n        b\n", "def f():\n\ta\n\tb\n", ["b"], ""),
    ("if x: # c\n", "if x: # c\n pass\n", ["if x:"], ""),
    ("x. # c\n", "pass # c\n", ["x."], "x"),
]


@pytest.mark.parametrize(("source", "code", "lost", "names"), REPAIRED)
def test_what_a_repair_makes(source: str, code: str, lost: list[str], names: str) -> None:
    module = parse(source)
    body = [statement for block in leaves(module.blocks) for statement in block.tree.body]
    wanted = cst.parse_module(code).body
    assert [found.deep_equals(other) for found, other in zip(body, wanted, strict=True)] == [True] * len(wanted)
    assert [source[problem.start : problem.end] for problem in module.problems] == lost
    assert frozenset().union(*(block.names for block in leaves(module.blocks))) == frozenset(names.split())


def test_placeholders_are_named() -> None:
    (block,) = parse("def f():\n  x.\n  for y in\n    z\n  return y\n").blocks
    assert isinstance(block, Block)
    placeholders = {type(node): (loss.names, block.tree.spans[node]) for node, loss in block.tree.lost.items()}
    assert placeholders == {cst.Pass: ({"x"}, (11, 13)), cst.For: ({"y"}, (16, 30))}
    assert block.problem and (block.problem.start, block.problem.end) == (11, 24)


@pytest.mark.parametrize(
    ("header", "name"),
    [("class A(", "A"), ("class A(nn.", "A"), ("class A", "A"), ("class", UNKNOWN), ("lass A(B):", UNKNOWN)],
)
def test_members_outlive_their_header(header: str, name: str) -> None:
    source = f"@dec\n{header}\n    x = 1\n\n    def f(self):\n        return 1\n"
    block = parse(source).blocks[-1]
    assert isinstance(block, ClassBlock) and len(block.members) == 2
    (statement,) = block.header.tree.body
    assert isinstance(statement, cst.ClassDef) and statement.name.value == name
    assert block.header.problems


QUOTES = [
    ("def f():\n  x = '''abc\n\ndef g():\n  '''Doc.'''\n  return 1\n\ndef h():\n  '''Doc.'''\n", ["def g", "def h"]),
    ("def f():\n  '''Doc\n  more.\n  return 1\n\ndef g():\n  '''Doc.'''\n\ndef h(): pass\n", ["def g", "def h"]),
    ("def f():\n  '''Doc''\n  return 1\n\ndef g():\n  '''Don't.'''\n\ndef h(): pass\n", ["def g", "def h"]),
    ("def f():\n  ''Doc'''\n  return 1\n\ndef g():\n  '''Doc.'''\n\ndef h(): pass\n", ["def g", "def h"]),
    ("'''abc\nimport a\ndef g():\n  '''Doc.'''\n\nx = '''a\nb'''\n", ["import a", "def g", "x ="]),
    ("x = foo('''abc\ny = 1\nz = '''a\nb'''\n", ["y =", "z ="]),
]


@pytest.mark.parametrize(("source", "kept"), QUOTES)
def test_an_unclosed_string_does_not_swallow_blocks(source: str, kept: list[str]) -> None:
    whole = {block.tree.text: block for block in leaves(parse(source).blocks) if not block.problems}
    assert {start for start in kept if any(text.startswith(start) for text in whole)} == {*kept}


VALID = [
    "'''Example:\n\ndef f(x):\n    return '''\nx = 1\n",
    "x = '''\nimport a\nclass B:\n'''\ndef f(): pass\n",
    "def f():\n    '''Example::\n\nimport a\n@b\ndef g(): pass\n    '''\n    return 1\n",
    "x = foo(\ny=1,\nz=2\n)\n",
    "x = [\na\nfor a in b\nif a\n]\n",
    "x = (a\n@ b)\n",
    "x = {\n'a': 1,\n'b': lambda x:\n 2}\n",
    "def f(x:\n  int): pass\n",
    "if x[1:\n  2]: pass\n",
]


@pytest.mark.parametrize("source", VALID)
def test_valid_code_is_never_repaired(source: str) -> None:
    assert not parse(source).problems
