"""Applies many fixes to one source: edits that overlap are not mixed, and what parsed before parses after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from gradsight.findings import Edit, Finding, Fix
from gradsight.service.document import Document

ROUNDS = 50
"""One round applies what does not overlap; findings that this uncovers wait for the next."""

Proposal = tuple[Finding, Fix]


@dataclass(frozen=True, slots=True)
class Fixed:
    """The source after fixing, and how many findings of each rule were mended."""

    source: str
    applied: Counter[str] = field(default_factory=Counter)


def fixed(source: str, document: Callable[[str], Document], propose: Callable[[Document], Sequence[Proposal]]) -> Fixed:
    """Fixes until nothing is proposed, a source comes back, or ROUNDS are over."""
    applied: Counter[str] = Counter()
    seen = {source}
    for _ in range(ROUNDS):
        before = document(source)
        after, rules = _round(before, document, propose(before))
        if after in seen:
            break
        seen.add(after)
        applied.update(rules)
        source = after
    return Fixed(source, applied)


def edited(source: str, edits: Iterable[Edit]) -> str:
    """The source after edits that do not overlap."""
    for edit in sorted(edits, key=lambda edit: (edit.place.start, edit.place.end), reverse=True):
        source = source[: edit.place.start] + edit.text + source[edit.place.end :]
    return source


def automatic(document: Document, unsafe: bool) -> list[Proposal]:
    """For each finding the fix to apply without asking: the preferred one, else the first, of those allowed."""
    proposals = []
    for finding in document.findings:
        allowed = [fix for fix in finding.fixes if unsafe or fix.applicability == "safe"]
        allowed = [fix for fix in allowed if all(edit.place.path == document.path for edit in fix.edits)]
        if allowed:
            proposals.append((finding, min(allowed, key=lambda fix: not fix.preferred)))
    return proposals


def _round(
    before: Document, document: Callable[[str], Document], proposals: Sequence[Proposal]
) -> tuple[str, list[str]]:
    """The source after one round, and the rules mended: all fixes that stand apart, else the first that parses."""
    together = _apart(proposals)
    for group in (together, *([proposal] for proposal in proposals)):
        after = edited(before.source, dict.fromkeys(edit for _, fix in group for edit in fix.edits))
        if after != before.source and _parses_as_well(before, document(after)):
            return after, [finding.rule for finding, _ in group]
    return before.source, []


def _apart(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The fixes whose edits touch no edit of a fix before them; a fix with the very same edits goes along."""
    apart: list[Proposal] = []
    for finding, fix in proposals:
        if all(set(other.edits) == set(fix.edits) or not _touch(fix, other) for _, other in apart):
            apart.append((finding, fix))
    return apart


def _touch(a: Fix, b: Fix) -> bool:
    return any(
        one.place.start <= other.place.end and other.place.start <= one.place.end
        for one in a.edits
        for other in b.edits
    )


def _parses_as_well(before: Document, after: Document) -> bool:
    return len(after.module.problems) <= len(before.module.problems)
