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
STATEMENT = re.compile(r"^(?!(?:elif|else|except|finally)\b)[^\s#)\]}]", re.MULTILINE)
"""Where a top-level statement begins."""
LONGEST = 50_000
"""Characters of a top-level statement that is parsed again to see whether a fix helps."""


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
    if not missing:
        return ()
    start, end = _piece(source, problem.start)
    fixed = source[start:at] + missing + source[at:end]
    if at > end or len(parse(fixed).problems) >= len(parse(source[start:end]).problems):
        return ()
    title = "Insert the `:`" if missing == ":" else f"Close the bracket: `{missing}`"
    return (Fix(title, (Edit(Place(path, at, at), missing),), "unsafe", True),)


def _piece(source: str, at: int) -> tuple[int, int]:
    """The top-level statement around an offset; nothing where it is too long."""
    starts = [found.start() for found in STATEMENT.finditer(source, 0, at + 1)]
    after = STATEMENT.search(source, source.find("\n", at) + 1 or len(source))
    start, end = starts[-1] if starts else 0, after.start() if after else len(source)
    return (start, end) if end - start < LONGEST else (at, at)


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
