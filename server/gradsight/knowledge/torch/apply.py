"""Applies an operation of the table to values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gradsight.domain.flow import CALM, Flow, as_data, flow, severed
from gradsight.domain.grad import Tri
from gradsight.domain.objects import Sequence, Shape, Tensor
from gradsight.domain.reach import unite_lost
from gradsight.domain.state import State
from gradsight.domain.values import (
    Choice,
    Library,
    Literal,
    Missing,
    Plain,
    Ref,
    Tuple,
    Unknown,
    Value,
    choice,
    options,
)
from gradsight.domain.why import Cut, Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.torch.curvature import bend
from gradsight.knowledge.torch.dtypes import result_dtype
from gradsight.knowledge.torch.grads import used
from gradsight.knowledge.torch.handwritten import ADDING, note_written
from gradsight.knowledge.torch.inference import all_inference, saved_inference
from gradsight.knowledge.torch.layout import RESHAPING, stays, stays_dense, surely_view
from gradsight.knowledge.torch.operators import short_name
from gradsight.knowledge.torch.results import Result, make
from gradsight.knowledge.torch.sameness import is_same
from gradsight.knowledge.torch.saving import saved_by
from gradsight.knowledge.torch.shape_rules import result_shape
from gradsight.knowledge.torch.table import Op, op, select
from gradsight.knowledge.torch.terms import idle_term


def is_tensor(state: State, value: Value) -> Tri:
    """Whether it is a tensor; None where it may be one among known other things."""
    if isinstance(value, Ref):
        return isinstance(state.heap[value.id], Tensor)
    if isinstance(value, Choice):
        answers = {is_tensor(state, option) for option in value.options if not isinstance(option, Missing)}
        return answers.pop() if len(answers) == 1 else None
    return False


OPERATORS = {
    "add": "add", "sub": "sub", "mul": "mul", "truediv": "div", "floordiv": "floor_divide", "mod": "remainder",
    "pow": "pow", "matmul": "matmul", "and": "bitwise_and", "or": "bitwise_or", "xor": "bitwise_xor",
    "lshift": "bitwise_left_shift", "rshift": "bitwise_right_shift", "lt": "lt", "gt": "gt", "eq": "eq", "ne": "ne",
    "le": "le", "ge": "ge", "neg": "neg", "invert": "bitwise_not",
}  # fmt: skip


def apply_operator(host: Host, name: str, operands: tuple[Value, ...], place: Place) -> Value:
    """The result of a Python operator of which an operand is a tensor; a number on the left makes no difference."""
    if name == "pos":
        return operands[0]
    found = op(f"torch.Tensor.{OPERATORS[name]}")
    assert found is not None, f"the table has no {OPERATORS[name]}"
    reflected = len(operands) == 2 and is_tensor(host.state, operands[0]) is False
    return apply_op(host, found, Args(operands[::-1] if reflected else operands), place)


def kind_of(state: State, value: Value) -> str:
    """What torch's argument parser sees of a value."""
    match value:
        case Ref(id):
            found = state.heap[id]
            if isinstance(found, Tensor):
                return "tensor"
            if isinstance(found, Sequence):
                return _list_kind(state, (*found.items, *(() if found.rest is None else (found.rest,))))
            return "other"
        case Tuple(items=items):
            return _list_kind(state, items)
        case Literal(None):
            return "none"
        case Literal(bool() as known):
            return "true" if known else "false"
        case Literal(kind=kind) | Plain(kind=kind):
            return {"int": "int", "float": "float", "complex": "complex", "str": "str", "bool": "bool"}.get(kind, "?")
        case Library(name):
            return "dtype" if name.startswith("torch.") and name.count(".") == 1 else "other"
        case Choice(options=members):
            kinds = {kind_of(state, member) for member in members}
            return kinds.pop() if len(kinds) == 1 else "?"
    return "?"


def _list_kind(state: State, items: tuple[Value, ...]) -> str:
    kinds = {kind_of(state, item) for item in items}
    if kinds == {"tensor"}:
        return "tensors"
    return "ints" if kinds and kinds <= {"int"} else "list"


def variant(host: Host, found: Op, args: Args) -> Op:
    """The signature of `found` that these arguments mean."""
    if not found.variants:
        return found
    if args.more is not None:
        return found
    kinds = [kind_of(host.state, value) for value in args.positional]
    chosen = select(found, kinds, {name: kind_of(host.state, value) for name, value in args.keywords.items()})
    # Several signatures are possible: their parameters stand at different places, so any tensor may count.
    return replace(chosen, differentiable=None) if chosen.variants else chosen


def named_args(found: Op, args: Args) -> Iterator[tuple[str, Value]]:
    """Arguments with the names of their parameters; "" where the table does not name them."""
    params = found.params
    for index, value in enumerate(args.positional):
        last = params[-1] if params else ""
        yield (params[index] if index < len(params) else last if last.startswith("*") else ""), value
    yield from args.keywords.items()
    if args.more is not None:
        yield "", args.more


def apply_op(host: Host, found: Op, args: Args, place: Place) -> Value:
    """The result of a torch function that is described by the table alone."""
    if args.positional and isinstance(args.positional[0], Missing):
        used(host, args.positional[0], place)
    zero_when = found.zero_when
    found = variant(host, found, args)
    pairs = list(named_args(found, args))
    source, ignored = _flows(host, found, pairs)
    source = bend(host, found.name, args, source)
    how = _how(host, found, pairs, args, _given(args) & set(zero_when))
    if not all_inference(host, pairs):
        saved_inference(host, found.saves_for, pairs, place)
    else:
        source = Flow(lost=severed(host.state, source, Cut("inference-mode", place, host.source(place))))
    source = beside(host, source, ignored, place)
    if found.inplace and args.positional:
        from gradsight.knowledge.torch.inplace import write

        if short_name(found.name) in ADDING:
            note_written(host, args.positional[0], args.positional[1:], place)
        write(host, args.positional[0], source, place, how)
        if short_name(found.name) in RESHAPING:
            _reshape(host, args.positional[0], how.shape)
        return args.positional[0]
    values = outputs(host, found.outputs, found.fields, source, place, how)
    return _maybe_self(host, found, args, values)


def _reshape(host: Host, target: Value, shape: Shape) -> None:
    members = options(target)
    for id in [member.id for member in members if isinstance(member, Ref)]:
        found = host.state.tensor(id)
        if found is not None:
            host.state.heap[id] = replace(found, shape=shape if len(members) == 1 else None, dense=False)


def beside(host: Host, source: Flow, ignored: Flow, place: Place) -> Flow:
    """The flow into an operation that also takes arguments through which no gradient goes, such as indices."""
    if not (ignored.possible or ignored.lost):
        return source
    cut = Cut("non-differentiable", place, host.source(place))
    return replace(source, lost=unite_lost((source.lost, severed(host.state, ignored, cut))))


def _maybe_self(host: Host, found: Op, args: Args, result: Value) -> Value:
    """Functions that return their input itself if nothing changes."""
    if found.returns_self == "never" or not args.positional:
        return result
    first = host.state.tensor(args.positional[0].id) if isinstance(args.positional[0], Ref) else None
    if first is not None and first.loose:
        return result  # what this is done to is a tensor after all
    same = True if found.returns_self == "always" else stays(host.state, found.name, args.positional[0], args)
    return choice([args.positional[0], result]) if same is None else args.positional[0] if same else result


JOINING = ("stack", "cat", "concat", "concatenate", "hstack", "vstack", "dstack", "column_stack", "row_stack")
"""Functions that refuse a list without tensors."""


def _flow_into(host: Host, name: str, value: Value) -> Flow:
    """The flow of an argument; a list that must not be empty holds at least one of what it may hold."""
    listed = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(listed, Sequence) and listed.rest is not None and not listed.items and short_name(name) in JOINING:
        return as_data(flow(host.state, listed.rest))
    return flow(host.state, value)


def _flows(host: Host, found: Op, pairs: list[tuple[str, Value]]) -> tuple[Flow, Flow]:
    """The flow of the differentiable arguments, and of the others."""
    inside, outside = CALM, CALM
    for name, value in pairs:
        if (
            found.differentiable is None
            or name in found.differentiable
            or f"*{name}" in found.differentiable
            or not name
        ):
            inside = inside.and_(_flow_into(host, found.name, value))
        elif not isinstance(value, Literal):
            outside = outside.and_(certain_only(flow(host.state, value)))
    return inside, outside


def certain_only(found: Flow) -> Flow:
    """An unknown value in a place that takes numbers is a number."""
    return found if found.certain or found.lost else CALM


def _given(args: Args) -> set[str]:
    """The keyword arguments that are not None."""
    return {name for name, value in args.keywords.items() if not (isinstance(value, Literal) and value.value is None)}


DRAWS = ("multinomial", "bernoulli", "poisson", "normal")


def _how(host: Host, found: Op, pairs: list[tuple[str, Value]], args: Args, zeroing: set[str]) -> Result:
    view = found.view or (found.maybe_view and surely_view(host.state, found.name, args))
    base = next((v.id for _, v in pairs if isinstance(v, Ref) and is_tensor(host.state, v)), None) if view else None
    name = found.name.rpartition(".")[2].rstrip("_")
    nothing = is_same(host.state, name, dict(pairs))
    return Result(
        follows=found.outputs != "N",
        cut="constant" if nothing else "draw" if name in DRAWS else "non-differentiable",
        zero=found.zero or bool(zeroing) or nothing,
        view=base,
        maybe_view=found.maybe_view,
        multi_view=found.multi_view,
        dtype=result_dtype(host.state, found, pairs),
        backward_raises=found.name.rpartition(".")[2] if found.backward_raises else "",
        shape=result_shape(host.state, found.name, args),
        dense=stays_dense(host.state, found.name, args),
        saved=saved_by(host, found.saves_for, pairs),
        idle=idle_term(host, found.name.rpartition(".")[2], [value for _, value in pairs]),
    )


def outputs(host: Host, pattern: str, fields: tuple[str, ...], source: Flow, place: Place, how: Result) -> Value:
    """Values by the table's notation: D, N, P, LD, LN, (D,N), ?."""
    if pattern.startswith("("):
        parts = split_pattern(pattern)
        return Tuple(tuple(outputs(host, part, (), source, place, how) for part in parts), fields)
    match pattern:
        case "D":
            return make(host, source, place, how)
        case "N":
            return make(host, source, place, replace(how, follows=False, view=None))
        case "P":
            return plain(host, source, place)
        case "LD" | "LN":
            item = make(host, source, place, replace(how, follows=pattern == "LD"))
            return host.new(Sequence("tuple", (), many(host, item), True, whole=True))
    return _not_told(source, place)


def many(host: Host, item: Ref) -> Ref:
    """The tensor, which from now on stands for any number of such."""
    found = host.state.heap[item.id]
    assert isinstance(found, Tensor)
    host.state.heap[item.id] = replace(found, summary=True)
    return item


def _not_told(source: Flow, place: Place) -> Value:
    """The table does not say."""
    tainted = bool(source.reach.may) or source.reach.hidden
    return Unknown(Why(place, "torch's table does not say what this returns", source.whys), tainted=tainted)


def plain(host: Host, source: Flow, place: Place, kind: str = "object") -> Plain:
    """A Python value computed from tensors: no gradient goes through it."""
    lost = severed(host.state, source, Cut("number", place, host.source(place)))
    return Plain(kind, lost, Why(place, "a Python value", source.whys))


def split_pattern(pattern: str) -> list[str]:
    """The parts of "(D,(D,D),N)"."""
    parts, depth, current = [], 0, ""
    for char in pattern[1:-1]:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += char
    return [*parts, current]
