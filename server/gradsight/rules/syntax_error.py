"""GS902: a piece of the source does not parse."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding, Place
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for problem in context.module.problems:
        place = Place(context.path, problem.start, problem.end)
        message = f"This does not parse, so nothing is known of what it does: {problem.message}"
        yield Finding(RULE.name, RULE.code, "information", message, place)


RULE = Rule("syntax-error", "GS902", "information", "a piece of the source does not parse", find)
