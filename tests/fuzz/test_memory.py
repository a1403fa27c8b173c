"""What is remembered of former versions never shows: after each edit the analysis equals that of a fresh start."""

from __future__ import annotations

import gc
import random
from pathlib import Path

import pytest

from gradsight.analysis import Memory, analyse
from gradsight.interpret.units import Unit
from gradsight.syntax import Project, Source, parse

TESTS = Path(__file__).parent.parent
EVERY = sorted([*(TESTS / "torch" / "corpus").glob("*.py"), *(TESTS.parent / "examples").glob("*.py")])
FILES = EVERY[::4]
EDITS = 3
"""To each file, one upon the other."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_analysis_after_edits_equals_a_fresh_one(file: Path) -> None:
    check(file, random.Random(file.stem), EDITS)


def check(file: Path, chance: random.Random, edits: int) -> None:
    source, memory = file.read_text(encoding="utf-8"), Memory()
    analyse(parse(source), "m.py", memory=memory)
    for _ in range(edits):
        source = edited(source, chance)
        module = parse(source)
        remembered, fresh = analyse(module, "m.py", memory=memory), analyse(module, "m.py")
        assert remembered.findings == fresh.findings, source
        assert tuple(remembered.facts) == tuple(fresh.facts), source


HELPER = """import torch

def features(x, w):
    return (x @ w).relu()

def logged(x):
    return x.detach()
"""
MAIN = """import torch
from helper import features
import helper

w = torch.randn(3, 3, requires_grad=True)
h = features(torch.ones(2, 3), w)
optimizer = torch.optim.SGD([w], 0.1)
helper.logged(h).sum().backward()
optimizer.step()
"""
VERSIONS = (
    (MAIN, HELPER),
    (MAIN, HELPER.replace(".detach()", " * 2")),
    (MAIN.replace("logged", "features"), HELPER),
    (MAIN, "# moved\n\n" + HELPER),
    (MAIN, HELPER.replace("import torch", "import torch\ntorch.set_grad_enabled(False)")),
    (MAIN, ""),
    (MAIN, HELPER),
)


def test_a_module_that_is_imported_is_remembered_as_it_was() -> None:
    memory, shown = Memory(), []
    for main, helper in VERSIONS:
        project = of_two_files(helper)
        remembered = analyse(parse(main), "main.py", project, memory)
        fresh = analyse(parse(main), "main.py", project)
        assert remembered.findings == fresh.findings
        assert tuple(remembered.facts) == tuple(fresh.facts)
        shown.append([finding.code for finding in fresh.findings])
    assert shown[0] == shown[3] == shown[6] != shown[1]


TRAINING = """import torch

class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = torch.nn.ModuleList(torch.nn.Linear(3, 3) for _ in range(4))

    def block(self, x):
        for layer in self.layers:
            x = layer(x).relu() * SCALE
        return x.log_softmax(1) + x.mean() - x.std() + x.sum() * 2 - x.max()

    def forward(self, x):
        return self.block(x) + self.block(x * 2)

net = Net()
for step in range(3):
    net(torch.rand(2, 3)).sum().backward()
"""


def test_only_the_last_run_is_remembered() -> None:
    memory, alive = Memory(), []
    for number in range(12):
        analyse(parse(TRAINING.replace("SCALE", str(number))), "m.py", memory=memory)
        gc.collect()
        alive.append(sum(isinstance(each, Unit) for each in gc.get_objects()))
    assert alive[0] > 0
    assert set(alive) == {alive[0]}


def of_two_files(helper: str) -> Project:
    source = Source("helper", "helper.py", parse(helper))
    return Project("main", find=lambda name: source if name == "helper" else None)


def edited(source: str, chance: random.Random) -> str:
    """The source with one edit of the kinds that people make: a word, a letter or a line more, less or elsewhere."""
    lines = source.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    line, kind = lines[at], chance.randrange(7)
    if kind == 0:
        lines[at] = ""
    elif kind == 1:
        lines[at] = line + line
    elif kind == 2:
        lines.insert(chance.randrange(len(lines)), lines.pop(at))
    elif kind == 3:
        lines[at] = f"{line[: len(line) - len(line.lstrip())]}pass  # {at}\n{line}"
    elif kind == 4:
        lines[at] = line.replace("True", "False") if "True" in line else line.replace(".detach()", "")
    else:
        column = chance.randrange(len(line))
        lines[at] = line[:column] + ("" if kind == 5 else chance.choice("x. (\n")) + line[column + (kind == 5) :]
    return "".join(lines)


if __name__ == "__main__":
    import sys

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for seed in range(rounds):
        for each in EVERY:
            check(each, random.Random(f"{each.stem} {seed}"), EDITS)
        print(f"round {seed}: {len(EVERY) * EDITS} edits", flush=True)
