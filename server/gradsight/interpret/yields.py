"""Whether a function is a generator."""

from __future__ import annotations

import libcst as cst

from gradsight.interpret.frames import Code
from gradsight.syntax import children


def has_yield(code: Code) -> bool:
    """Whether the function's own body yields; functions inside it do not count."""
    if code.yields is None:
        node = code.node
        # A walk takes long, and most files have no `yield` at all.
        likely = isinstance(node, cst.FunctionDef | cst.Lambda) and any(type(each) is cst.Yield for each in code.spans)
        code.yields = likely and isinstance(node, cst.FunctionDef | cst.Lambda) and _yields(node.body)
    return code.yields


def _yields(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Yield):
        return True
    if isinstance(node, cst.FunctionDef | cst.Lambda | cst.ClassDef):
        return False
    return any(_yields(child) for child in children(node))
