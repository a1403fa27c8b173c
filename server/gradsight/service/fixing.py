"""Applies many fixes to a source and what it imports: overlapping edits are not mixed, what parsed before parses after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gradsight.findings import Edit, Finding, Fix
from gradsight.service.document import Document
from gradsight.syntax import parse

ROUNDS = 50
"""One round applies what does not overlap; findings that this uncovers wait for the next."""

Proposal = tuple[Finding, Fix]


Texts = Mapping[str, str]
"""Sources by path."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The source after fixing, other files that fixes have changed, and how many findings of each rule were mended."""

    source: str
    applied: Counter[str] = field(default_factory=Counter)
    others: Texts = field(default_factory=dict)


def fixed(
    path: str, source: str, document: Callable[[Texts], Document], propose: Callable[[Document], Sequence[Proposal]]
) -> Fixed:
    """Fixes until nothing is proposed, the same texts come back, or ROUNDS are over.

    `document` gives the source at `path` when it and other files have these texts."""
    applied: Counter[str] = Counter()
    texts: Texts = {path: source}
    seen = [texts]
    for _ in range(ROUNDS):
        before = document(texts)
        after, rules = _round(before, texts, document, propose(before))
        if after in seen:
            break
        seen.append(after)
        applied.update(rules)
        texts = after
    return Fixed(texts[path], applied, {other: text for other, text in texts.items() if other != path})


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
        allowed = [fix for fix in allowed if all(document.edits(edit.place.path) for edit in fix.edits)]
        if allowed:
            proposals.append((finding, min(allowed, key=lambda fix: not fix.preferred)))
    return proposals


def _round(
    before: Document, texts: Texts, document: Callable[[Texts], Document], proposals: Sequence[Proposal]
) -> tuple[Texts, list[str]]:
    """The texts after one round, and the rules mended: all fixes that stand apart, else the first that parses."""
    together = _apart(proposals)
    for group in (together, *([proposal] for proposal in proposals)):
        after = _edited(before, texts, list(dict.fromkeys(edit for _, fix in group for edit in fix.edits)))
        if after != texts and _parses_as_well(before, texts, after, document):
            return after, [finding.rule for finding, _ in group]
    return texts, []


def _edited(before: Document, texts: Texts, edits: Sequence[Edit]) -> Texts:
    """The texts after edits, each of which is in the file that its place names."""
    after = dict(texts)
    for path in {edit.place.path for edit in edits}:
        after[path] = edited(_text(before, texts, path), [edit for edit in edits if edit.place.path == path])
    return after


def _text(before: Document, texts: Texts, path: str) -> str:
    return texts[path] if path in texts else before.analysis.sources[path].text.source


def _apart(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The fixes whose edits touch no edit of a fix before them; a fix with the very same edits goes along."""
    apart: list[Proposal] = []
    for finding, fix in proposals:
        if all(set(other.edits) == set(fix.edits) or not _touch(fix, other) for _, other in apart):
            apart.append((finding, fix))
    return apart


def _touch(a: Fix, b: Fix) -> bool:
    return any(
        one.place.path == other.place.path and one.place.start <= other.place.end and other.place.start <= one.place.end
        for one in a.edits
        for other in b.edits
    )


def _parses_as_well(before: Document, texts: Texts, after: Texts, document: Callable[[Texts], Document]) -> bool:
    if len(document(after).module.problems) > len(before.module.problems):
        return False
    others = (path for path in after if path != before.path)
    return all(len(parse(after[p]).problems) <= len(parse(_text(before, texts, p)).problems) for p in others)
