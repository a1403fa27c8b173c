"""The documents name only what exists: tests, files, and commands of the Makefile."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "tests/bench/README.md")


def text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_is_named_exists(document: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text(document))
    assert [name for name in named if not _has_function(*name)] == []


def _has_function(file: str, function: str) -> bool:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return any(isinstance(node, kinds) and node.name == function for node in ast.walk(tree))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)[^)]*\)", text(document))
    assert [link for link in links if not ((ROOT / document).parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_target_of_make_exists(document: str) -> None:
    targets = set(re.findall(r"^([\w-]+):", text("Makefile"), re.MULTILINE))
    assert [name for name in re.findall(r"`?\bmake ([a-z-]+)\b`", text(document)) if name not in targets] == []


def test_the_architecture_proves_its_invariants() -> None:
    invariants = text("ARCHITECTURE.md").partition("## Invariants")[2].partition("\n## ")[0]
    rows = [line for line in invariants.splitlines() if line.startswith("|")][2:]
    assert len(rows) > 15
    assert [row for row in rows if "`tests/" not in row and "the same (`against_" not in row] == []
