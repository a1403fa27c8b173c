"""Where a dotted name is defined, as jedi finds it. The one module that imports jedi; it runs in a process of its own."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import jedi
from jedi.api.environment import InterpreterEnvironment
from jedi.inference.compiled.subprocess import InferenceStateSameProcess

KNOWN = frozenset({"torch", "numpy", "typing", "typing_extensions", "jaxtyping", "collections", "abc", "enum"})
"""Libraries whose names the analysis knows itself: a name that comes from one of them is not followed further."""
_NOT_READ = frozenset({"torch", "numpy"})
"""Of these not even the sources are read, which would take seconds and make no difference."""

Node = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Assign | ast.AnnAssign
NODES = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Assign, ast.AnnAssign)


class _Files(InferenceStateSameProcess):
    """What jedi asks of a running Python: where sources are. Nothing that is found there is ever imported."""

    def load_module(self, dotted_name: str, sys_path: Sequence[str]) -> object:
        """What is compiled into this very Python; None for all else."""
        if dotted_name not in sys.builtin_module_names:
            return None
        return self.__getattr__("load_module")(dotted_name=dotted_name, sys_path=sys_path)

    def get_module_info(self, string: str, full_name: str = "", **where: object) -> object:
        if (full_name or string).partition(".")[0] in _NOT_READ:
            return None, None
        return self.__getattr__("get_module_info")(string=string, full_name=full_name, **where)


class _Version(NamedTuple):
    major: int
    minor: int
    micro: int = 0


class _Environment(InterpreterEnvironment):
    """A Python of which only the version is known, so that it need not be started."""

    def __init__(self, version: tuple[int, int]) -> None:
        super().__init__()
        self.version_info = _Version(*version)

    def get_inference_state_subprocess(self, inference_state: object) -> _Files:
        return _Files(inference_state)

    def get_sys_path(self) -> list[str]:
        """The folders from which compiled modules may be loaded: none."""
        return []


@dataclass(frozen=True, slots=True)
class Definition:
    """A statement that defines a name, in the module of that dotted name and file. `node` is None for a module itself."""

    name: str
    module: str
    path: Path
    node: Node | None


class _File(NamedTuple):
    """The statements that define a name, by line and name, and what each imported name stands for."""

    nodes: dict[tuple[int, str], Node]
    imports: dict[str, str]


Found = list[Definition] | str
"""The definitions of a name, more than one where they depend on a condition, none if there is nothing of that name; or the
name that a library in `KNOWN`, or one that is not installed, has for it."""


class Definitions:
    """Finds definitions by dotted names in folders of installed libraries."""

    def __init__(self, paths: Sequence[str], version: tuple[int, int]) -> None:
        folders = [*paths, str(Path(os.__file__).parent)]
        root = folders[0]
        self._project = jedi.Project(root, sys_path=folders, load_unsafe_extensions=False, smart_sys_path=False)
        self._environment = _Environment(version)
        self._files: dict[Path, _File] = {}

    def find(self, name: str) -> Found:
        """What a dotted name means that starts with the name of an installed library."""
        top = name.partition(".")[0]
        return name if top in KNOWN else self._find(f"import {top}", name)

    def find_in(self, definition: Definition, name: str) -> Found:
        """What a dotted name means in the module of a definition."""
        head, dot, rest = name.partition(".")
        if definition.path.suffix == ".pyi" and (target := self._file(definition.path).imports.get(head)):
            # What a stub imports is not to be imported from it, so jedi does not find it there.
            return self.find(_absolute(target, definition) + dot + rest)
        return self._find(f"from {definition.module} import {head}", name)

    def _find(self, statement: str, name: str) -> Found:
        code = f"{statement}\n{name}"
        script = jedi.Script(code, project=self._project, environment=self._environment)
        at = (2, len(name)) if "." in name else (1, len(statement))
        imported = [each.full_name for each in script.goto(*at, prefer_stubs=True) if each.full_name]
        if imported and imported[0].partition(".")[0] in KNOWN:
            return str(imported[0])
        found = script.goto(*at, follow_imports=True, prefer_stubs=True)
        if found:
            return [definition for each in found if (definition := self._definition(each)) is not None]
        if imported and imported[0] != name:
            return str(imported[0])
        return self._attribute(statement, name)

    def _attribute(self, statement: str, name: str) -> Found:
        """An attribute of something that comes from another library."""
        owner, _, last = name.rpartition(".")
        above = self._find(statement, owner) if owner else []
        return f"{above}.{last}" if isinstance(above, str) else []

    def _definition(self, found: jedi.api.classes.Name) -> Definition | None:
        path = found.module_path
        if found.type == "module":
            return Definition(found.full_name or "", found.full_name or "", path or Path(), None)
        node = None if path is None else self._file(path).nodes.get((found.line, found.name))
        return None if node is None else Definition(found.full_name or found.name, found.module_name, path, node)

    def _file(self, path: Path) -> _File:
        if path not in self._files:
            self._files[path] = _read(path)
        return self._files[path]


def _read(path: Path) -> _File:
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return _File({}, {})
    nodes: dict[tuple[int, str], Node] = {}
    imports: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, NODES):
            nodes.update(((node.lineno, name), node) for name in _names(node))
        elif isinstance(node, ast.Import):
            for alias in node.names:
                bound = alias.asname or alias.name.partition(".")[0]
                imports[bound] = alias.name if alias.asname else bound
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (f"{node.module}." if node.module else "")
            imports.update((alias.asname or alias.name, start + alias.name) for alias in node.names)
    return _File(nodes, imports)


def _names(node: Node) -> list[str]:
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign):
        return [node.target.id] if isinstance(node.target, ast.Name) else []
    return [node.name]


def _absolute(target: str, definition: Definition) -> str:
    """The dotted name that an import in the module of a definition means."""
    name = target.lstrip(".")
    level = len(target) - len(name) - (definition.path.stem == "__init__")
    if not target.startswith("."):
        return name
    parts = definition.module.split(".")
    return ".".join([*parts[: len(parts) - level], name])
