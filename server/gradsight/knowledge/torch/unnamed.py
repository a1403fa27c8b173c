"""Attributes that are set under a name that is not known: `setattr(self, name, value)`, `model.add_module(name, layer)`."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import MANY, Instance, Tensor
from gradsight.domain.values import Ref, Value, choice, options
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Host
from gradsight.knowledge.torch.unseen import hand_up


def set_unnamed(host: Host, target: Value, new: Value, place: Place, kind: str = "") -> None:
    """Any attribute may be the new value now; modules and parameters are registered.

    `kind` is what it is certainly registered as: "parameter", "buffer", "module". What is added so is hardly added in the place of a
    submodule, but `setattr` puts modules in the place of others.
    """
    why = Why(place, "an attribute is set here under a name that is not known")
    added = bool(kind)
    for option in options(target):
        found = host.state.heap.get(option.id) if isinstance(option, Ref) else None
        if not isinstance(option, Ref) or not isinstance(found, Instance):
            continue
        hand_up(host, found, new)
        kind = kind or (_kind(host, new) if found.module else "")
        attrs = {
            name: value
            if name.startswith("*") or (found.registered.get(name) == "module" and (added or kind != "module"))
            else choice([value, new])
            for name, value in found.attrs.items()
        }
        registered = dict(found.registered)
        if kind and registered.get(MANY, kind) == kind:
            attrs[MANY] = choice([*([attrs[MANY]] if MANY in attrs else []), new])
            registered[MANY] = kind
        host.state.heap[option.id] = replace(found, attrs=attrs, registered=registered, opaque=found.opaque or why)


def _kind(host: Host, value: Value) -> str:
    """As what torch registers it; empty if it does not, or not for certain."""
    kinds = set()
    for option in options(value):
        found = host.state.heap.get(option.id) if isinstance(option, Ref) else None
        parameter = "parameter" if isinstance(found, Tensor) and found.parameter else ""
        kinds.add("module" if isinstance(found, Instance) and found.module else parameter)
    return kinds.pop() if len(kinds) == 1 else ""
