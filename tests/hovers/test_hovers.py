"""What hovers say of modules, optimizers and `.grad` is what torch says of the same expressions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import torch
from gradsight.findings import Fact
from gradsight.service import Workspace

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))
MARK = "# ask\n"


def _facts(source: str) -> dict[str, Fact]:
    """The facts of the expressions behind the mark, one on each line."""
    workspace = Workspace()
    workspace.update("program.py", source)
    facts = {(fact.start, fact.end): fact for fact in workspace.facts("program.py")}
    start = source.index(MARK) + len(MARK)
    result = {}
    for line in source[start:].splitlines():
        result[line] = facts[start, start + len(line)]
        start += len(line) + 1
    return result


def _leaves(value: object) -> list[torch.Tensor]:
    """Tensors that are, or could be, parameters, in plain containers and attributes."""
    match value:
        case torch.nn.Module():
            return list(value.parameters())
        case torch.Tensor():
            return [value] if value.is_leaf and value.requires_grad else []
        case list() | tuple():
            return [leaf for item in value for leaf in _leaves(item)]
        case dict():
            return [leaf for item in value.values() for leaf in _leaves(item)]
    return []


def _of_module(module: torch.nn.Module) -> str:
    """The line that is true of it, without names."""
    listed = list(module.parameters())
    known = {id(parameter) for parameter in listed}
    own = (vars(part).items() for part in module.modules())
    plain = [value for attributes in own for name, value in attributes if not name.startswith("_")]
    hidden = {id(leaf) for value in plain for leaf in _leaves(value)} - known
    if not listed and not hidden:
        return "a module without parameters"
    groups = {
        "trainable": sum(p.requires_grad for p in listed),
        "frozen": sum(not p.requires_grad for p in listed),
        "not registered, so `parameters()` does not list them": len(hidden),
    }
    told = ", ".join(f"{count} {word}" for word, count in groups.items() if count)
    return f"a module of {len(listed)} parameter{'' if len(listed) == 1 else 's'}: {told}"


def _of_optimizer(optimizer: torch.optim.Optimizer) -> tuple[int, int, int]:
    """How many tensors it holds, how many have a gradient, and how many have none."""
    held = [p for group in optimizer.param_groups for p in group["params"]]
    filled = sum(p.grad is not None for p in held)
    return len(held), filled, len(held) - filled


def _counted(verdict: str) -> tuple[int, int, int]:
    match = re.fullmatch(
        r"an optimizer of (\d+) tensors: backward gives a gradient to (.*?)(?:, and none to (.*))?", verdict
    )
    assert match is not None, verdict
    return int(match[1]), _names(match[2]), _names(match[3] or "")


def _names(text: str) -> int:
    more = re.search(r"and (\d+) more", text)
    return text.count("`") // 2 + (int(more[1]) if more else 0)


def _agrees(fact: Fact, value: Any) -> bool:
    if isinstance(value, torch.nn.Module):
        return re.sub(r" \(`.*?\)", "", fact.verdict) == _of_module(value)
    if isinstance(value, torch.optim.Optimizer):
        return _counted(fact.verdict) == _of_optimizer(value)
    return ("is populated" if value is not None else "`.grad` is None here") in fact.verdict


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_torch_agrees(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(source, path, "exec", dont_inherit=True), names)
    wrong = {text: fact.verdict for text, fact in _facts(source).items() if not _agrees(fact, eval(text, names))}
    assert wrong == {}


def test_there_are_ten() -> None:
    assert len(PROGRAMS) >= 10
