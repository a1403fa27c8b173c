"""Whether a function is a generator."""

from __future__ import annotations

from functools import lru_cache

import libcst as cst

from gradsight.interpret.frames import Code


def has_yield(code: Code) -> bool:
    """Whether the function's own body yields; functions inside it do not count."""
    return isinstance(code.node, cst.FunctionDef | cst.Lambda) and _body_yields(code.node)


@lru_cache(maxsize=4096)
def _body_yields(node: cst.FunctionDef | cst.Lambda) -> bool:
    return _yields(node.body)


def _yields(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Yield):
        return True
    if isinstance(node, cst.FunctionDef | cst.Lambda | cst.ClassDef):
        return False
    return any(_yields(child) for child in node.children)
