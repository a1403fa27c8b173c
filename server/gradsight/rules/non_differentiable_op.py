"""GS308: a wanted gradient ends at an operation without derivative."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import cut_findings


def find(context: Context) -> Iterator[Finding]:
    return cut_findings(context, RULE, ("non-differentiable", "integer",), "at this operation, which has no derivative", "this has no derivative")


RULE = Rule("non-differentiable-op", "GS308", "warning", "a wanted gradient ends at an operation without derivative", find)
