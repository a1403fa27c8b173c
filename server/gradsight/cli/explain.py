"""`gradsight explain`: the page of one rule, and the list of all."""

from __future__ import annotations

from difflib import get_close_matches

from gradsight.rules import RULES
from gradsight.rules import page as text_of


class UnknownRule(Exception):
    """There is no such rule; the message names the nearest."""


def page(rule: str, colour: bool = False) -> str:
    """The page of the rule with this name or code: as Markdown, or set for a terminal. Raises UnknownRule."""
    name = next((name for name, known in RULES.items() if rule in (name, known.code)), None)
    if name is None:
        near = get_close_matches(rule, [*RULES, *(known.code for known in RULES.values())], n=1)
        hint = f"did you mean `{near[0]}`?" if near else "`gradsight explain --all` lists them"
        raise UnknownRule(f"no rule is called `{rule}`; {hint}")
    text = text_of(name).rstrip("\n") + "\n"
    return _set(text) if colour else text


def listing() -> str:
    """Code, name, severity and summary of every rule, by code."""
    rules = sorted(RULES.values(), key=lambda rule: rule.code)
    width = max((len(rule.name) for rule in rules), default=0)
    return "".join(f"{rule.code}  {rule.name:<{width}}  {rule.severity:<11}  {rule.summary}\n" for rule in rules)


def _set(markdown: str) -> str:
    from io import StringIO

    from rich.console import Console
    from rich.markdown import Markdown

    out = StringIO()
    width = min(Console().width, 120)
    Console(file=out, force_terminal=True, color_system="standard", width=width).print(Markdown(markdown))
    return out.getvalue()
