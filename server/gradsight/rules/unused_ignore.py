"""GS901: an ignore comment suppresses nothing. It is found where findings are suppressed, after all rules have run."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule


def find(_: Context) -> Iterator[Finding]:
    return iter(())


RULE = Rule("unused-ignore", "GS901", "information", "an ignore comment suppresses nothing", find)
