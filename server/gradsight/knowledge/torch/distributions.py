"""`torch.distributions`: which methods carry a gradient to the parameters."""

from __future__ import annotations

from gradsight.domain.flow import CALM, flow, flows
from gradsight.domain.objects import Instance
from gradsight.domain.values import Library, Method, Tuple, Unknown, Value, literal
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.torch.apply import outputs
from gradsight.knowledge.torch.results import Result, make
from gradsight.knowledge.torch.table import distribution


def is_distribution(name: str) -> bool:
    return name.startswith("torch.distributions.") and distribution(name) is not None


def make_distribution(host: Host, name: str, args: Args, place: Place) -> Value:
    """A distribution remembers the tensors that it was made from."""
    return host.new(Instance(Library(name), {"*": Tuple(args.all())}, place=place))


def call_distribution_method(host: Host, found: Instance, name: str, args: Args, place: Place) -> Value:
    """A method or property: by the table, from the parameters and its own arguments."""
    assert isinstance(found.cls, Library)
    row = distribution(found.cls.name)
    pattern = row.methods.get(name, "?") if row is not None else "?"
    own = flow(host.state, found.attrs["*"])
    given = flows(host.state, args.positional[1:])
    source = own.and_(given if given.certain or given.lost else CALM)
    if name in ("sample", "sample_n"):
        return make(host, own, place, Result(follows=False, cut="sample"))
    return outputs(host, pattern, (), source, place, Result())


def distribution_attribute(host: Host, found: Instance, value: Value, name: str, place: Place) -> Value | None:
    """A property of a distribution, such as `mean`; None where it is a method."""
    row = distribution(found.cls.name) if isinstance(found.cls, Library) else None
    if row is None:
        return None
    if name == "has_rsample":
        return literal(row.has_rsample)
    if name in PROPERTIES or name in row.init:
        return call_distribution_method(host, found, name, Args((value,)), place)
    return Method(value, name) if name in row.methods else Unknown(Why(place, f"`{name}` of a distribution is not followed"))


PROPERTIES = ("mean", "mode", "variance", "stddev", "logits", "probs", "loc", "scale", "covariance_matrix", "precision_matrix",
              "scale_tril", "param_shape")  # fmt: skip
"""Attributes of distributions that are tensors; all else is a method or a Python value."""


