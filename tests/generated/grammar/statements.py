"""Straight-line statements: assignments, in-place changes, flags, containers."""

from __future__ import annotations

from grammar import changes
from grammar.conditions import condition
from grammar.tensors import Expr, leaf, number, tensor
from grammar.writer import Thing, Writer


def store(w: Writer, name: str, rank: int, value: Expr) -> None:
    w.line(f"{name} = {value.text}")
    w.bind(name, Thing("tensor", rank, value.grad))


def assign(w: Writer) -> None:
    """A new tensor, or an old name for one."""
    rank = w.choose((0, 1, 1, 1, 2, 2))
    value = tensor(w, rank, w.number(1, 3))
    old = w.tensors(rank)
    name = w.choose(old) if old and w.chance(30) else w.fresh("x")
    form = w.weighted([(20, ""), (1, ": torch.Tensor"), (1, "walrus"), (1, "tuple"), (1, "chain")])
    if form == "walrus":
        w.line(f"print(({name} := {value.text}).shape)")
    elif form == "tuple":
        w.line(f"{name}, _ = {value.text}, {condition(w)}")
    elif form == "chain":
        w.line(f"{w.bind(w.fresh('x'), Thing('tensor', rank, value.grad))} = {name} = {value.text}")
    else:
        w.line(f"{name}{form} = {value.text}")
    w.bind(name, Thing("tensor", rank, value.grad))


def make_leaf(w: Writer) -> None:
    rank = w.choose((0, 1, 1, 2))
    store(w, w.fresh("w"), rank, leaf(w, rank))


def several(w: Writer) -> None:
    """Unpacking of what gives several tensors."""
    source = tensor(w, 2, 1)
    forms = (
        "{0}, {1}, {2} = {3}",
        "{0}, {1}, {2} = {3}.unbind(0)",
        "{0}, *{1} = {3}",
        "{0}, {1}, {2} = ({3}[i] for i in range(3))",
        "({0}, {1}), {2} = ({3}[0], {3}[1]), {3}[2]",
    )
    names = [w.fresh("u") for _ in range(3)]
    form = w.choose(forms)
    w.line(form.format(*names, source.text if source.text.isidentifier() else f"({source.text})"))
    for name in names[:1] if "*" in form else names:
        w.bind(name, Thing("tensor", 1, "t" if source.grad in "lt" and w.records else source.grad))


def change(w: Writer) -> None:
    """In place: mostly of what allows it."""
    names = w.tensors(grads="ct?" if w.records and w.chance(92) else "clt?")
    if not names:
        return assign(w)
    name = w.choose(names)
    thing = w.thing(name)
    if w.chance(55):
        w.line(w.choose(changes.IN_PLACE).format(name))
        return None
    other = tensor(w, thing.rank, 1)
    w.line(w.choose(changes.IN_PLACE_TWO).format(name, _atom(other.text)))
    if thing.grad == "c" and other.grad in "lt" and w.records:
        w.bind(name, Thing("tensor", thing.rank, "t"))
    return None


def _atom(text: str) -> str:
    return text if text.isidentifier() or (text.endswith(")") and text.count("(") == 1) else f"({text})"


def write_item(w: Writer) -> None:
    """An assignment to an element, row or slice."""
    names = [name for name in w.tensors(grads="ct?") if w.thing(name).rank]
    if not names:
        return assign(w)
    name = w.choose(names)
    rank = w.thing(name).rank
    value = tensor(w, rank - 1, 1)
    index = w.choose(("0", "-1", "1")) if rank == 1 else w.choose(("0", "-1", ":, 1", "..., 0", "1, :"))
    form = w.choose(
        (
            "{0}[{1}] = {2}",
            "{0}[{1}] += {2}",
            "{0}[{1}] *= {2}",
            "{0}[{1}].copy_({2})",
            "{0}[{1}] = 1.0",
            "{0}[{1}].add_({2})",
            "{0}[{1}].zero_()",
        )
    )
    w.line(form.format(name, index, value.text))
    if w.thing(name).grad == "c" and value.grad in "lt" and w.records:
        w.bind(name, Thing("tensor", rank, "t"))
    return None


def flag(w: Writer) -> None:
    """`requires_grad` and what else can be set on a tensor."""
    grads = w.weighted([(6, "c"), (3, "l"), (3, "t"), (1, "clt?")])
    names = w.tensors(grads=grads)
    if not names:
        return make_leaf(w)
    name = w.choose(names)
    thing = w.thing(name)
    on = ("{0}.requires_grad_()", "{0}.requires_grad = True", "{0}.requires_grad_(True)", "{0} = {0}.requires_grad_()")
    off = (
        "{0}.requires_grad_(False)",
        "{0}.requires_grad = False",
        "{0}.detach_()",
        "{0} = {0}.detach()",
        "{0}.requires_grad = not {0}.requires_grad",
    )
    keep = ("{0}.retain_grad()", "{0}.retain_grad()", "{0}.detach_()", "{0} = {0}.detach()", "{0}.requires_grad_()")
    form = w.choose({"c": on, "l": off, "t": keep, "?": on}[thing.grad])
    w.line(form.format(name))
    after = {"c": "l", "l": "c", "t": "c" if "detach" in form else "t"}.get(thing.grad, "?")
    w.bind(name, Thing("tensor", thing.rank, after))
    return None


def contain(w: Writer) -> None:
    """Lists, dicts and tuples of tensors, and changes of them."""
    kind = w.choose(("list", "list", "dict"))
    rank = w.choose((0, 1, 1, 2))
    old = w.named(kind, rank=rank)
    value = tensor(w, rank, 1)
    if old and w.chance(60):
        name = w.choose(old)
        forms = {
            "list": (
                "{0}.append({1})",
                "{0} += [{1}]",
                "{0}[0] = {1}",
                "{0} = [t * 2 for t in {0}]",
                "{0}.extend([{1}, {1}])",
                "{0} = {0} + [{1}]",
                "{0}.insert(0, {1})",
                "{0} = list(reversed({0}))",
                "{0}[-1].requires_grad_()",
                "{0} = [t.detach() for t in {0}]",
                "{0}.pop() if len({0}) > 1 else None",
                "{0}[0] += {1}",
                "{0}, old = list({0}), {0}",
                "{0}.sort(key=lambda t: t.sum().item())",
                "{0} = sorted({0}, key=lambda t: t.sum().item())",
                "{0}[0].add_(1)",
                "{0}[:] = [{1}]",
                "{0} = [*{0}, {1}]",
                "{0} = copy.copy({0})",
                "{0} = {0}[:] if random.random() < 0.5 else [{1}]",
            ),
            "dict": (
                "{0}['a'] = {1}",
                "{0}['b'] = {1}",
                "{0}.update(a={1})",
                "{0} = {{k: v * 2 for k, v in {0}.items()}}",
                "{0} = {{**{0}, 'b': {1}}}",
                "{0}.pop('b', None)",
                "{0}['a'] += {1}",
                "{0} = dict({0})",
                "{0} |= {{'a': {1}}}",
                "{0} = {{k: v.detach() for k, v in {0}.items()}}",
                "{0}[random.choice('ab')] = {1}",
                "{0} = copy.copy({0})",
                "{0}['a'].requires_grad_()",
            ),
        }
        w.line(w.choose(forms[kind]).format(name, value.text))
        w.bind(name, Thing(kind, rank, "?"))
        return
    forms = {
        "list": (
            "[{0}]",
            "[{0}, {1}]",
            "list(({0}, {1}))",
            "[{0} for _ in range(2)]",
            "[{0}] * 2",
            "[{0} * i for i in range(2)]",
            "collections.deque([{0}, {1}])",
            "[] + [{0}]",
        ),
        "dict": (
            "{{'a': {0}}}",
            "dict(a={0}, b={1})",
            "{{'a': {0}, 'b': {1}}}",
            "dict(zip('ab', ({0}, {1})))",
            "{{k: {0} for k in 'ab'}}",
            "collections.defaultdict(lambda: {1}, a={0})",
        ),
    }
    name, other = w.fresh("s" if kind == "list" else "k"), tensor(w, rank, 1)
    w.line(f"{name} = {w.choose(forms[kind]).format(value.text, other.text)}")
    w.bind(name, Thing(kind, rank, value.grad if value.grad == other.grad else "?"))


def alias(w: Writer) -> None:
    """Another name, a copy, a loop over a container, a number, numpy and back."""
    names = w.tensors()
    if not names:
        return assign(w)
    name, new = w.choose(names), w.fresh("y")
    thing = w.thing(name)
    forms = [
        ("{1} = {0}", thing.grad),
        ("{1} = {0}[...]", "?"),
        ("{1} = {0}.view({0}.shape)", "?"),
        ("{1} = copy.copy({0})", "?"),
        ("{1} = copy.deepcopy({0})", thing.grad),
        ("{1} = ({0},)[0]", thing.grad),
        ("{1} = {0} if random.random() < 2 else None", thing.grad),
        ("{1} = {0}.detach()", "c"),
        ("{1} = [{0}, {0}].pop()", thing.grad),
        ("{1} = {0}.clone()", "?"),
        ("{1} = torch.as_tensor({0})", thing.grad),
        ("{1} = {0}.data", "c"),
        ("{1} = {0} if len(sys.argv) > 1 else {0} * 2", "?"),
        ("{1} = ({0} or None) if {0}.dim() == 0 else {0}", "?"),
        ("{1} = torch.from_numpy({0}.detach().numpy())", "c"),
        ("{1} = torch.from_numpy({0}.detach().numpy() * 2)", "c"),
        ("{1} = torch.tensor({0}.detach().cpu().numpy(), requires_grad=True)", "l"),
        ("{1} = torch.as_tensor(np.asarray({0}.detach()))", "c"),
        ("{1} = types.SimpleNamespace(t={0}).t", thing.grad),
        ("{1} = vars(types.SimpleNamespace(t={0}))['t']", thing.grad),
    ]
    if thing.grad in "t" and w.chance(95):
        forms = [form for form in forms if "deepcopy" not in form[0]]
    form, grad = w.choose(forms)
    w.line(form.format(name, new))
    w.bind(new, Thing("tensor", thing.rank, grad))
    return None


def save_number(w: Writer) -> None:
    name = w.fresh("n")
    w.line(f"{name} = {number(w)}")
    w.bind(name, Thing("number"))


def cast(w: Writer) -> None:
    """Other dtypes and back."""
    value = tensor(w, 1, 1)
    name = w.fresh("c")
    forms = (
        "({0}).double()",
        "({0}).to(torch.float64)",
        "({0}).half().float()",
        "({0}).long()",
        "({0}) > 0",
        "({0}).to(torch.complex64).real",
        "torch.complex({0}, {0}).abs()",
        "({0}).int()",
        "({0}).bool()",
        "torch.fft.fft({0}).real",
        "({0}).argmax()",
        "({0}).sort()[1]",
        "({0}).view(torch.int32)",
        "({0}).to(torch.bfloat16).float()",
        "torch.view_as_real(torch.complex({0}, {0})).sum(-1)",
    )
    w.line(f"{name} = {w.choose(forms).format(value.text)}")
    w.bind(name, Thing("tensor", 1, "?", "other"))
    back = w.fresh("x")
    if w.chance(60):
        w.line(f"{back} = {name}.float() * torch.ones(3)")
        w.bind(back, Thing("tensor", 1, "?"))


def mode_call(w: Writer) -> None:
    """Grad mode switched by a plain call."""
    on = w.chance(65)
    w.line(
        w.choose(
            (
                "torch.set_grad_enabled({0})",
                "torch.set_grad_enabled(mode={0})",
                "torch._C._set_grad_enabled({0})",
                "torch.no_grad()",
                "torch.enable_grad()",
            )[: 2 if w.chance(90) else 5]
        ).format(on)
    )
    w.records = on


def misc(w: Writer) -> None:
    """Calls that change nothing, or delete, or print."""
    names = w.tensors()
    if not names:
        return assign(w)
    name = w.choose(names)
    forms = (
        "print({0}.requires_grad, {0}.is_leaf)",
        "print({0})",
        "print(f'{{{0}.sum():.2f}}')",
        "assert {0} is not None",
        "unused = {0}.grad_fn",
        "print({0}.shape, {0}.dtype)",
        "{0}.mark = 1",
        "print(repr({0}))",
        "print({0}.tolist())",
        "len(str({0}))",
        "{0}.note = {0}",
        "torch.manual_seed(0)",
        "print(torch.is_grad_enabled())",
        "unused = {0}.detach().numpy()",
        "unused = bool(({0} > 0).all())",
        "{0}.register_hook(lambda g: g * 2) if {0}.requires_grad else None",
        "{0}.requires_grad and {0}.register_hook(print)",
        "unused = id({0})",
    )
    w.line(w.choose(forms).format(name))
    return None
