"""GS303: a wanted gradient ends where grad mode is off."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import cut_findings


def find(context: Context) -> Iterator[Finding]:
    return cut_findings(context, RULE, ("no-grad",), "where grad mode is off", "computed while grad mode is off")


RULE = Rule("no-grad-in-path", "GS303", "warning", "a wanted gradient ends where grad mode is off", find)
