"""GS309: a wanted gradient ends at a random draw."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import cut_findings


def find(context: Context) -> Iterator[Finding]:
    return cut_findings(
        context, RULE, ("sample", "draw"), "at this random draw", "the draw is not a function of its parameters"
    )


RULE = Rule("non-reparameterized-sample", "GS309", "warning", "a wanted gradient ends at a random draw", find)
