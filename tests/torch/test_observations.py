"""Programs with probes: they behave as without, and what is observed is what torch did."""

from __future__ import annotations

import ast
import json

import observations
import pytest
from instrument import instrument
from observations import Run, observe

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


GRADS = """\
import torch, warnings
warnings.simplefilter("error")
w = torch.ones(2, requires_grad=True)
y, z = w * 2, w * 3
y.retain_grad()
(y + z).sum().backward()
w; y; z
"""


ENDS = {
    "constant": ("import torch\ntorch.ones(1).backward()", "RuntimeError: element 0 of tensors does not require grad"),
    "status": ("raise SystemExit(2)", "SystemExit: 2"),
    "exit": ("import sys; sys.exit()", ""),
    "killed": ("import os; os.kill(os.getpid(), 9)", "Killed: the program's process ended with -9"),
    "main": ("assert __name__ == '__main__' and __import__('sys').modules['__main__'].__file__ == __file__", ""),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """The runs of all programs above, by name; torch is imported once for them."""
    folder = tmp_path_factory.mktemp("programs")
    ends = {name: source for name, (source, _) in ENDS.items()}
    paths = {name: folder / f"{name}.py" for name in ("forms", "states", "grads", *ends)}
    for name, source in {"forms": EVERY_FORM, "states": STATES, "grads": GRADS, **ends}.items():
        paths[name].write_text(source, encoding="utf-8")
    done = {run.path: run for run in observe(paths.values())}
    return {name: done[str(path)] for name, path in paths.items()}


def test_probes_change_nothing(runs: dict[str, Run], capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(EVERY_FORM, "forms.py", "exec"), {"__name__": "__main__"})
    assert (runs["forms"].error, runs["forms"].output) == (None, capsys.readouterr().out)


def test_ranges_are_those_of_ast() -> None:
    source = EVERY_FORM + "\nλ = 'ü' + str(λ.x, **{'ö': f'{λ}'})\n"
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    lines = source.split("\n")
    texts = {lines[line][start:end] for line, start, end_line, end in instrument(source).ranges if line == end_line}
    assert names - texts == {"int"}  # the one name that stands in an annotation only
    assert {"λ.x", "'ü' + str(λ.x, **{'ö': f'{λ}'})", "{'ö': f'{λ}'}", "'ü'"} <= texts


def test_states_are_those_of_torch(runs: dict[str, Run]) -> None:
    run = runs["states"]
    expected, seen = {}, {}
    for number, line in enumerate(STATES.split("\n")):
        for text, states in (part.rsplit(": ", 1) for part in line.partition("  # ")[2].split(" | ") if part):
            column = line.index(text)
            observed = run.observed.get((number, column, number, column + len(text)), frozenset())
            expected[number, text] = states
            seen[number, text] = ", ".join(sorted({one.state or one.kind for one in observed})) or "never"
    assert run.error is None
    assert seen == expected


def test_reading_grad_is_silent_and_tells_what_is_there(runs: dict[str, Run]) -> None:
    run = runs["grads"]
    assert (run.error, run.output) == (None, "")
    before = {(4, 0): ("y", "none", False), (3, 7): ("w", "none", False)}
    after = {(6, 0): ("w", "populated", False), (6, 3): ("y", "populated", True), (6, 6): ("z", "none", False)}
    for (line, column), (name, grad, retains) in {**before, **after}.items():
        (one,) = run.observed[line, column, line, column + 1]
        assert (name, one.grad, one.retains_grad) == (name, grad, retains)


@pytest.mark.parametrize(("name", "error"), [(name, error) for name, (_, error) in ENDS.items()])
def test_how_a_program_ends(runs: dict[str, Run], name: str, error: str) -> None:
    found = runs[name].error or ""
    assert found.startswith(error) and bool(found) == bool(error)


def test_a_program_that_does_not_end_is_stopped(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path_factory.mktemp("endless") / "program.py"
    program.write_text("while True: pass", encoding="utf-8")
    monkeypatch.setattr(observations, "SECONDS", 1)
    observations.main([str(program)])
    assert json.loads(capsys.readouterr().out)["error"] == "Killed: the program's process ended with -9"
