"""`gradsight explain`: the page of one rule, and the list of all."""

from __future__ import annotations

from difflib import get_close_matches

from gradsight.rules import RULES
from gradsight.rules import page as text_of


class UnknownRule(Exception):
    """There is no such rule; the message names the nearest."""


def page(rule: str) -> str:
    """The page of the rule with this name or code. Raises UnknownRule."""
    name = next((name for name, known in RULES.items() if rule in (name, known.code)), None)
    if name is None:
        near = get_close_matches(rule, [*RULES, *(known.code for known in RULES.values())], n=1)
        hint = f"did you mean `{near[0]}`?" if near else "`gradsight explain --all` lists them"
        raise UnknownRule(f"no rule is called `{rule}`; {hint}")
    return text_of(name).rstrip("\n") + "\n"


def listing() -> str:
    """Code, name, severity and summary of every rule, by code."""
    rules = sorted(RULES.values(), key=lambda rule: rule.code)
    width = max((len(rule.name) for rule in rules), default=0)
    return "".join(f"{rule.code}  {rule.name:<{width}}  {rule.severity:<11}  {rule.summary}\n" for rule in rules)
