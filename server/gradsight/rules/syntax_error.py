"""GS902: a piece of the source does not parse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradsight.findings import Edit, Finding, Fix, Place
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.syntax import Module, Problem, parse

CLOSING = {"(": ")", "[": "]", "{": "}"}
COMPOUND = re.compile(r"\s*(async|for|while|if|elif|else|with|def|class|try|except|finally|match|case)\b")
LONGEST = 200_000
"""Characters of a text that is parsed again to see whether a fix helps."""


def find(context: Context) -> Iterator[Finding]:
    for problem in context.module.problems:
        place = Place(context.path, problem.start, problem.end)
        message = f"This does not parse, so nothing is known of what it does: {problem.message}"
        yield Finding(
            RULE.name, RULE.code, "information", message, place, (), _fixes(context.module, context.path, problem)
        )


def _fixes(module: Module, path: str, problem: Problem) -> tuple[Fix, ...]:
    """The `:` or the brackets that are missing at the end of the first line, if the text then has an error less."""
    source = module.text.source
    line = source[problem.start :].partition("\n")[0].partition("#")[0].rstrip()
    missing = ":" if COMPOUND.match(line) and not line.endswith(":") else _open(line)
    at = problem.start + len(line)
    if not missing or len(source) > LONGEST:
        return ()
    if len(parse(source[:at] + missing + source[at:]).problems) >= len(module.problems):
        return ()
    title = "Insert the `:`" if missing == ":" else f"Close the bracket: `{missing}`"
    return (Fix(title, (Edit(Place(path, at, at), missing),), "unsafe", True),)


def _open(line: str) -> str:
    """What closes the brackets that a line leaves open; empty if it has strings, which may hold any of them."""
    stack: list[str] = []
    for char in "" if "'" in line or '"' in line else line:
        if char in CLOSING:
            stack.append(CLOSING[char])
        elif char in CLOSING.values() and (not stack or stack.pop() != char):
            return ""
    return "".join(reversed(stack))


RULE = Rule("syntax-error", "GS902", "information", "a piece of the source does not parse", find)
