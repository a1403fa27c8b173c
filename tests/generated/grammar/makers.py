"""Functions of functions: closures, generators, decorators, contexts; custom autograd functions."""

from __future__ import annotations

from grammar.conditions import condition
from grammar.flow import body
from grammar.tensors import SHAPES, tensor
from grammar.writer import Thing, Writer


def closure(w: Writer) -> None:
    """A function made by a function, perhaps with `nonlocal`."""
    name, inner = w.fresh("make"), w.fresh("f")
    with w.block(f"def {name}(k):"):
        w.line(
            w.choose(("count = 0", "count = torch.zeros(3)", "count = torch.ones(3, requires_grad=True)", "count = []"))
        )
        with w.block("def inner(x):"):
            form = w.choose(
                (
                    "nonlocal count\n{0}count = count + x if not isinstance(count, list) else count\n{0}return x * k",
                    "return x * k",
                    "return x + k if k else x",
                    "return count * x if isinstance(count, torch.Tensor) else x",
                    "nonlocal count\n{0}count = x\n{0}return count * 2",
                )
            )
            w.line(form.format("    " * w.depth))
        w.line("return inner")
    w.line(
        f"{inner} = {name}({w.choose(('2', 'torch.ones(3)', 'torch.ones(3, requires_grad=True)', '0.5', 'len(sys.argv)'))})"
    )
    w.bind(inner, Thing("function", 1, "?", more=(1, ())))


def generator(w: Writer) -> None:
    name = w.fresh("gen")
    if w.chance(20):
        w.line(w.choose(("@torch.no_grad()", "@torch.enable_grad()")))
    with w.block(f"def {name}(x):"):
        form = w.choose(
            (
                "for i in range(2):\n{0}    x = x * 2\n{0}    yield x",
                "yield x\n{0}yield x.detach()",
                "with torch.no_grad():\n{0}    yield x * 2\n{0}yield x * 3",
                "yield from [x, x * 2]",
                "for row in x:\n{0}    yield row * torch.ones(3)",
                "while random.random() < 0.7:\n{0}    x = x + 1\n{0}    yield x\n{0}yield x",
                "try:\n{0}    yield x.sin()\n{0}finally:\n{0}    x = None",
                "yield x\n{0}return",
            )
        )
        w.line(form.format("    " * w.depth))
    w.bind(name, Thing("maker"))
    if w.chance(50):
        new = w.fresh("x")
        forms = ("next({0})", "list({0})[-1]", "sum({0})", "torch.stack(list({0})).sum(0)", "[*{0}][0]")
        made = f"{name}({tensor(w, 1, 1).text})"
        w.line(f"{new} = {w.choose(forms).format(made)}")
        w.bind(new, Thing("tensor", 1, "?"))


def custom(w: Writer) -> None:
    """A subclass of `torch.autograd.Function`."""
    name, call = w.fresh("Fn"), w.fresh("f")
    save = w.choose(
        (
            "ctx.save_for_backward(a)",
            "ctx.k = 2",
            "pass",
            "ctx.mark_non_differentiable(a)",
            "ctx.set_materialize_grads(False)",
        )
    )
    out = w.choose(("a * 2", "a.exp()", "a.clone()", "a", "a.sign()", "(a > 0).float()"))
    back = w.choose(
        (
            "g * 2",
            "g",
            "None",
            "g.clone()",
            "torch.zeros_like(g)",
            "g * ctx.saved_tensors[0]" if "save" in save else "g * 3",
        )
    )
    with w.block(f"class {name}(torch.autograd.Function):"):
        w.line("@staticmethod")
        with w.block("def forward(ctx, a):"):
            w.line(save)
            w.line(f"return {out}")
        w.line("@staticmethod")
        with w.block("def backward(ctx, g):"):
            w.line(f"return {back}")
    w.line(f"{call} = {name}.apply")
    w.bind(call, Thing("function", 1, "?", more=(1, ())))


def decorator(w: Writer) -> None:
    if w.named("decorator"):
        return
    for name, inner in (
        ("twice", "function(function(*args, **kwargs), **kwargs)"),
        ("logged", "function(*args, **kwargs)"),
    ):
        with w.block(f"def {name}(function):"):
            w.line("@functools.wraps(function)")
            with w.block("def wrapper(*args, **kwargs):"):
                if w.chance(25):
                    with w.block("with torch.no_grad():"):
                        w.line(f"return {inner}")
                w.line(f"return {inner}")
            w.line("return wrapper")
        w.bind(name, Thing("decorator"))


def context(w: Writer) -> None:
    """A context manager of the program's own."""
    name = w.fresh("ctx")
    w.line("@contextlib.contextmanager")
    with w.block(f"def {name}():"):
        form = w.choose(
            (
                "with torch.no_grad():\n{0}    yield",
                "before = torch.is_grad_enabled()\n{0}torch.set_grad_enabled(False)\n{0}try:\n{0}    yield\n"
                "{0}finally:\n{0}    torch.set_grad_enabled(before)",
                "yield torch.ones(3, requires_grad=True)",
                "try:\n{0}    yield\n{0}except Exception:\n{0}    pass",
                "with torch.enable_grad():\n{0}    yield torch.ones(3)",
            )
        )
        w.line(form.format("    " * w.depth))
    with w.block(f"with {name}() as got:", keep=80):
        body(w, 1, 3)


def fallback(w: Writer) -> None:
    """A function with several ways out."""
    name, rank = w.fresh("f"), w.choose((0, 1, 1))
    with w.function({"x": Thing("tensor", rank, "?")}, rank), w.block(f"def {name}(x):"):
        w.scope.loop = False
        with w.block("try:"):
            body(w, 1, 2)
            w.line(f"return {tensor(w, rank, 1).text}")
        with w.block(w.choose(("except Exception:", "finally:"))):
            body(w, 1, 1)
        w.line(f"return torch.zeros({SHAPES[rank]})" if w.chance(70) else f"return x if {condition(w)} else x.detach()")
    w.bind(name, Thing("function", rank, "?", more=(rank, ())))
