"""All rules, in the order in which they are asked: the true cause first, so that its consequences stay silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from types import MappingProxyType

from gradsight.findings import Finding
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule

_ALL: tuple[Rule, ...] = ()

RULES: Mapping[str, Rule] = MappingProxyType({rule.name: rule for rule in _ALL})


def find_all(context: Context) -> Iterator[Finding]:
    """The findings of every rule, sorted by place."""
    found = [finding for rule in _ALL for finding in rule.find(context)]
    yield from sorted(found, key=lambda finding: (finding.place.start, finding.place.end, finding.code))


def page(name: str) -> str:
    """The Markdown page of a rule."""
    return (files("gradsight.rules") / f"{name.replace('-', '_')}.md").read_text(encoding="utf-8")
