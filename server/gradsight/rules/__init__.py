"""Rules: what a run has learnt goes in, findings come out. One file and one page each."""

from gradsight.rules.registry import RULES, page
from gradsight.rules.rule import Rule

__all__ = ["RULES", "Rule", "page"]
