"""`torch.distributions`: which methods carry a gradient to the parameters."""

from __future__ import annotations

from collections.abc import Iterable

from gradsight.domain.flow import CALM, Flow, flow
from gradsight.domain.objects import Dict, Instance, Sequence, Tensor
from gradsight.domain.values import NONE, Choice, Class, Library, Method, Ref, Tuple, Unknown, Value, choice, literal
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.apply import outputs
from gradsight.knowledge.torch.results import Result, make
from gradsight.knowledge.torch.table import Distribution, distribution

PROPERTIES = (
    "mean",
    "mode",
    "variance",
    "stddev",
    "logits",
    "probs",
    "covariance_matrix",
    "precision_matrix",
    "scale_tril",
    "param_shape",
)
"""Attributes that are tensors, beside the parameters themselves."""
WRAPPED = {"base_dist": "base_distribution"}
"""Attributes that go by another name than the constructor's parameter."""
SAMPLES = ("sample", "sample_n")
NORMALIZED = ("Categorical", "OneHotCategorical", "OneHotCategoricalStraightThrough", "Multinomial")
"""Distributions whose `probs` and `logits` are computed from those that are given."""


def is_distribution(name: str) -> bool:
    return name.startswith("torch.distributions.") and distribution(name) is not None


def row_of(host: Host, found: Instance) -> Distribution | None:
    """What the table tells of the distribution that an object is, or derives from."""
    base = found.cls if isinstance(found.cls, Library) else host.library_base(found.cls)
    return distribution(base.name) if isinstance(base, Library) and is_distribution(base.name) else None


def normalized(host: Host, found: Instance, name: str) -> bool:
    """Whether an attribute is not what the constructor was given but is computed from it."""
    row = row_of(host, found) if name in ("probs", "logits") else None
    return row is not None and row.name.rpartition(".")[2] in NORMALIZED


def make_distribution(host: Host, name: str, args: Args, place: Place) -> Value:
    """A distribution remembers the tensors that it was made from."""
    return host.new(Instance(Library(name), parameters(name, args), place=place))


def parameters(name: str, args: Args) -> dict[str, Value]:
    """What the constructor is given, by name; None is as good as nothing."""
    row = distribution(name)
    given = dict(zip(row.init if row is not None else (), args.positional, strict=False)) | args.keywords
    given = {key: value for key, value in given.items() if value != NONE}
    return given if args.more is None else {**given, "*": args.more}


@handles("torch.distributions.transforms.*")
def transform(call: Call) -> Value:
    """A transform keeps its parameters."""
    attrs = {"*": Tuple(call.args.positional), **call.args.keywords}
    return call.host.new(Instance(Library(call.name), attrs, place=call.place))


def call_distribution_method(host: Host, found: Instance, name: str, args: Args, place: Place) -> Value:
    """A method or property: by the table, from the parameters and its own arguments."""
    row = row_of(host, found)
    inner = next((value for value in found.attrs.values() if _of_the_program(host, value)), None)
    if inner is not None:
        return _as_inside(host, found, inner, name, args, place)
    if row is None or (name not in row.methods and name not in SAMPLES):
        if row is not None and name == "rsample":
            host.fail()
        return Call(host, f"Distribution.{name}", args, place).unknown(f"`{name}` of this distribution is not known")
    if name in SAMPLES:
        return make(
            host,
            _together(_inside(host, value) for value in found.attrs.values()),
            place,
            Result(follows=False, cut="sample" if _reparameterized(host, row, found) else "draw"),
        )
    return outputs(host, row.methods[name], (), _source(host, row, found, name, args.positional[1:]), place, Result())


def _of_the_program(host: Host, value: Value) -> bool:
    """Whether a class of the program made it, which may do anything in its methods."""
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    return isinstance(found, Instance) and isinstance(found.cls, Class)


def _as_inside(host: Host, found: Instance, inner: Value, name: str, args: Args, place: Place) -> Value:
    """`Independent` draws what the distribution in it draws; what others make of the program's own is not known."""
    plain = isinstance(found.cls, Library) and found.cls.name.endswith(".Independent")
    if plain and name in ("sample", "rsample"):
        method = host.attribute(inner, name, place)
        return host.call(method, Args(args.positional[1:], args.keywords, args.more), place)
    call = Call(host, f"Distribution.{name}", args, place)
    return call.unknown(f"`{name}` asks a distribution that a class of the program made")


def _source(host: Host, row: Distribution, found: Instance, name: str, args: tuple[Value, ...]) -> Flow:
    """The flow into one method."""
    follows = row.follows.get(name)
    flows = [
        _of_parameter(host, value, key, name)
        for key, value in found.attrs.items()
        if follows is None or key in (*follows, "*")
    ]
    if follows is None or "value" in follows:
        flows.extend(flow(host.state, value) for value in args)
    return _together(flows)


def _of_parameter(host: Host, value: Value, key: str, name: str) -> Flow:
    """What a method takes from a parameter; from a distribution inside, what the same method there takes."""
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    row = row_of(host, found) if isinstance(found, Instance) else None
    if row is None or not isinstance(found, Instance):
        return _inside(host, value)
    return _source(host, row, found, "log_prob" if key == "mixture_distribution" else name, ())


def _inside(host: Host, value: Value) -> Flow:
    """The flow of a value and of all that it holds."""
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    match value if found is None else found:
        case Choice(options=options):
            flows = [_inside(host, option) for option in options]
            return flows[0].or_(_together(flows[1:]))
        case Tuple(items=items) | Sequence(items=items):
            return _together(_inside(host, item) for item in items)
        case Dict(items=by_key):
            return _together(_inside(host, item) for item in by_key.values())
        case Instance(attrs=attrs):
            return _together(_inside(host, item) for item in attrs.values())
    return flow(host.state, value)


def _together(flows: Iterable[Flow]) -> Flow:
    result = CALM
    for each in flows:
        result = result.and_(each)
    return result


def distribution_attribute(host: Host, found: Instance, value: Value, name: str, place: Place) -> Value | None:
    """A property of a distribution, such as `mean`; None where the object is none."""
    row = row_of(host, found)
    if row is None:
        return None
    if name == "has_rsample":
        return literal(_reparameterized(host, row, found))
    given = None if normalized(host, found, name) else found.attrs.get(WRAPPED.get(name, name))
    if given is not None and not isinstance(given, Ref | Choice):
        return given
    if isinstance(given, Ref) and not isinstance(host.state.heap[given.id], Tensor):
        return given
    if name in PROPERTIES or name in row.init:
        return _property(host, row, found, value, name, place)
    return (
        Method(value, name)
        if name in row.methods or name in ("expand", *SAMPLES)
        else Unknown(Why(place, f"`{name}` is not followed"))
    )


def _property(host: Host, row: Distribution, found: Instance, value: Value, name: str, place: Place) -> Value:
    """A parameter comes back as it is where broadcasting changes nothing."""
    computed = call_distribution_method(host, found, name, Args((value,)), place)
    if name not in row.methods:
        computed = make(host, _inside(host, found.attrs[name]) if name in found.attrs else _inside(host, value), place)
    follows = row.follows.get(name, frozenset({name}))
    same = found.attrs.get(next(iter(follows))) if len(follows) == 1 else None
    tensor = host.state.tensor(same.id) if isinstance(same, Ref) else None
    return computed if same is None or tensor is None else choice([same, computed])


def _reparameterized(host: Host, row: Distribution, found: Instance) -> bool:
    inner = found.attrs.get("base_distribution")
    nested = host.state.heap.get(inner.id) if isinstance(inner, Ref) else None
    below = row_of(host, nested) if isinstance(nested, Instance) else None
    return (
        row.has_rsample if below is None or not isinstance(nested, Instance) else _reparameterized(host, below, nested)
    )


@handles("torch.distributions.kl_divergence", "torch.distributions.kl.kl_divergence")
def kl_divergence(call: Call) -> Value:
    values = (*call.args.positional, *call.args.keywords.values())
    return make(call.host, _together(_inside(call.host, value) for value in values), call.place)
