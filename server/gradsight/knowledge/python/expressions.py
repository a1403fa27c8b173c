"""Regular expressions over texts that are known, such as the names of parameters."""

from __future__ import annotations

import re

from gradsight.domain.objects import Instance
from gradsight.domain.values import NONE, Library, Literal, Plain, Ref, Value
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles

LONGEST, MOST_REPEATED = 200, 3
"""Characters of a pattern and of a text, and repetitions in a pattern, that are matched at once."""
METHODS = ("search", "match", "fullmatch")


@handles("re.compile")
def compile_(call: Call) -> Value:
    """A pattern; with flags, or of a text that is not known, nothing is known of it."""
    pattern = call.receiver if len(call.args.positional) == 1 and not call.args.keywords else Plain("object")
    return call.host.new(Instance(Library("re.Pattern"), {"pattern": pattern}, place=call.place))


@handles(*(f"re.{name}" for name in METHODS))
def matched(call: Call) -> Value:
    return _matched(call, call.receiver, call.arg(1, "string") if len(call.args.positional) == 2 else None)


@handles(*(f"re.Pattern.{name}" for name in METHODS))
def matched_by(call: Call) -> Value:
    """The same of a compiled pattern."""
    found = call.host.state.heap.get(call.receiver.id) if isinstance(call.receiver, Ref) else None
    pattern = found.attrs.get("pattern", NONE) if isinstance(found, Instance) else NONE
    return _matched(call, pattern, call.args.positional[1] if len(call.args.positional) == 2 else None)


def _matched(call: Call, pattern: Value, text: Value | None) -> Value:
    """A match, None, or either."""
    known = [each.value for each in (pattern, text) if isinstance(each, Literal) and isinstance(each.value, str)]
    if len(known) < 2 or call.args.keywords or not _is_quick(*known):
        return Plain("object")
    try:
        found = getattr(re, call.name.rpartition(".")[2])(*known)
    except re.error:
        return Plain("object")
    return NONE if found is None else call.host.new(Instance(Library("re.Match"), {}, place=call.place))


def _is_quick(pattern: str, text: str) -> bool:
    """Whether matching takes no time to speak of: nothing that repeats groups, and not much that repeats."""
    long = len(pattern) > LONGEST or len(text) > LONGEST
    return not long and len(re.findall(r"[*+{]", pattern)) <= MOST_REPEATED and not re.search(r"\)[*+?{]", pattern)
