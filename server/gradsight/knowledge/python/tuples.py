"""Methods of named tuples."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Dict
from gradsight.domain.values import Tuple, Value, literal
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles


@handles("tuple._replace", "tuple._asdict")
def named_tuple(call: Call) -> Value:
    """The same fields with some other values, as a tuple or as a dict."""
    found = call.receiver
    if not isinstance(found, Tuple) or len(found.fields) != len(found.items):
        return call.unknown("the fields of the tuple are not known")
    items = {name: call.args.keywords.get(name, item) for name, item in zip(found.fields, found.items, strict=True)}
    if call.name.endswith("_asdict"):
        return call.host.new(Dict({literal(name): item for name, item in items.items()}))
    return replace(found, items=tuple(items.values()))
