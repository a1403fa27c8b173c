"""GS307: a wanted gradient ends where values are copied into a new tensor."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import cut_findings


def find(context: Context) -> Iterator[Finding]:
    return cut_findings(
        context,
        RULE,
        ("rewrap",),
        "where it is copied into a new tensor",
        "the values are copied into a new tensor, without their graph",
    )


RULE = Rule(
    "rewrapped-tensor", "GS307", "warning", "a wanted gradient ends where values are copied into a new tensor", find
)
