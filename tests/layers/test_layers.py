"""What ARCHITECTURE.md says of layers, libraries, purity, sizes and words holds for every module."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from layers import (
    DATA_READERS,
    INDIRECT,
    LATE_IMPORTERS,
    RESOURCES,
    STARTERS,
    THIRD_PARTY,
    Source,
    against_libraries,
    against_order,
    against_purity,
    against_safety,
    against_size,
    foreign_words,
)

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "server"

Check = Callable[[Source], Iterator[str]]
CHECKS: tuple[Check, ...] = (against_order, against_libraries, against_purity, against_safety, against_size)


def modules(folder: str) -> list[Source]:
    files = sorted((SERVER / folder).rglob("*.py"))
    return [Source(_dotted(file), file.read_text(encoding="utf-8")) for file in files]


def _dotted(file: Path) -> str:
    return ".".join(file.relative_to(SERVER).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_module_keeps_to_the_architecture(check: Check) -> None:
    sources = modules("gradsight")
    assert len(sources) > 100
    assert [fault for source in sources for fault in check(source)] == []


def test_tools_are_small_and_documented() -> None:
    assert [fault for source in modules("tools") for fault in against_size(source)] == []


def test_every_dependency_is_declared_and_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[^\w-]", line)[0] for line in project["dependencies"]}
    imported = {name.split(".")[0] for source in modules("gradsight") for name in source.imports}
    assert declared - INDIRECT == set(THIRD_PARTY) & imported


def test_every_exception_is_needed() -> None:
    importing = {source.name: set(source.imports) for source in modules("gradsight")}
    assert {name for name in DATA_READERS if RESOURCES & importing[name]} == DATA_READERS
    assert {name for name in STARTERS if "subprocess" in importing[name]} == STARTERS
    assert {name for name in LATE_IMPORTERS if "importlib.import_module" in importing[name]} == LATE_IMPORTERS


def test_files_speak_of_the_product_only() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    written = (path for path in listed.decode().split("\0") if path and not path.endswith("package-lock.json"))
    paths = [path for path in written if (ROOT / path).is_file()]
    assert len(paths) > 200
    texts = ((path, (ROOT / path).read_bytes().decode("utf-8", "replace")) for path in paths)
    assert [fault for path, text in texts for fault in (*foreign_words(path, path), *foreign_words(path, text))] == []


DOC = '"""About it."""\n'

CONTROLS: tuple[tuple[Check, str, str, str], ...] = (
    (against_order, "gradsight.domain.join", "import gradsight.knowledge.host", "imports gradsight.knowledge.host"),
    (against_order, "gradsight.domain.join", "from gradsight import syntax", "imports gradsight.syntax"),
    (against_order, "gradsight.rules.a", "def f():\n    import gradsight.service", "imports gradsight.service"),
    (against_order, "gradsight.lsp.a", "if TYPE_CHECKING:\n    import gradsight.cli", "imports gradsight.cli"),
    (against_order, "gradsight.rules.a", "from . import b", "a relative import"),
    (against_order, "gradsight.utils.a", "", "has no place in the order"),
    (against_order, "gradsight.cli.a", "import gradsight.utils", "imports gradsight.utils"),
    (against_order, "gradsight", "import gradsight.cli", "imports gradsight.cli"),
    (against_libraries, "gradsight.knowledge.a", "import torch", "imports torch"),
    (against_libraries, "gradsight.cli.a", "import torch.nn as nn", "imports torch.nn"),
    (against_libraries, "gradsight.service.a", "from pygls.lsp import server", "imports pygls.lsp"),
    (against_libraries, "gradsight.interpret.a", "import jedi", "imports jedi"),
    (against_libraries, "gradsight.names.a", "import jedi", "imports jedi"),
    (against_libraries, "gradsight.service.a", "import libcst as cst", "imports libcst"),
    (against_libraries, "gradsight.edits", "import libcst as cst\n\ncst.parse_module('')", "calls parse_module"),
    (against_purity, "gradsight.interpret.a", "from pathlib import Path", "imports pathlib"),
    (against_purity, "gradsight.rules.a", "import time", "imports time"),
    (against_purity, "gradsight.syntax.a", "def f(p):\n    return open(p)", "calls open"),
    (against_purity, "gradsight.rules.a", "from importlib.resources import files", "imports importlib.resources"),
    (against_safety, "gradsight.cli.a", "exec(source)", "calls exec"),
    (against_safety, "gradsight.lsp.a", "import subprocess", "imports subprocess"),
    (against_safety, "gradsight.names.a", "import subprocess", "imports subprocess"),
    (against_safety, "gradsight.names.asking", "import multiprocessing, socket, http", "imports http"),
    (against_safety, "gradsight.lsp.a", "from urllib.request import urlopen", "imports urllib.request"),
    (against_safety, "gradsight.knowledge.a", "from importlib import import_module", "imports importlib.import_module"),
    (against_size, "gradsight.domain.a", "x = 1\n" * 350, "has 351 lines"),
    (against_size, "gradsight.domain.a", "def f():\n" + "    x = 1\n" * 60, "f has 61 lines"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("check", "name", "text", "fault"), CONTROLS, ids=[f"{c[0].__name__}-{c[3].replace(' ', '-')}" for c in CONTROLS]
)
def test_each_fault_is_seen(check: Check, name: str, text: str, fault: str) -> None:
    assert any(fault in found for found in check(Source(name, DOC + text)))


def test_a_missing_docstring_is_seen() -> None:
    assert [*against_size(Source("gradsight.domain.a", "x = 1\n"))] == ["gradsight.domain.a has no docstring"]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_good_module_has_no_fault(check: Check) -> None:
    text = "import re\n\nimport msgspec\n\nfrom gradsight.domain.grad import Grad\n\nGrad(re.compile('x'))\n"
    assert [*check(Source("gradsight.knowledge.a", DOC + text))] == []


@pytest.mark.parametrize(
    "line", ["in /wo" + "rk/main", "see sha" + "red/x.md", "hel" + "per-3", "https://pypi.o" + "rg/x"]
)
def test_each_foreign_word_is_seen(line: str) -> None:
    assert next(foreign_words("a.md", f"one\n{line}\n")).startswith("a.md:2: ")
