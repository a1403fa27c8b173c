"""GS301: a wanted gradient ends at a `detach()`."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import cut_findings


def find(context: Context) -> Iterator[Finding]:
    return cut_findings(context, RULE, ("detach",), "at this `detach()`", "this takes it out of the graph")


RULE = Rule("detach-in-path", "GS301", "warning", "a wanted gradient ends at a `detach()`", find)
