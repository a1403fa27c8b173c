"""GS306: a wanted gradient ends at a numpy array."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import cut_findings


def find(context: Context) -> Iterator[Finding]:
    return cut_findings(context, RULE, ("numpy",), "where it becomes a numpy array", "a numpy array has no graph")


RULE = Rule("numpy-in-path", "GS306", "warning", "a wanted gradient ends at a numpy array", find)
