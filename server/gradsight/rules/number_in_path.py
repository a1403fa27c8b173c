"""GS305: a wanted gradient ends at a Python number."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import cut_findings


def find(context: Context) -> Iterator[Finding]:
    return cut_findings(
        context, RULE, ("number",), "where a Python number is made of it", "a Python number has no graph"
    )


RULE = Rule("number-in-path", "GS305", "warning", "a wanted gradient ends at a Python number", find)
