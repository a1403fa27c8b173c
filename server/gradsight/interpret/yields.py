"""Whether a function is a generator."""

from __future__ import annotations

from functools import lru_cache

import libcst as cst

from gradsight.interpret.frames import Code


@lru_cache(maxsize=4096)
def has_yield(code: Code) -> bool:
    """Whether the function's own body yields; functions inside it do not count."""
    node = code.node
    body = node.body if isinstance(node, cst.FunctionDef | cst.Lambda) else None
    return body is not None and _yields(body)


def _yields(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Yield):
        return True
    if isinstance(node, cst.FunctionDef | cst.Lambda | cst.ClassDef):
        return False
    return any(_yields(child) for child in node.children)
