"""Makes a failing program smaller: takes away statements, unwraps blocks, replaces expressions by their parts."""

from __future__ import annotations

import ast
import copy
import time
from collections.abc import Callable, Iterator

SECONDS = 25.0
BODIES = ("body", "orelse", "finalbody", "handlers", "cases")


def shrink(source: str, fails: Callable[[str], bool], seconds: float = SECONDS) -> str:
    """The smallest program found within the time for which `fails` still holds."""
    deadline = time.monotonic() + seconds
    best = ast.unparse(ast.parse(source))
    if not fails(best):
        return source
    best = _halved(best, fails, deadline)
    progress = True
    while progress:
        progress = False
        for make in (_without_statements, _unwrapped, _simpler):
            index = 0
            while time.monotonic() < deadline:
                candidate = make(best, index)
                if candidate is None:
                    break
                if len(candidate) < len(best) and _compiles(candidate) and fails(candidate):
                    best, progress = candidate, True
                else:
                    index += 1
    return best + "\n"


def _halved(best: str, fails: Callable[[str], bool], deadline: float) -> str:
    """The program without runs of top-level statements, long runs first."""
    size = len(ast.parse(best).body)
    while size := size // 2:
        end = len(ast.parse(best).body)
        while end > 0 and time.monotonic() < deadline:
            tree = ast.parse(best)
            del tree.body[max(0, end - size) : end]
            candidate = _text(tree)
            if fails(candidate):
                best = candidate
            end -= size
    return best


def _compiles(source: str) -> bool:
    try:
        compile(source, "shrunk.py", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _lists(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            found = getattr(node, field, None)
            if isinstance(found, list) and found:
                yield found


def _without_statements(source: str, index: int) -> str | None:
    """The program without one statement, or without all that follows one, the last ones first."""
    tree = ast.parse(source)
    places = [(body, at) for body in _lists(tree) for at in range(len(body))]
    if index >= 2 * len(places):
        return None
    body, at = places[::-1][index // 2]
    if index % 2:
        del body[at:]
    else:
        del body[at]
    if not body and not isinstance(tree, ast.Module):
        body.append(ast.Pass())
    return _text(tree)


def _text(tree: ast.AST) -> str:
    for node in ast.walk(tree):
        if getattr(node, "body", None) == []:
            node.body = [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(ast.fix_missing_locations(tree))


def _unwrapped(source: str, index: int) -> str | None:
    """The program with the statements of one block in the block's place; imports one name less; parts of `if` and `try` dropped."""
    tree = ast.parse(source)
    changes: list[Callable[[], None]] = []
    for body in _lists(tree):
        for at, statement in enumerate(body):
            for field in ("body", "orelse", "finalbody"):
                inner = getattr(statement, field, None)
                if isinstance(inner, list) and inner and not isinstance(statement, (ast.ClassDef, ast.FunctionDef)):
                    changes.append(lambda body=body, at=at, inner=inner: body.__setitem__(slice(at, at + 1), inner))  # type: ignore[misc]
            for handler in getattr(statement, "handlers", []) + getattr(statement, "cases", []):
                changes.append(lambda body=body, at=at, inner=handler.body: body.__setitem__(slice(at, at + 1), inner))  # type: ignore[misc]
                changes.append(lambda owner=statement, handler=handler: _remove(owner, handler))  # type: ignore[misc]
            for field in ("orelse", "finalbody", "decorator_list", "keywords"):
                if getattr(statement, field, None):
                    changes.append(lambda owner=statement, field=field: setattr(owner, field, []))  # type: ignore[misc]
            if isinstance(statement, ast.Import):
                changes += [lambda names=statement.names, name=name: names.remove(name) for name in statement.names]  # type: ignore[misc]
    if index >= len(changes):
        return None
    changes[index]()
    try:
        return _text(tree)
    except (ValueError, AttributeError):
        return source


def _remove(owner: ast.stmt, handler: ast.AST) -> None:
    for field in ("handlers", "cases"):
        if handler in getattr(owner, field, []):
            getattr(owner, field).remove(handler)


def _simpler(source: str, index: int) -> str | None:
    """The program with one expression replaced by one of its parts, or an argument or element taken away."""
    tree = ast.parse(source)
    count = 0
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if isinstance(value, ast.expr) and isinstance(getattr(value, "ctx", ast.Load()), ast.Load):
                for part in _parts(value):
                    if count == index:
                        setattr(node, field, copy.deepcopy(part))
                        return _text(tree)
                    count += 1
            elif isinstance(value, list):
                for at, item in enumerate(value):
                    if isinstance(item, (ast.keyword, ast.arg, ast.expr)):
                        if count == index:
                            del value[at]
                            return _safe_text(tree, source)
                        count += 1
                    if isinstance(item, ast.expr) and isinstance(getattr(item, "ctx", ast.Load()), ast.Load):
                        for part in _parts(item):
                            if count == index:
                                value[at] = copy.deepcopy(part)
                                return _text(tree)
                            count += 1
    return None


def _safe_text(tree: ast.AST, source: str) -> str:
    try:
        return _text(tree)
    except (ValueError, IndexError, AttributeError):
        return source


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.keyword):
            yield child.value
