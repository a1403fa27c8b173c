"""GS311: a reentrant checkpoint none of whose inputs requires grad."""

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
        ("checkpoint",),
        "at this reentrant checkpoint, none of whose inputs requires grad",
        "the parameters inside do not count, only the inputs",
    )


RULE = Rule("reentrant-checkpoint", "GS311", "warning", "a reentrant checkpoint has no input that requires grad", find)
