"""GS302: a wanted gradient ends at a `.data`."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import cut_findings


def find(context: Context) -> Iterator[Finding]:
    return cut_findings(
        context, RULE, ("data",), "at this `.data`", "`.data` is a plain tensor, which is not in the graph"
    )


RULE = Rule("data-in-path", "GS302", "warning", "a wanted gradient ends at a `.data`", find)
