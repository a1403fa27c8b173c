"""Expressions that are tensors of floats, numbers, or conditions."""

from __future__ import annotations

from dataclasses import dataclass

from grammar import ops
from grammar.conditions import condition
from grammar.writer import Writer

SHAPES = ("()", "3", "3, 3")
CREATOR_SHAPES = ("()", "(3,)", "(3, 3)")


@dataclass(frozen=True, slots=True)
class Expr:
    """An expression and a guess of its gradient state: "c", "l", "t" or "?"."""

    text: str
    grad: str


def computed(w: Writer, *grads: str) -> str:
    """The guess for what an operation gives."""
    if not w.records:
        return "c"
    if any(grad in "lt" for grad in grads):
        return "t"
    return "?" if "?" in grads else "c"


def wrapped(text: str) -> str:
    """`text` so that a method can be called on it."""
    simple = all(char.isalnum() or char in "_." for char in text)
    return text if simple or (text.endswith(")") and _calls(text)) else f"({text})"


def _calls(text: str) -> bool:
    """Whether `text` is names, dots and calls only."""
    depth = 0
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        if depth == 0 and not (char.isalnum() or char in "_.)]}"):
            return False
    return not text.startswith("(")


def tensor(w: Writer, rank: int, depth: int = 2, grads: str = "clt?") -> Expr:
    """An expression of that rank. `grads` are wished for in the names that it uses."""
    names = w.tensors(rank, grads) or w.tensors(rank)
    if depth <= 0 or w.chance(15):
        return _name(w, names, rank)
    kinds = [(22, _same), (14, _two), (10, _reshaped), (4, _cut), (2, _zero), (5, _named), (4, _created), (5, _special)]
    return w.weighted(kinds)(w, rank, depth, grads)


def _name(w: Writer, names: list[str], rank: int) -> Expr:
    if not names:
        return _created(w, rank, 0, "")
    name = names[-1] if w.chance(35) else w.choose(names)
    return Expr(name, w.thing(name).grad)


def _named(w: Writer, rank: int, _depth: int, grads: str) -> Expr:
    return _name(w, w.tensors(rank, grads) or w.tensors(rank), rank)


def _created(w: Writer, rank: int, _depth: int, _grads: str) -> Expr:
    text = w.choose(ops.CREATORS).format(CREATOR_SHAPES[rank])
    return Expr(text, "c")


def leaf(w: Writer, rank: int) -> Expr:
    """An expression that makes a leaf."""
    shape = CREATOR_SHAPES[rank]
    forms = (
        "torch.ones({0}, requires_grad=True)",
        "torch.randn({0}, requires_grad=True)",
        "torch.rand({0}).requires_grad_()",
        "nn.Parameter(torch.randn({0}))",
        "torch.zeros({0}).requires_grad_(True)",
        "torch.full({0}, 0.5, requires_grad=True)",
        "torch.nn.Parameter(torch.ones({0}), requires_grad=True)",
        "torch.randn({0}, requires_grad=True, dtype=torch.float32)",
    )
    return Expr(w.choose(forms).format(shape), "l")


def _same(w: Writer, rank: int, depth: int, grads: str) -> Expr:
    inner = tensor(w, rank, depth - 1, grads)
    form = w.choose(ops.MATRIX if rank == 2 and w.chance(35) else ops.SAME)
    return _applied(w, form, inner)


def _applied(w: Writer, form: str, *inner: Expr) -> Expr:
    """The operation on these. What is used twice gets a name in a statement before."""
    texts = [wrapped(one.text) for one in inner]
    for index, one in enumerate(inner):
        if form.count("{" + str(index) + "}") > 1 and not one.text.isidentifier() and w.chance(80):
            texts[index] = w.fresh("m")
            w.line(f"{texts[index]} = {one.text}")
    return Expr(form.format(*texts), computed(w, *(one.grad for one in inner)))


def _two(w: Writer, rank: int, depth: int, grads: str) -> Expr:
    first, second = tensor(w, rank, depth - 1, grads), tensor(w, rank, depth - 1)
    if w.chance(10) and rank:
        second = tensor(w, rank - 1, depth - 1)
        return _applied(w, w.choose(("{0} + {1}", "{0} * {1}", "{1} - {0}", "{0} / ({1}.abs() + 1)")), first, second)
    form = w.choose(ops.MATRIX_TWO if rank == 2 and w.chance(30) else ops.TWO)
    return _applied(w, form, first, second)


def _reshaped(w: Writer, rank: int, depth: int, grads: str) -> Expr:
    if rank == 0:
        return _applied(w, w.choose(ops.TO_SCALAR), tensor(w, w.number(1, 2), depth - 1, grads))
    forms = ops.TO_VECTOR if rank == 1 else ops.TO_MATRIX
    source = w.choose(tuple(forms))
    return _applied(w, w.choose(forms[source]), tensor(w, source, depth - 1, grads))


def _cut(w: Writer, rank: int, depth: int, grads: str) -> Expr:
    inner = _name(w, w.tensors(rank, grads), rank) if w.chance(70) else tensor(w, rank, depth - 1)
    form = w.choose(ops.CUT)
    return Expr(_applied(w, form, inner).text, "l" if "equires_grad" in form or "Parameter" in form else "c")


def _zero(w: Writer, rank: int, depth: int, grads: str) -> Expr:
    return _applied(w, w.choose(ops.ZERO), tensor(w, rank, depth - 1, grads))


def _special(w: Writer, rank: int, depth: int, grads: str) -> Expr:
    """Calls of functions and modules, containers, conditional expressions, comprehensions."""
    calls = [(name, w.thing(name)) for name in w.named("function", rank=rank)]
    modules = w.named("module") if rank else []
    lists = w.named("list", rank=rank)
    kinds = [(3, _conditional), (2, _comprehension), (2, _lambda)]
    kinds += [(12, _call)] * bool(calls) + [(12, _module)] * bool(modules) + [(6, _element)] * bool(lists)
    kinds += [(4, _attribute)] * bool(w.named("holder", rank=rank)) + [(4, _entry)] * bool(w.named("dict", rank=rank))
    return w.weighted(kinds)(w, rank, depth, grads)


def _call(w: Writer, rank: int, depth: int, grads: str) -> Expr:
    name = w.choose(w.named("function", rank=rank))
    text = call(w, name, tensor(w, w.thing(name).more[0], depth - 1, grads).text)
    return Expr(text, "?")


def call(w: Writer, name: str, argument: str) -> str:
    """A call of a function of the program whose first parameter is `argument`; the rest as the signature asks for."""
    extra = w.thing(name).more[1]
    given = [w.choose(options) for options in extra]
    return f"{name}({', '.join([argument, *filter(None, given)])})"


def _module(w: Writer, rank: int, depth: int, grads: str) -> Expr:
    name = w.choose(w.named("module"))
    return Expr(f"{name}({tensor(w, rank, depth - 1, grads).text})", "t" if w.records else "c")


def _element(w: Writer, rank: int, _depth: int, _grads: str) -> Expr:
    name = w.choose(w.named("list", rank=rank))
    forms = [
        "{0}[0]",
        "{0}[-1]",
        "sum({0})",
        "torch.stack(list({0})).sum(0)",
        "[t * 2 for t in {0}][0]",
        "list({0})[-1]",
        "next(iter({0}))",
    ]
    forms += [
        "torch.stack({0}).mean(0)",
        "{0}[len({0}) - 1]",
        "next((t for t in {0}), torch.zeros({1}))",
        "functools.reduce(lambda p, q: p + q, {0})",
    ]
    return Expr(w.choose(forms).format(name, SHAPES[rank]), w.thing(name).grad)


def _entry(w: Writer, rank: int, _depth: int, _grads: str) -> Expr:
    name = w.choose(w.named("dict", rank=rank))
    forms = [
        "{0}['a']",
        "{0}.get('a')",
        "{0}.get('b', torch.ones({1}))",
        "list({0}.values())[0]",
        "sum({0}.values())",
        "[v for k, v in {0}.items()][-1]",
        "{0}.setdefault('c', torch.ones({1}))",
    ]
    return Expr(w.choose(forms).format(name, SHAPES[rank]), w.thing(name).grad)


def _attribute(w: Writer, rank: int, _depth: int, _grads: str) -> Expr:
    name = w.choose(w.named("holder", rank=rank))
    return Expr(f"{name}.{w.choose(w.thing(name).more)}", "?")


def _conditional(w: Writer, rank: int, depth: int, grads: str) -> Expr:
    one, other = tensor(w, rank, depth - 1, grads), tensor(w, rank, depth - 1)
    form = w.choose(("({0} if {2} else {1})", "({1} if not {2} else {0})"))
    return Expr(form.format(one.text, other.text, condition(w)), one.grad if one.grad == other.grad else "?")


def _comprehension(w: Writer, rank: int, depth: int, grads: str) -> Expr:
    inner = tensor(w, rank, depth - 1, grads)
    forms = (
        "sum([{0} * i for i in range(1, 3)])",
        "torch.stack([{0} for _ in range(2)]).sum(0)",
        "sum({0} for _ in range(2))",
        "[{0} * i for i in range(3)][-1]",
        "{{k: {0} for k in 'ab'}}['a']",
        "torch.stack([v + 1 for v in ({0}, {0})]).mean(0)",
        "list(map(lambda v: v * 2, [{0}]))[0]",
        "max([{0}], key=lambda v: v.sum().item())",
        "[v for v in [{0}] if v is not None][0]",
        "torch.stack([p * q for p, q in zip([{0}], [{0}])])[0]",
        "({0}, 1)[0]",
        "[*[{0}]][0]",
    )
    return Expr(w.choose(forms).format(inner.text), computed(w, inner.grad))


def _lambda(w: Writer, rank: int, depth: int, grads: str) -> Expr:
    inner = tensor(w, rank, depth - 1, grads)
    forms = (
        "(lambda t: t * 2)({0})",
        "(lambda t, s=2: t + s)({0}, s=3)",
        "(lambda *ts: ts[0])({0})",
        "(lambda t: t.detach())({0})",
        "(lambda **k: k['t'] + 1)(t={0})",
    )
    return Expr(w.choose(forms).format(inner.text), computed(w, inner.grad))


def number(w: Writer) -> str:
    """A Python number."""
    names = w.named("number")
    if names and w.chance(60):
        return w.choose(names)
    inner = tensor(w, 0, 1).text
    forms = (
        "0.5",
        "2",
        "{0}.item()",
        "float({0})",
        "random.random()",
        "len(sys.argv)",
        "{0}.detach().item()",
        "int({0} > 0)",
        "math.sqrt(2.0)",
    )
    return w.choose(forms).format(wrapped(inner))
