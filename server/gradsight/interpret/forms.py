"""The language forms: each lives in a file of its own and registers itself here."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from gradsight.domain.values import Value

EVALUATE: dict[type[cst.CSTNode], Callable[..., Value]] = {}
EXECUTE: dict[type[cst.CSTNode], Callable[..., None]] = {}


def evaluates(*nodes: type[cst.CSTNode]) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Registers the evaluation of expression forms."""

    def register(function: Callable[..., Value]) -> Callable[..., Value]:
        EVALUATE.update(dict.fromkeys(nodes, function))
        return function

    return register


def executes(*nodes: type[cst.CSTNode]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Registers the execution of statement forms."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        EXECUTE.update(dict.fromkeys(nodes, function))
        return function

    return register
