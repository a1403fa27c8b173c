"""Functions of the program: parameters of every sort, decorators, closures, recursion, generators, custom autograd functions."""

from __future__ import annotations

from grammar.flow import body
from grammar.makers import closure, context, custom, decorator, fallback, generator
from grammar.tensors import tensor
from grammar.writer import Thing, Writer

EXTRA: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("scale=2.0", ("", "0.5", "scale=3.0")),
    ("flag=True", ("", "False", "flag=len(sys.argv) > 1", "flag=True")),
    ("other=None", ("", "torch.ones(3)", "other=torch.ones(3, requires_grad=True)")),
    ("*rest", ("", "1, 2", "*[1]")),
    ("*, key=1", ("", "key=2")),
    ("**options", ("", "mode='a'", "**{'z': 1}")),
    ("n=2", ("", "1", "n=3")),
)
DECORATORS = (
    "@torch.no_grad()",
    "@torch.enable_grad()",
    "@torch.inference_mode()",
    "@torch.no_grad",
    "@torch.set_grad_enabled(False)",
    "@functools.lru_cache(None)",
    "@twice",
    "@logged",
)


def define(w: Writer) -> None:
    """A function, of one of several sorts."""
    w.weighted(
        [
            (10, plain),
            (3, recursive),
            (3, closure),
            (3, generator),
            (3, custom),
            (2, one_line),
            (1, globals_),
            (1, decorator),
            (1, context),
            (1, fallback),
        ]
    )(w)


def plain(w: Writer) -> None:
    name, rank = w.fresh("f"), w.choose((0, 1, 1, 2))
    source = w.choose((1, 1, 2, rank))
    extras = _extras(w)
    records = True
    if w.chance(25):
        decorator = w.choose(DECORATORS[: 8 if w.named("decorator") else 5])
        w.line(decorator)
        records = decorator not in (
            "@torch.no_grad()",
            "@torch.inference_mode()",
            "@torch.no_grad",
            "@torch.set_grad_enabled(False)",
        )
    annotation = w.choose(("", "", ": torch.Tensor"))
    _write(
        w,
        name,
        source,
        rank,
        f"def {name}({', '.join([f'x{annotation}', *(text for text, _ in extras)])}):",
        extras,
        records,
    )


def _extras(w: Writer) -> list[tuple[str, tuple[str, ...]]]:
    chosen = [extra for extra in EXTRA if w.chance(12)]
    defaults = [one for one in chosen if not one[0].startswith("*")]
    stars = [one for one in chosen if one[0].startswith("*")]
    named = [(text, tuple(o for o in given if not o or "=" in o)) for text, given in defaults[1:]]
    first = [defaults[0]] if defaults else []
    if "*rest" in (text for text, _ in stars):
        stars = [one for one in stars if one[0] != "*, key=1"]
        first, named = [], [(text, ("",)) for text, _ in defaults]
    return [*first, *named, *stars]


def _write(
    w: Writer,
    name: str,
    source: int,
    rank: int,
    header: str,
    extras: list[tuple[str, tuple[str, ...]]],
    records: bool = True,
) -> None:
    names = {"x": Thing("tensor", source, "?")}
    texts = [text for text, _ in extras]
    if "scale=2.0" in texts or "n=2" in texts:
        names.update({text.split("=")[0]: Thing("number") for text in texts if text in ("scale=2.0", "n=2")})
    with w.function(names, rank, closed=w.chance(25)):
        w.records = records
        with w.block(header):
            w.scope.loop = False
            if "other=None" in texts and rank == 1:
                w.line("x = x if other is None else x + other.sum()")
            if "flag=True" in texts:
                with w.block(f"if {w.choose(('flag', 'not flag'))}:"):
                    body(w, 1, 2)
            body(w, 1, 4)
            w.line(f"return {tensor(w, rank, 2).text}")
    w.bind(name, Thing("function", rank, "?", more=(source, tuple(given for _, given in extras))))


def recursive(w: Writer) -> None:
    name = w.fresh("rec")
    step = w.choose(("torch.sin(x)", "x * 2", "x.detach()", "x + torch.ones(3, requires_grad=True)", "x.clone()"))
    with w.block(f"def {name}(x, n={w.number(1, 4)}):"):
        with w.block(w.choose(("if n <= 0:", "if n < 1:", "if not n:"))):
            w.line(w.choose(("return x", "return x * 2", "return x.detach()")))
        w.line(
            w.choose(
                (
                    f"return {name}({step}, n - 1)",
                    f"return {name}({step}, n - 1) + x",
                    f"y = {name}({step}, n=n - 1)\n{'    ' * w.depth}return y * 2",
                )
            )
        )
    w.bind(name, Thing("function", 1, "?", more=(1, (("", "2", "n=0", "len(sys.argv)"),))))


def one_line(w: Writer) -> None:
    name = w.fresh("f")
    with w.function({"x": Thing("tensor", 1, "?")}, 1):
        lines, depth = w.lines, w.depth
        w.lines = []
        text = tensor(w, 1, 2).text
        w.lines, hoisted = lines, w.lines
    text = "x * 2" if hoisted else text
    w.depth = depth
    form = w.choose(
        (
            "{0} = lambda x: {1}",
            "{0} = lambda x, k=2: ({1}) * k",
            "{0} = functools.partial(lambda k, x: x * k, 2)",
            "{0} = torch.vmap(lambda x: x * 2)",
            "{0} = functools.partial(torch.add, 1)",
            "{0} = torch.tanh",
            "{0} = nn.Tanh()",
            "{0} = torch.Tensor.detach",
            "{0} = operator.neg",
            "{0} = torch.func.grad(lambda t: (t ** 2).sum())",
            "{0} = torch.no_grad()(lambda x: {1})",
            "{0} = lambda x: checkpoint(torch.sin, x, use_reentrant=False)",
            "{0} = lambda x: checkpoint(torch.sin, x, use_reentrant=True)",
            "{0} = lambda x: torch.utils.checkpoint.checkpoint(lambda t: t * 2, x, use_reentrant=False)",
        )
    )
    w.line(form.format(name, text))
    w.bind(name, Thing("function", 1, "?", more=(1, ())))


def globals_(w: Writer) -> None:
    """A function that rebinds a name of the module."""
    names = w.tensors(1)
    if not names or w.scope.function:
        return plain(w)
    name, target = w.fresh("set"), w.choose(names)
    with w.block(f"def {name}(x):"):
        w.line(f"global {target}")
        w.line(
            f"{target} = {w.choose(('x', 'x * 2', 'x.detach()', f'{target} * 2', f'{target}.detach().requires_grad_()'))}"
        )
        w.line(f"return {w.choose((target, 'x'))}")
    w.bind(name, Thing("function", 1, "?", more=(1, ())))
    w.bind(target, Thing("tensor", 1, "?"))
    return None
