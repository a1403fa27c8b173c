"""Programs whose calls multiply come to an end, and say that they were not followed to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradsight.analysis import Analysis, Memory, analyse
from gradsight.interpret import again, program, uncalled
from gradsight.service.project import Surroundings
from gradsight.syntax import parse

CORPUS = Path(__file__).parent.parent / "torch/corpus"
STEPS, ONE, ALL = 3_000, 600, 2_000
SLACK = 400
"""The last join before a limit may go beyond it."""

METHODS = "".join(
    f"    def m{n}(self, x):\n        return self.m{n + 1}(x) + self.m{n + 1}(x * 2)\n" for n in range(16)
)
CHAIN = f"class Net:\n{METHODS}    def m16(self, x):\n        return x\n"
"""The first method would run the last one 65,536 times."""
FOLLOWED = "import torch\nw = torch.ones(3, requires_grad=True)\n"
TREE = """def tree(x, depth):
    if len(x) > depth:
        return [tree(x[0], depth), tree(x[1], depth), tree(x[2], depth), tree(x[3], depth)]
    return x
"""
GENERATOR = """def flat(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from flat(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from flat(inner)
    else:
        yield value
"""
DEEP = "\n".join(
    f"""def f{n}(x, items):
    for item in items:
        if item:
            with item:
                try:
                    return [f{n + 1}(x, item)]
                finally:
                    print(x)
"""
    for n in range(60)
)
"""Each call is nested in four statements, so that our own stack grows by far more than one call."""


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "STEPS", STEPS)
    monkeypatch.setattr(uncalled, "STEPS_UNCALLED", ONE)
    monkeypatch.setattr(uncalled, "STEPS_ALL_UNCALLED", ALL)


def _run(source: str) -> tuple[Analysis, list[int]]:
    memory = Memory()
    result = analyse(parse(source), "program.py", memory=memory)
    return result, [unit.spent.steps for unit in memory.units.values()]


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize(
    ("source", "most"),
    [
        pytest.param(FOLLOWED + CHAIN, ONE, id="one that nobody calls"),
        pytest.param(FOLLOWED + "".join(CHAIN.replace("Net", f"Net{n}") for n in range(4)), ALL, id="many of them"),
        pytest.param(FOLLOWED + CHAIN + "Net().m0(w)\n", STEPS + ALL, id="a call"),
    ],
)
def test_a_program_that_multiplies_ends(source: str, most: int) -> None:
    result, steps = _run(source)
    assert not result.run.complete
    assert most / 2 < sum(steps) < most + SLACK
    assert max(steps) < STEPS + SLACK


def test_a_function_that_calls_itself_in_a_tree_is_given_up_early() -> None:
    result, steps = _run(TREE)
    assert result.run.complete
    assert sum(steps) < 10_000
    reasons = {step.message for fact in result.facts for step in fact.reasons}
    assert "`tree` calls itself too often to follow" in reasons


@pytest.mark.parametrize("source", [GENERATOR, DEEP], ids=["generators", "calls"])
def test_what_is_deeply_nested_does_not_use_up_our_own_stack(source: str) -> None:
    result, steps = _run(source)
    assert sum(steps) > 50
    assert {fact.kind for fact in result.facts} >= {"unknown"}


SPLIT = """import sys
def train(flag, many):
    loss = 0
    if not flag:
        loss = torch.ones(3, requires_grad=True).sum()
    if not flag:
        print(loss)
    loss.backward()
    many()
train(len(sys.argv) > 1, lambda: Net().m0(3))
"""


@pytest.mark.usefixtures("small_limits")
def test_a_run_that_stops_short_foretells_no_error() -> None:
    """Only one of the two ways to the backward was followed; on the other one the loss is a tensor."""
    result, _ = _run(FOLLOWED + CHAIN + SPLIT)
    assert not result.run.complete
    assert result.findings == ()


def test_loops_in_loops_come_to_an_end_early() -> None:
    """Each loop settles in a few rounds, though what the one around it keeps is new in each of its own."""
    result, steps = _run((CORPUS / "nested_loops_of_unknown_number.py").read_text(encoding="utf-8"))
    assert result.run.complete
    assert sum(steps) < 12_000


APART = """import sys
def train(flag, rounds):
    x = w
    if flag:
        x = x * 2
    for _ in range(rounds):
        loss = (x * 3).sum()
        loss.backward()
    if flag:
        print(x)
train(len(sys.argv) > 1, len(sys.argv))
"""


@pytest.mark.parametrize("part", [3_000, 3], ids=["too many steps", "kept apart"])
def test_where_keeping_paths_apart_takes_too_long_they_are_joined(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "PART_DIVIDED", part)
    result, _ = _run(FOLLOWED + APART)
    assert result.run.complete
    source = FOLLOWED + APART
    loss = source.index("loss.backward")
    assert [fact.kind for fact in result.facts if (fact.start, fact.end) == (loss, loss + 4)] == ["tensor"]


GROWING = {
    "tuple": "t = (t, x, t)",
    "either": "t = t if n else (t, t)",
    "slice": "t = slice(t, t)",
    "partial": "t = partial(t, t)",
    "sum": "t = t + t",
    "text": "t = f'{t}{t}'",
}


@pytest.mark.parametrize("statement", GROWING.values(), ids=GROWING.keys())
def test_what_doubles_in_each_round_is_not_followed_for_ever(statement: str) -> None:
    rounds = f"    for _ in range(n):\n        for _ in range(n):\n            for _ in range(n):\n                {statement}\n"
    source = f"from functools import partial\ndef f(n, x, t=(1,)):\n{rounds}    x = w * 2\n    return t, x\n"
    result, steps = _run(FOLLOWED + source)
    assert result.run.complete
    assert sum(steps) < 10_000
    doubled = source.index("w * 2") + len(FOLLOWED)
    assert [fact.kind for fact in result.facts if (fact.start, fact.end) == (doubled, doubled + 5)] == ["tensor"]


UNREACHED = """def double(x):
    return x * w
def {name}(n):
    y = w
    for i in range(n):
{heavy}    {block}
        double(w)
"""
HEAVY = "".join(f"        y = y + {n} * i + f(y, {n})\n" for n in range(60))


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("call", ["", "main(9)\n" * 6], ids=["nobody calls it", "called"])
@pytest.mark.parametrize(("block", "kind"), [("with torch.no_grad():", "unknown"), ("if n:", "tensor")])
def test_what_was_not_reached_may_run_functions_otherwise(call: str, block: str, kind: str) -> None:
    program = UNREACHED.format(name="main", heavy=HEAVY * (4 if call else 1), block=block)
    source = FOLLOWED + program + call
    result, _ = _run(source)
    assert not result.run.complete
    product = source.index("x * w")
    expected = "unknown" if call else kind
    assert [fact.kind for fact in result.facts if (fact.start, fact.end) == (product, product + 5)] == [expected]


def test_a_package_of_calls_in_loops_is_followed_to_its_end() -> None:
    """Each loss of each auxiliary output of each batch of each epoch: a round more of any of them multiplies."""
    path = str((CORPUS / "pkg_set_detector/main.py").resolve())
    memory = Memory()
    module = parse(Path(path).read_text(encoding="utf-8"))
    result = analyse(module, path, Surroundings(path, ()).project, memory=memory)
    assert result.run.complete
    assert sum(unit.spent.steps for unit in memory.units.values()) < 98_000


COLLECTS = """def collect(items):
    made = []
    for item in items:
        made.append({})
    return made
"""


def test_what_a_loop_collects_stands_for_any_number_from_the_first_of_many_rounds_on() -> None:
    """A round on its own, one of the others, and one that finds nothing new."""
    heavy = " + ".join(["torch.relu(item * w)"] * 50)
    _, once = _run(FOLLOWED + f"def once(item):\n    return {heavy}\n")
    result, steps = _run(FOLLOWED + COLLECTS.format(heavy))
    assert result.run.complete
    assert sum(steps) < 4 * sum(once)


@pytest.mark.parametrize("number", [16, 64])
def test_what_one_of_many_paths_writes_is_looked_at_a_few_times(number: int) -> None:
    """Not once for each path that is joined after it."""
    names = "".join(f"    x{n} = [torch.zeros(3) for _ in range(3)]\n" for n in range(number))
    every = ", ".join(f"x{n}" for n in range(number))
    result, steps = _run(FOLLOWED + f"def f(n):\n{names}    x = [{every}][n]\n    x.append(n)\n    return x\n")
    assert result.run.complete
    assert sum(steps) < 50 * number


def _spent(source: str) -> int:
    memory = Memory()
    analyse(parse(source), "net.py", memory=memory)
    return sum(unit.spent.steps for unit in memory.units.values())


def test_a_constructor_that_nobody_calls_is_run_once_for_itself_and_its_methods() -> None:
    layers = "".join(f"        self.l{n} = torch.ones(3) * 2\n" for n in range(100))
    alone = f"import torch\nclass Net:\n    def __init__(self, rate):\n{layers}"
    method = "    def forward(self):\n        return self.l0\n"
    assert 300 < _spent(alone) <= _spent(alone + method) < 1.2 * _spent(alone)
