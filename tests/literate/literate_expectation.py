"""The expectations in end-of-line comments. README.md of this folder describes the notation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

STATES = ("constant", "leaf", "tracked")
KINDS = ("other", "module", "optimizer")
GRADS = ("none", "populated")
FLAGS = ("true", "false")
WORDS = {"state": (*STATES, *KINDS, "unknown"), "grad": (*GRADS, "unknown"), "retains_grad": (*FLAGS, "unknown")}
SEVERITIES = ("error", "warning", "information")
KEYS = ("grad", "holds", "raises", "warns", *SEVERITIES)

START = re.compile(rf"(?:^|\s)#\s*(?=(?:{'|'.join(KEYS)}):)")
LOOKALIKE = re.compile(r"#\s*([a-z]+):")
RULE = re.compile(r"\[([a-z-]+)\](\?)?")


@dataclass(frozen=True, slots=True)
class State:
    """`words` that one expression has after a line; `expression` is None for the value of the statement itself."""

    line: int
    expression: str | None
    aspect: str
    words: frozenset[str]
    gap: bool
    """Marked `?`: torch shows `words`, and the analyser does not know it yet."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A rule that fires on `line`; with `gap`, one that should and does not yet."""

    line: int
    rule: str
    severity: str
    gap: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """A text expected at a line: of an exception, of a warning, or an expression that is true after it."""

    line: int
    text: str


@dataclass(slots=True)
class Expectations:
    states: list[State] = field(default_factory=list)
    findings: list[Expected] = field(default_factory=list)
    holds: list[Remark] = field(default_factory=list)
    raises: list[Remark] = field(default_factory=list)
    warns: list[Remark] = field(default_factory=list)

    def __len__(self) -> int:
        remarks = len(self.holds) + len(self.raises) + len(self.warns)
        return len(self.states) + len(self.findings) + remarks


def stripped(source: str) -> str:
    """Returns the program without its expectations, as a user would write it."""
    return "\n".join(_split(line)[0] for line in source.split("\n"))


def expectations(source: str) -> Expectations:
    """Returns what the comments expect; raises ValueError for a comment that says nothing sensible."""
    found = Expectations()
    for number, line in enumerate(source.split("\n"), 1):
        code, *comments = _split(line)
        if comments and not code.strip():
            raise ValueError(f"line {number}: an expectation stands at the end of a line of code")
        for word in LOOKALIKE.findall(code):
            if word not in ("noqa", "gradsight"):
                raise ValueError(f"line {number}: {word!r} is none of {', '.join(KEYS)}")
        for comment in comments:
            key, _, text = comment.partition(":")
            _add(found, number, key, text.strip())
    return found


def _split(line: str) -> list[str]:
    code, *comments = START.split(line)
    return [code.rstrip() if comments else code, *(comment.strip() for comment in comments)]


def _add(found: Expectations, line: int, key: str, text: str) -> None:
    if not text:
        raise ValueError(f"line {line}: {key} without a text")
    if key == "grad":
        found.states.extend(_state(line, item) for item in _items(text))
    elif key in SEVERITIES:
        found.findings.extend(_finding(line, key, item) for item in _items(text))
    else:
        {"holds": found.holds, "raises": found.raises, "warns": found.warns}[key].append(Remark(line, text))


def _finding(line: int, severity: str, item: str) -> Expected:
    match = RULE.fullmatch(item)
    if match is None:
        raise ValueError(f"line {line}: {item!r} is no [rule-name]")
    return Expected(line, match.group(1), severity, match.group(2) is not None)


def _state(line: int, item: str) -> State:
    gap = item.endswith("?")
    rest, words = _trailing_words(item.rstrip("?"))
    expression: str | None = rest or None
    aspect = "state"
    for suffix in ("grad", "retains_grad"):
        if expression is not None and expression.endswith(f".{suffix}") and words <= set(WORDS[suffix]):
            aspect, expression = suffix, expression.removesuffix(f".{suffix}")
    if not words or not words <= set(WORDS[aspect]):
        raise ValueError(f"line {line}: {item!r} does not end in a state")
    return State(line, expression, aspect, frozenset(words), gap)


def _trailing_words(item: str) -> tuple[str, set[str]]:
    """Splits `y leaf or tracked` into `y` and the two states."""
    rest, _, last = item.rpartition(" ")
    words = {last}
    while rest.endswith(" or"):
        rest, _, last = rest.removesuffix(" or").rpartition(" ")
        words.add(last)
    return rest.strip(), words


def _items(text: str) -> list[str]:
    """Splits at the commas that stand outside brackets."""
    items, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            items.append(text[start:at].strip())
            start = at + 1
    return [*items, text[start:].strip()]
