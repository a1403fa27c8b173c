"""The parts of a libcst node that are code."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any

import libcst as cst

_NO_CODE = (
    "whitespace",
    "lpar",
    "rpar",
    "lbracket",
    "rbracket",
    "lbrace",
    "rbrace",
    "comma",
    "semicolon",
    "leading_lines",
)
_LAYOUT = {"header", "footer", "indent", "lines_after_decorators", "equal", "dot", "first_line", "empty_lines"}


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """Like `node.children`, without white space, comments and punctuation; that walks the whole tree below to find them."""
    found: list[cst.CSTNode] = []
    for name in _fields_of(type(node)):
        value: Any = getattr(node, name)
        kind = type(value)
        if kind is list or kind is tuple:
            found.extend([each for each in value if _NODES[type(each)]])
        elif _NODES[kind]:
            found.append(value)
    return found


class Kinds(dict[type, bool]):
    """Whether a type is one of `kinds`; kept, since `isinstance` of libcst's abstract classes takes long."""

    def __init__(self, *kinds: type) -> None:
        super().__init__()
        self.kinds = kinds

    def __missing__(self, kind: type) -> bool:
        self[kind] = found = issubclass(kind, self.kinds)
        return found


_NODES = Kinds(cst.CSTNode)


@cache
def _fields_of(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    names = (field.name for field in fields(kind))
    return tuple(name for name in names if not name.startswith(_NO_CODE) and name not in _LAYOUT)
