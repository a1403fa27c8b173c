"""The harness itself: probes change nothing, ranges are exact, and a wrong claim is noticed."""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from claims import judge
from differential import main
from instrument import instrument
from observations import Observation, Run, observe
from programs import Promise, keeps_promise, promise

TENSOR = {"kind": "tensor", "requires_grad": None, "is_leaf": None, "retains_grad": None, "grad": None}
PLACE = (0, 0, 0, 1)
CONSTANT = Observation("tensor", False, True, False, "none")
LEAF = Observation("tensor", True, True, False, "populated")
TRACKED = Observation("tensor", True, False, False, "none")
OTHER = Observation("other")

EVERY_FORM = '''
"""Module."""
from __future__ import annotations
import asyncio, contextlib, functools
from dataclasses import dataclass, field
from enum import Enum

@dataclass(order=True)
class Point:
    """A point."""
    x: int = 3
    y: list[int] = field(default_factory=lambda: [1, 2])

class Colour(Enum):
    RED = 1
    BLUE = RED + 1

class Base:
    __hidden = 5
    shared = [n * 2 for n in range(3)]
    def __init__(self, *args, **kwargs):
        self.__args, self.rest = args, kwargs
    @property
    def args(self):
        return self.__args, self.__hidden

class Derived(Base, metaclass=type):
    def __init__(self, first, /, second=2, *args, last="l", **kwargs):
        super().__init__(first, second, *args, last=last, **kwargs)
        self.total = self.also = sum(v for v in (first, second))
        self.total += 1
    @staticmethod
    def twice(f):
        @functools.wraps(f)
        def inner(*a, **k):
            return f(*a, **k), f(*a, **k)
        return inner

@Derived.twice
def count(n, step=1):
    "Counts."
    global calls
    calls = n
    def add():
        nonlocal n
        n += step
        return n
    return add()

def walk(n):
    for i in range(n):
        got = yield i
        if got is not None:
            yield from (got, i)

async def wait(value):
    async with contextlib.AsyncExitStack() as stack:
        await asyncio.sleep(0)
        return [v async for v in agen(value)]

async def agen(n):
    while n := n - 1:
        yield n

def kind(value):
    match value:
        case {"a": a, **rest} if a > 1:
            return a, rest
        case [Point(x=3) as p, *others] | (Point(x=3) as p, *others):
            return p.x, others
        case Colour.RED | None:
            return "red"
        case str() | 5:
            return value
        case _:
            return -1

print(Point(), Point.__doc__, count.__doc__, count.__name__, __doc__)
print(Derived(1).args, Derived(1, 2, 3, last=4, more=5).rest, vars(Derived(1)).keys(), list(Colour), Base.shared)
print(count(1), count(3, step=2), calls, asyncio.run(wait(4)))
steps = walk(4); print(next(steps), steps.send("s"), list(steps))
print([kind(v) for v in ({"a": 2, "b": 3}, [Point(), 1], Colour.RED, "s", 7)])
box = {}; box["k"], *box["r"] = [1, 2, 3]; box["k"] += 1; del box["r"][0]
print(box, {**box}, [*box], f"{box['k']:>{3}} {1=} {'x'!r}")
matrix = [[r * c for c in range(3) if c != 1] for r in range(2)]
print(matrix, matrix[0][::-1], matrix[-1][1:], {r[0] for r in matrix})
try:
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise ValueError("v") from error
    finally:
        print("finally")
except (ValueError, KeyError) as error:
    print(repr(error), repr(error.__cause__))
else:
    print("else")
for a.b, (c, *d) in []: pass
else: print("none")
while True:
    if (m := 3) > 2: break
assert 0 < m <= 3 and not m == 4, "never"
h = lambda u, *v, w=m, **z: (u, v, w, z) if u else None
print(h(1, 2, k=3), h(0), (lambda: (yield))().__class__.__name__, "ü" "λ", 1 if m else 2, -m ** 2, m.real)
print(sorted(locals().keys() - {"__builtins__"})[:5], set(globals()) == set(locals()))
'''


def ran(tmp_path: Path, source: str) -> Run:
    program = tmp_path / "program.py"
    program.write_text(dedent(source), encoding="utf-8")
    (run,) = observe([program])
    return run


def test_probes_change_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(EVERY_FORM, "program.py", "exec"), {"__name__": "__main__"})
    expected = capsys.readouterr().out
    assert ran(tmp_path, EVERY_FORM).output == expected


def test_ranges_are_those_of_ast() -> None:
    source = EVERY_FORM + "\nλ = 'ü' + str(λ.x, **{'ö': f'{λ}'})\n"
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    lines = source.split("\n")
    texts = {lines[line][start:end] for line, start, end_line, end in instrument(source).ranges if line == end_line}
    assert names - texts == {"int"}  # the one name that stands in an annotation only
    assert {"λ.x", "'ü' + str(λ.x, **{'ö': f'{λ}'})", "{'ö': f'{λ}'}", "'ü'"} <= texts


STATES = """\
import torch
from torch import nn
x = torch.zeros(2)  # x: constant | torch: other | 2: other
w = nn.Parameter(torch.ones(2))  # w: leaf | nn.Parameter(torch.ones(2)): leaf | torch.ones(2): constant
y = w * 2  # w: leaf | y: tracked
for i in range(2):  # i: other
    x[i] = y[i]  # x: constant, tracked | y[i]: tracked | x[i]: never
total = 0  # total: other
total += y.sum()  # total: tracked
model = nn.Linear(2, 1)  # model: module
adam = torch.optim.Adam(model.parameters())  # adam: optimizer | torch.optim.Adam: other
def scale(t, *rest, by=w):  # t: constant, tracked | rest: other | by: leaf | w: leaf
    pair = [u for u in (t, by)]  # u: constant, leaf, tracked | (t, by): other
scale(y); scale(x.detach())  # x.detach(): constant
weight = model.weight
model.bias.requires_grad = False  # model.bias: leaf | model.bias.requires_grad: other
model.weight.data = x.data  # model.weight.data: constant | x.data: constant
model.extra = nn.Parameter(torch.ones(2))  # model.extra: leaf
with torch.no_grad() as mode:  # mode: other
    print(w.view(2, 1), w * 2)  # w.view(2, 1): leaf | w * 2: constant
def never(): return w  # w: never
double = lambda t, k=2: t * k  # t: leaf | k: other | t * k: tracked
double(w)
(late := w.exp())  # late: tracked | w.exp(): tracked | late := w.exp(): tracked
with torch.no_grad():
    w[0].clamp_(0, 1)  # w[0].clamp_(0, 1): never | w[0]: leaf
"""


def test_states_are_those_of_torch(tmp_path: Path) -> None:
    run = ran(tmp_path, STATES)
    expected, seen = {}, {}
    for number, line in enumerate(STATES.split("\n")):
        for text, states in (part.rsplit(": ", 1) for part in line.partition("  # ")[2].split(" | ") if part):
            column = line.index(text)
            observed = run.observed.get((number, column, number, column + len(text)), frozenset())
            expected[number, text] = states
            seen[number, text] = ", ".join(sorted({one.state or one.kind for one in observed})) or "never"
    assert run.error is None
    assert seen == expected


GRADS = """\
import torch, warnings
warnings.simplefilter("error")
w = torch.ones(2, requires_grad=True)
y, z = w * 2, w * 3
y.retain_grad()
(y + z).sum().backward()
w; y; z
"""


def test_reading_grad_is_silent_and_tells_what_is_there(tmp_path: Path) -> None:
    run = ran(tmp_path, GRADS)
    assert (run.error, run.output) == (None, "")
    before = {(4, 0): ("y", "none", False), (3, 7): ("w", "none", False)}
    after = {(6, 0): ("w", "populated", False), (6, 3): ("y", "populated", True), (6, 6): ("z", "none", False)}
    for (line, column), (name, grad, retains) in {**before, **after}.items():
        (one,) = run.observed[line, column, line, column + 1]
        assert (name, one.grad, one.retains_grad) == (name, grad, retains)


def fact(**claims: Any) -> dict[str, Any]:
    return {"range": list(PLACE), "states": [], **TENSOR, **claims}


@pytest.mark.parametrize(
    ("claims", "observed", "wrong"),
    [
        (
            {"states": ["tracked"], "requires_grad": True, "is_leaf": False, "retains_grad": False, "grad": "none"},
            [TRACKED],
            [],
        ),
        ({"states": ["leaf", "tracked"], "requires_grad": True}, [TRACKED, LEAF], []),
        ({"kind": "unknown"}, [TRACKED, OTHER], []),
        ({"kind": "unknown", "states": ["tracked"]}, [TRACKED, OTHER], []),
        ({"states": ["leaf"]}, [TRACKED], ["state leaf, seen tracked"]),
        ({"states": ["leaf"]}, [TRACKED, LEAF], ["state leaf, seen leaf, tracked"]),
        ({"states": ["leaf", "constant"]}, [TRACKED], ["state constant, leaf, seen tracked"]),
        ({"kind": "other"}, [TRACKED], ["kind other, seen tensor"]),
        ({"kind": "tensor"}, [TRACKED, OTHER], ["kind tensor, seen other, tensor"]),
        ({"kind": "module"}, [OTHER], ["kind module, seen other"]),
        ({"requires_grad": False}, [CONSTANT, LEAF], ["requires_grad False, seen False, True"]),
        ({"is_leaf": True}, [TRACKED], ["is_leaf True, seen False"]),
        ({"retains_grad": True}, [TRACKED], ["retains_grad True, seen False"]),
        ({"grad": "none"}, [LEAF], ["grad none, seen populated"]),
    ],
)
def test_a_claim_is_wrong_where_any_observation_contradicts_it(
    claims: dict[str, Any], observed: list[Observation], wrong: list[str]
) -> None:
    verdict = judge([fact(**claims)], {PLACE: frozenset(observed)})
    assert [f"{one.claimed}, seen {one.seen}" for one in verdict.wrong] == wrong


@pytest.mark.parametrize(
    ("facts", "observed", "parts"),
    [
        ([fact(states=["leaf"])], [LEAF], "expressions tensors definite right"),
        ([fact(states=["leaf"])], [TRACKED], "expressions tensors definite undecided"),
        ([fact(states=["leaf"], grad="none")], [LEAF], "expressions tensors definite undecided"),
        ([fact(states=["leaf", "tracked"])], [LEAF], "expressions tensors undecided"),
        ([fact(states=["leaf", "tracked"])], [LEAF, TRACKED], "expressions tensors mixed"),
        ([fact(kind="unknown")], [LEAF], "expressions tensors undecided"),
        ([fact(kind="unknown")], [LEAF, OTHER], "expressions tensors mixed"),
        ([fact(kind="other")], [OTHER], "expressions"),
        ([], [TRACKED], "expressions tensors missing undecided"),
        ([], [OTHER], "expressions missing"),
    ],
)
def test_parts_of_a_verdict(facts: list[dict[str, Any]], observed: list[Observation], parts: str) -> None:
    verdict = judge(facts, {PLACE: frozenset(observed)})
    names = ("expressions", "tensors", "mixed", "definite", "right", "missing", "undecided")
    assert [name for name in names if getattr(verdict, name)] == sorted(parts.split(), key=names.index)


def test_two_facts_for_one_range_are_wrong() -> None:
    assert judge([fact(), fact()], {}).wrong


def test_a_wrong_claim_in_a_program_is_noticed(tmp_path: Path) -> None:
    run = ran(tmp_path, "import torch\nx = torch.ones(2)\ny = x * 2\n")
    right = [
        {**fact(states=["constant"]), "range": list(place)} for place, seen in run.observed.items() if CONSTANT in seen
    ]
    assert judge(right, run.observed).wrong == ()
    for one in right:
        assert len(judge([*right, {**one, "states": ["leaf"]}], run.observed).wrong) == 2
        assert len(judge([{**one, "requires_grad": True}], run.observed).wrong) == 1


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("import torch\ntorch.ones(1).backward()", "RuntimeError: element 0 of tensors does not require grad"),
        ("raise SystemExit(2)", "SystemExit: 2"),
        ("import sys; sys.exit()", None),
        ("import os; os.kill(os.getpid(), 9)", "Killed: the program's process ended with -9"),
    ],
)
def test_how_a_program_ends(tmp_path: Path, source: str, error: str | None) -> None:
    found = ran(tmp_path, source).error
    assert found == error or (error and found and found.startswith(error))


def finds(*wanted: list[tuple[str, int]]) -> frozenset[frozenset[tuple[str, int]]]:
    return frozenset(map(frozenset, wanted))


@pytest.mark.parametrize(
    ("header", "promised"),
    [
        ("# correct\nimport torch\n# raises: no header", Promise(True, None, frozenset())),
        (
            "# raises: RuntimeError: element 0\n# finds: GS201 at 7, GS101 at 9 or GS104 at 3",
            Promise(False, "RuntimeError: element 0", finds([("GS201", 7)], [("GS101", 9), ("GS104", 3)])),
        ),
        ("# finds: GS203 at 7\n# finds: GS310 at 1\n", Promise(False, None, finds([("GS203", 7)], [("GS310", 1)]))),
    ],
)
def test_headers(header: str, promised: Promise) -> None:
    assert promise(header) == promised


@pytest.mark.parametrize(
    "header", ["import torch", "# correct\n# finds: GS101 at 1", "# finds: GS101 in line 3 or GS104 at 3"]
)
def test_unclear_headers_are_refused(header: str) -> None:
    with pytest.raises(ValueError):
        promise(header)


@pytest.mark.parametrize(
    ("error", "header", "kept"),
    [
        (None, "# correct", True),
        ("ValueError: x", "# correct", False),
        (None, "# raises: ValueError", False),
        ("ValueError: some message", "# raises: ValueError: message", True),
        ("RuntimeError: some message", "# raises: ValueError: message", False),
        ("ValueError: another", "# raises: ValueError: message", False),
    ],
)
def test_promises_about_the_end(error: str | None, header: str, kept: bool) -> None:
    assert keeps_promise(error, promise(header)) == kept


def test_command_line_without_gradsight(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "program.py"
    program.write_text("# correct\nraise ValueError('no')\n")
    assert main(["--torch-only", str(program)]) == 1
    assert "OTHERWISE" in capsys.readouterr().out
