"""The architecture as data, and the faults of one module against it: text in, sentences out."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

LAYERS: tuple[tuple[str, ...], ...] = (
    ("findings", "meaning"),
    ("facts",),
    ("syntax", "domain"),
    ("places",),
    ("knowledge",),
    ("interpret",),
    ("locate",),
    ("edits",),
    ("rules",),
    ("graph",),
    ("analysis",),
    ("names", "explain", "suppress", "config"),
    ("config_files",),
    ("service",),
    ("lsp",),
    ("cli",),
    ("__main__",),
)
"""Each group may import what stands before it. Members of one group do not know each other."""

CORE = frozenset({layer for group in LAYERS[:11] for layer in group} | {"explain", "suppress"})
"""Computes and does nothing else: no file, no clock, no process, no network."""

THIRD_PARTY: dict[str, frozenset[str]] = {
    "click": frozenset({"cli"}),
    "jedi": frozenset({"names"}),
    "libcst": frozenset({"syntax", "interpret", "locate", "edits", "rules"}),
    "lsprotocol": frozenset({"lsp"}),
    "msgspec": frozenset({"knowledge", "config", "config_files", "names", "lsp", "cli"}),
    "pathspec": frozenset({"config", "service"}),
    "pygls": frozenset({"lsp"}),
    "rich": frozenset({"cli"}),
    "watchfiles": frozenset({"cli"}),
}
"""Which layers import a library. What is not named here is imported nowhere; torch is not."""

INDIRECT = frozenset({"tomli"})
"""Dependencies that another one imports: msgspec reads TOML with it before Python 3.11."""

PURE = frozenset(
    {
        "__future__",
        "abc",
        "ast",
        "bisect",
        "builtins",
        "collections",
        "contextlib",
        "dataclasses",
        "difflib",
        "enum",
        "functools",
        "html",
        "itertools",
        "keyword",
        "math",
        "operator",
        "re",
        "threading",
        "types",
        "typing",
        "unicodedata",
    }
)
"""The modules of Python that the core may use."""

DATA_READERS = frozenset({"gradsight.knowledge.torch.rows", "gradsight.rules.registry"})
"""The modules of the core that read what is installed with the program, through one of `RESOURCES`."""

RESOURCES = frozenset({"importlib.resources", "pkgutil"})

PARSER = "gradsight.syntax.parser"
"""The one module that calls libcst's parser; all others read the trees that it made."""

LIBRARY_READER = "gradsight.names.definitions"
"""The one module that imports jedi; it runs in a process of its own."""

STARTERS = frozenset({"gradsight.names.asking"})
"""The modules that start a process: of the interpreter that runs this program, never one of the user's."""

LATE_IMPORTERS = frozenset({"gradsight.cli.output"})
"""The modules that import another one of the program by a name from a fixed list, when it is needed."""

EXECUTES = frozenset({"exec", "eval", "compile", "__import__"})
TOUCHES = frozenset({"open", "input", "print", "breakpoint"})
NETWORK = frozenset({"http", "urllib.request", "ftplib", "smtplib", "ssl", "requests", "httpx", "aiohttp"})
PROCESSES = frozenset({"subprocess", "multiprocessing", "pty"})

MOST_LINES = 350
MOST_FUNCTION_LINES = 60


@dataclass(frozen=True)
class Source:
    """One module of the program, by its dotted name."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def layer(self) -> str:
        """The part of the name behind "gradsight"; empty for the package itself."""
        return f"{self.name}.".split(".")[1]

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """The full names of all modules imported anywhere in it, those for type checking included."""
        found: list[str] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found += self._from(node)
        return tuple(found)

    def _from(self, node: ast.ImportFrom) -> list[str]:
        if node.level:
            return ["." * node.level + (node.module or "")]
        if node.module in ("gradsight", "importlib"):
            return [f"{node.module}.{alias.name}" for alias in node.names]
        return [node.module or ""]


def rank(layer: str) -> int | None:
    return next((number for number, group in enumerate(LAYERS) if layer in group), None)


def against_order(source: Source) -> Iterator[str]:
    """Imports that go up or sideways."""
    own = rank(source.layer)
    if source.layer and own is None:
        yield f"{source.name}: the layer {source.layer!r} has no place in the order"
        return
    for name in source.imports:
        if name.startswith("."):
            yield f"{source.name}: a relative import hides its layer"
        elif name.startswith("gradsight."):
            other = name.split(".")[1]
            there = rank(other)
            if other not in (source.layer, "__version__") and (there is None or own is None or there >= own):
                yield f"{source.name} imports {name}"


def against_libraries(source: Source) -> Iterator[str]:
    """Libraries imported where they have no business."""
    for name in source.imports:
        top = name.split(".")[0]
        own = top == "gradsight" or name.startswith(".") or top in sys.stdlib_module_names
        if (not own and source.layer not in THIRD_PARTY.get(top, frozenset())) or (
            top == "jedi" and source.name != LIBRARY_READER
        ):
            yield f"{source.name} imports {name}"
    if source.name != PARSER:
        yield from (f"{source.name} calls {name}" for name in _attributes(source) if name.startswith("parse_"))


def against_purity(source: Source) -> Iterator[str]:
    """In the core: modules and built-in functions that reach outside of the process's memory."""
    if source.layer not in CORE:
        return
    for name in source.imports:
        top = name.split(".")[0]
        if name in RESOURCES and source.name in DATA_READERS:
            continue
        if top in sys.stdlib_module_names and top not in PURE:
            yield f"{source.name} imports {name}"
    yield from (f"{source.name} calls {name}" for name in _called(source) if name in TOUCHES)


def against_safety(source: Source) -> Iterator[str]:
    """Anywhere: the user's code executed, a program started but where that is allowed, a connection opened."""
    yield from (f"{source.name} calls {name}" for name in _called(source) if name in EXECUTES)
    for name in source.imports:
        top = name.split(".")[0]
        late = name in ("importlib.import_module", "runpy") and source.name not in LATE_IMPORTERS
        starts = top in PROCESSES and source.name not in STARTERS
        if late or starts or name in NETWORK or top in NETWORK:
            yield f"{source.name} imports {name}"


def against_size(source: Source) -> Iterator[str]:
    """Missing docstrings, long files, long functions."""
    if not ast.get_docstring(source.tree):
        yield f"{source.name} has no docstring"
    if (lines := len(source.text.splitlines())) > MOST_LINES:
        yield f"{source.name} has {lines} lines"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > MOST_FUNCTION_LINES:
                yield f"{source.name}.{node.name} has {lines} lines"


WORDS = re.compile(
    "|".join(
        (
            r"/wo" r"rk/",
            r"\bsha" r"red/",
            r"\bhel" r"per-",
            r"pypi\.o" r"rg",
            r"pythonhos" r"ted",
            r"npm" r"js\.(?:org|com)",
            r"download\.pyto" r"rch",
            r"deb\.deb" r"ian",
        )
    )
)
"""Words about where and with what the repository was made: file systems, package hosts."""


def foreign_words(path: str, text: str) -> Iterator[str]:
    """Words in a file of the repository that speak of something else than the product."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := WORDS.search(line):
            yield f"{path}:{number}: {found[0]}"


def _attributes(source: Source) -> Iterator[str]:
    """What is taken from libcst, as in `cst.parse_module`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("cst", "libcst"):
            yield node.attr


def _called(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
