"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gradsight.findings import Finding, Severity
from gradsight.rules.context import Context


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule is a value: its name, code, usual severity and summary, and the function that finds."""

    name: str
    code: str
    severity: Severity
    summary: str
    find: Callable[[Context], Iterator[Finding]]
