"""The pages and the registry of rules name the same rules."""

from __future__ import annotations

from literate_document import RULE_PAGES, documents

from gradsight.rules import RULES


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    pages = {page.headings[0][1] for page in documents() if page.path.parent == RULE_PAGES}
    assert pages == {f"{name} ({rule.code})" for name, rule in RULES.items()}
