"""Every rule's page has one form: fixed headings, an example that fires, look-alikes that do not, the fixed program."""

from __future__ import annotations

import re

import pytest
from literate_document import RULE_PAGES, Document, documents
from literate_expectation import expectations

PAGES = [document for document in documents() if document.path.parent == RULE_PAGES]
TITLE = re.compile(r"([a-z]+(?:-[a-z]+)*) \((GS\d{3})\)")
HEADINGS = [
    "What it says",
    "Why it matters",
    "What torch does",
    "Example",
    "Fixed",
    "When it is silent",
    "Advice that circulates and is wrong",
    "See also",
]

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.stem)


@each_page
def test_headings(page: Document) -> None:
    (level, title), *rest = page.headings
    match = TITLE.fullmatch(title)
    assert level == 1
    assert match is not None, title
    assert match.group(1).replace("-", "_") == page.path.stem
    assert rest == [(2, heading) for heading in HEADINGS]


@each_page
def test_every_section_says_something(page: Document) -> None:
    speaking = [heading for _, heading in page.headings if heading != "Example"]
    assert [heading for heading in speaking if not page.prose.get(heading, "").strip()] == []
    assert len(page.prose[page.headings[0][1]].strip().splitlines()) == 1


@each_page
def test_examples(page: Document) -> None:
    rule = page.headings[0][1].split(" ")[0]
    fires: dict[str, list[list[str]]] = {}
    for program in page.programs:
        rules = [finding.rule for finding in expectations(program.source).findings]
        fires.setdefault(program.section, []).append(rules)
    assert set(map(tuple, fires["Example"])) == {(rule,)}
    assert set(map(tuple, fires["When it is silent"])) == {()}
    assert all(expectations(p.source).findings == [] for p in page.programs if p.broken is not None)


@each_page
def test_a_fix_says_whether_it_is_safe(page: Document) -> None:
    assert all(program.fix_kind is not None for program in page.programs if program.broken is not None)
