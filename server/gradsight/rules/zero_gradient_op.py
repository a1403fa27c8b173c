"""GS310: a wanted gradient is zero everywhere."""

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
        ("zero-gradient",),
        "at this operation, whose derivative is zero everywhere",
        "the derivative is zero everywhere",
    )


RULE = Rule("zero-gradient-op", "GS310", "warning", "a wanted gradient is zero everywhere", find)
