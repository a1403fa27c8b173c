"""GS304: a wanted gradient ends in inference mode, or autograd would have to save a tensor that was made there."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import cut_findings


def find(context: Context) -> Iterator[Finding]:
    yield from cut_findings(context, RULE, ("inference-mode",), "in inference mode", "computed in inference mode")


RULE = Rule("inference-mode-in-path", "GS304", "warning", "a wanted gradient ends in inference mode", find)
