"""Statements that hold others: branches, loops, `with`, `try`, `match`."""

from __future__ import annotations

from collections.abc import Callable

from grammar import learning
from grammar import statements as s
from grammar.conditions import condition
from grammar.tensors import tensor
from grammar.writer import Thing, Writer

Write = Callable[[Writer], None]
DEEPEST = 4


def body(w: Writer, low: int = 1, high: int = 4) -> None:
    """Some statements."""
    for _ in range(w.number(low, high)):
        if w.left > 0:
            statement(w)


def statement(w: Writer) -> None:
    compound = COMPOUND if w.depth < DEEPEST and w.left > 3 else []
    ends = ENDS if w.scope.function or w.scope.loop else []
    w.weighted([*SIMPLE, *compound, *ends])(w)


def branch(w: Writer) -> None:
    records = w.records
    with w.block(f"if {condition(w)}:", keep=25):
        body(w)
    w.records, then = records, w.records
    if w.chance(20):
        with w.block(f"elif {condition(w)}:", keep=25):
            body(w, 1, 2)
        w.records = records
    if w.chance(50):
        with w.block("else:", keep=25):
            body(w, 1, 3)
    w.records = w.records and then
    _blur(w)


def _blur(w: Writer) -> None:
    """After paths that part, guesses are guesses."""
    if w.chance(30):
        w.scope.names = {
            name: Thing("tensor", thing.rank, "?", thing.dtype)
            if thing.kind == "tensor" and thing.grad != "l"
            else thing
            for name, thing in w.scope.names.items()
        }


def loop(w: Writer) -> None:
    lists, outer = w.named("list"), w.scope.loop
    kinds = (
        ["range"] * 5
        + ["while"] * 3
        + ["list", "enumerate", "zip"] * bool(lists)
        + ["rows", "parameters", "dict", "generator"]
    )
    kind = w.choose(kinds)
    counter = w.fresh("i")
    header, names = _header(w, kind, counter)
    if kind == "while":
        w.line(f"{counter} = {w.number(0, 2)}")
    with w.block(header, keep=40):
        w.scope.loop = True
        w.scope.names.update(names)
        if kind == "while":
            w.line(f"{counter} += 1")
            if " or " in header:
                with w.block(f"if {counter} > 4:"):
                    w.line("break")
        body(w, 1, 5)
        w.scope.loop = outer
    if w.chance(12):
        with w.block("else:", keep=60):
            body(w, 1, 2)
    _blur(w)


def _header(w: Writer, kind: str, counter: str) -> tuple[str, dict[str, Thing]]:
    item = w.fresh("t")
    if kind == "while":
        form = w.choose(("while {0} < 3:", "while {0} < {1}:", "while {0} < 2 and {2}:", "while {0} < 1 or {2}:"))
        return form.format(counter, w.number(1, 4), condition(w)), {counter: Thing("number")}
    if kind == "rows":
        return f"for {item} in {tensor(w, 2, 1).text}:", {item: Thing("tensor", 1, "?")}
    if kind in ("list", "enumerate", "zip"):
        name = w.choose(w.named("list"))
        forms = {
            "list": "for {2} in list({0}):",
            "enumerate": "for {1}, {2} in enumerate(list({0})):",
            "zip": "for {1}, {2} in zip(range(2), {0}):",
        }
        return forms[kind].format(name, counter, item), {item: Thing("tensor", w.thing(name).rank, "?")}
    if kind == "dict" and (dicts := w.named("dict")):
        name = w.choose(dicts)
        return f"for key, {item} in list({name}.items()):", {item: Thing("tensor", w.thing(name).rank, "?")}
    if kind == "parameters" and (modules := w.named("module")):
        name = w.choose(modules)
        form = w.choose(
            (
                "for {1} in {0}.parameters():",
                "for _, {1} in {0}.named_parameters():",
                "for {1} in list({0}.parameters()):",
            )
        )
        return form.format(name, item), {item: Thing("parameter")}
    if kind == "generator" and (makers := w.named("maker")):
        return f"for {item} in {w.choose(makers)}({tensor(w, 1, 1).text}):", {item: Thing("tensor", 1, "?")}
    form = w.choose(
        (
            "range({1})",
            "range(3)",
            "range(1, 3)",
            "range(len(sys.argv))",
            "[1, 2]",
            "range(random.randint(0, 2))",
            "reversed(range(2))",
        )
    )
    return f"for {counter} in {form.format(0, w.number(0, 4))}:", {counter: Thing("number")}


def mode(w: Writer) -> None:
    """A block with another grad mode, or another context."""
    forms = [
        (8, ("torch.no_grad()", False)),
        (3, ("torch.enable_grad()", True)),
        (2, ("torch.inference_mode()", False)),
        (2, ("torch.set_grad_enabled(False)", False)),
        (2, ("torch.set_grad_enabled(True)", True)),
        (1, ("torch.set_grad_enabled({0})", w.records)),
        (1, ("torch.inference_mode(False)", True)),
        (1, ("contextlib.nullcontext()", w.records)),
        (1, ("torch.no_grad(), torch.enable_grad()", True)),
        (1, ("torch.no_grad() if {0} else contextlib.nullcontext()", False)),
        (1, ("torch.autograd.set_detect_anomaly(False)", w.records)),
        (1, ("contextlib.suppress(Exception)", w.records)),
        (1, ("torch.autograd.graph.save_on_cpu()", w.records)),
        (1, ("torch.set_grad_enabled(mode={0})", w.records)),
        (1, ("torch.random.fork_rng()", w.records)),
        (1, ("torch.autocast('cpu', enabled=False)", w.records)),
    ]
    text, on = w.weighted(forms)
    records, w.records = w.records, on
    with w.block(f"with {text.format(condition(w))}:", keep=70):
        body(w)
    w.records = records


def attempt(w: Writer) -> None:
    """`try` around what may raise, or around anything."""
    with w.block("try:", keep=30):
        body(w, 1, 3)
        if w.chance(40):
            _risk(w)
        if w.chance(30):
            body(w, 1, 1)
    kind = w.weighted(
        [
            (8, "except Exception:"),
            (4, "except RuntimeError as error:"),
            (2, "except (RuntimeError, AttributeError, TypeError, ValueError):"),
            (1, "except:"),
            (2, ""),
        ]
    )
    if kind:
        with w.block(kind, keep=30):
            if w.chance(30):
                w.line("pass")
            else:
                body(w, 1, 2)
        if w.chance(20):
            with w.block("else:", keep=30):
                body(w, 1, 2)
    if not kind or w.chance(20):
        with w.block("finally:", keep=50):
            body(w, 1, 2)
    _blur(w)


def _risk(w: Writer) -> None:
    """Something that often raises."""
    names = w.tensors()
    if not names:
        return
    forms = (
        "{0}.backward()",
        "{0}.grad.zero_()",
        "{0}.numpy()",
        "{0}.retain_grad()",
        "{0}.requires_grad_(False)",
        "{0}.add_(1)",
        "copy.deepcopy({0})",
        "torch.optim.SGD([{0}], lr=0.1)",
        "{0}.item()",
        "raise RuntimeError('no')",
        "assert {0}.requires_grad",
        "{0}.missing",
        "torch.autograd.grad({0}.sum(), {0})",
        "{0}[7]",
        "{0}.long().requires_grad_()",
        "{0} @ torch.ones(7)",
        "undefined",
        "raise ValueError if random.random() < 0.5 else KeyError",
        "{0}.sum().backward()",
        "[][0]",
        "1 / 0",
        "next(iter([]))",
        "int('x')",
        "{0}.detach_()",
        "{0}[0] = {0}.sum()",
    )
    w.line(w.choose(forms).format(w.choose(names)))


def match(w: Writer) -> None:
    subject = w.choose(
        ("random.randint(0, 2)", "len(sys.argv)", "1", "'a'", "(1, 2)", "{'k': 1}", "torch.ones(1)", "None")
    )
    with w.block(f"match {subject}:", keep=40):
        for pattern in (
            w.choose(
                (
                    "1",
                    "0",
                    "'a'",
                    "(1, second)",
                    "[first, *_]",
                    "{'k': value}",
                    "int()",
                    "torch.Tensor()",
                    "None",
                    "1 | 2",
                    "int(value) if value > 1",
                )
            ),
            "_",
        ):
            if pattern != "_" or w.chance(70):
                with w.block(f"case {pattern}:", keep=50):
                    body(w, 1, 2)
    _blur(w)


def leave(w: Writer) -> None:
    """`break`, `continue` or `return`, mostly on a condition."""
    words = ["break", "continue"] * w.scope.loop
    if w.scope.function and w.scope.returns is not None:
        words.append(f"return {tensor(w, w.scope.returns, 1).text}")
    if not words:
        return
    with w.block(f"if {condition(w)}:"):
        w.line(w.choose(words))


SIMPLE: list[tuple[int, Write]] = [
    (22, s.assign),
    (8, s.make_leaf),
    (8, s.change),
    (5, s.write_item),
    (6, s.flag),
    (9, learning.backward),
    (4, learning.gradients),
    (7, learning.read_grad),
    (4, learning.update),
    (6, s.contain),
    (5, s.alias),
    (2, s.save_number),
    (2, learning.accumulate),
    (3, s.cast),
    (1, s.mode_call),
    (4, learning.optimizer),
    (3, s.misc),
    (2, s.several),
]
COMPOUND: list[tuple[int, Write]] = [(9, branch), (8, loop), (6, mode), (4, attempt), (2, match)]
ENDS: list[tuple[int, Write]] = [(4, leave)]
