"""Methods of texts: of a known text, what Python itself answers; else just a text."""

from __future__ import annotations

from collections.abc import Hashable

from gradsight.domain.objects import Sequence
from gradsight.domain.values import Literal, Plain, Tuple, Value, literal
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles

KNOWN = ("lower", "upper", "strip", "lstrip", "rstrip", "startswith", "endswith", "replace", "split", "rsplit", "removeprefix",
         "removesuffix", "title", "capitalize", "isdigit", "count", "find", "partition", "rpartition", "zfill", "format",
         "splitlines", "casefold", "rfind", "isidentifier")  # fmt: skip


@handles("str.*")
def text(call: Call) -> Value:
    name = call.name.rpartition(".")[2]
    if name == "join":
        return _joined(call)
    given = [_known(value) for value in call.args.positional]
    named = {key: _known(value) for key, value in call.args.keywords.items()}
    if name in KNOWN and None not in given and None not in named.values() and call.args.more is None:
        try:
            return _as_value(call, getattr(given[0], name)(*given[1:], **named))
        except (TypeError, ValueError, LookupError, AttributeError):
            return Plain("str")
    if name.startswith(("is", "starts", "ends")):
        return Plain("bool")
    if name in ("split", "rsplit", "splitlines", "partition", "rpartition"):
        return Plain("object")
    return Plain("int" if name in ("count", "find", "index") else "str")


def _known(value: Value) -> Hashable | None:
    """The Python value of a literal, or of a tuple of such; None where it is not known."""
    if isinstance(value, Literal):
        return value.value
    items = [each.value for each in value.items if isinstance(each, Literal)] if isinstance(value, Tuple) else []
    return tuple(items) if isinstance(value, Tuple) and len(items) == len(value.items) else None


def _as_value(call: Call, result: object) -> Value:
    match result:
        case str() | bool() | int():
            return literal(result)
        case tuple():
            return Tuple(tuple(literal(part) for part in result))
        case list():
            return call.host.new(Sequence("list", tuple(literal(part) for part in result)))
    return Plain("str")


def _joined(call: Call) -> Value:
    """Texts that are all known, one after the other."""
    given = call.arg(1, "iterable")
    items = None if given is None else call.host.iterate(given)
    if items is None or items.rest is not None:
        return Plain("str")
    parts = [part.value for part in items.known if isinstance(part, Literal) and isinstance(part.value, str)]
    between = call.receiver.value if isinstance(call.receiver, Literal) else None
    return literal(between.join(parts)) if isinstance(between, str) and len(parts) == len(items.known) else Plain("str")
