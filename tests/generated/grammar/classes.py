"""Classes of the program: modules with parameters, buffers, submodules in containers, hooks; plain classes, dataclasses."""

from __future__ import annotations

from grammar.flow import body
from grammar.modules import inherit, module, ready
from grammar.tensors import tensor
from grammar.writer import Thing, Writer


def define(w: Writer) -> None:
    w.weighted([(9, module), (3, plain), (2, dataclass), (3, ready), (2, inherit), (1, context), (1, descriptor)])(w)


def plain(w: Writer) -> None:
    """A class that holds tensors."""
    name, new = w.fresh("Box"), w.fresh("box")
    with w.block(f"class {name}:"):
        if w.chance(40):
            w.line(w.choose(("shared = torch.ones(3, requires_grad=True)", "shared = torch.ones(3)", "count = 0")))
        with w.block("def __init__(self, t):"):
            w.line("self.t = t")
            w.line(
                w.choose(
                    (
                        "self.u = t * 2",
                        "self.u = t.detach()",
                        "self.u = torch.ones(3, requires_grad=True)",
                        "self.u = torch.ones(3)",
                    )
                )
            )
        form = w.choose(
            (
                "def step(self, x):\n{0}    self.t = self.t + x\n{0}    return self.t",
                "def __call__(self, x):\n{0}    return x * self.t",
                "@property\n{0}def both(self):\n{0}    return self.t + self.u",
                "def __getitem__(self, i):\n{0}    return self.t",
                "def __iter__(self):\n{0}    yield self.t\n{0}    yield self.u",
                "def __add__(self, other):\n{0}    return self.t + other",
                "def __len__(self):\n{0}    return 2",
                "def __getattr__(self, name):\n{0}    return torch.zeros(3)",
                "@functools.cached_property\n{0}def both(self):\n{0}    return self.t * self.u",
            )
        )
        w.line(form.format("    " * w.depth))
    w.line(f"{new} = {name}({tensor(w, 1, 1).text})")
    w.bind(new, Thing("holder", 1, more=("t", "u", "both" if "both" in form else "t")))
    use = {
        "def step": "{1} = {0}.step(torch.ones(3))",
        "def __call__": "{1} = {0}(torch.ones(3))",
        "def __getitem__": "{1} = {0}[0]",
        "def __iter__": "{1} = list({0})[0]",
        "def __add__": "{1} = {0} + torch.ones(3)",
        "def __getattr__": "{1} = {0}.nothing",
    }
    for start, text in use.items():
        if form.startswith(start):
            x = w.fresh("x")
            w.line(text.format(new, x))
            w.bind(x, Thing("tensor", 1, "?"))


def change_holder(w: Writer) -> None:
    holders = w.named("holder")
    if not holders:
        return plain(w)
    name = w.choose(holders)
    form = w.choose(
        (
            "{0}.t = {1}",
            "{0}.u = {1}",
            "{0}.t = {0}.t.detach()",
            "{0}.t, {0}.u = {0}.u, {0}.t",
            "setattr({0}, 't', {1})",
            "{0}.t += 1",
            "{0}.t.requires_grad_()",
            "{0}.new = {1}",
            "print({0}.__dict__)",
            "{0}.t.sum().backward()",
            "{0}.u = {0}.t",
            "{0}.t = {0}.t * 2",
            "{0} = copy.copy({0})",
            "{0}.t[0] = 0.0",
        )
    )
    w.line(form.format(name, tensor(w, 1, 1).text))
    return None


def dataclass(w: Writer) -> None:
    name, new = w.fresh("Data"), w.fresh("data")
    w.line(
        w.choose(
            ("@dataclasses.dataclass", "@dataclasses.dataclass(frozen=True)", "@dataclasses.dataclass(slots=True)")
        )
    )
    with w.block(f"class {name}:"):
        w.line("t: torch.Tensor")
        w.line(
            w.choose(
                (
                    "u: torch.Tensor = dataclasses.field(default_factory=lambda: torch.ones(3))",
                    "u: torch.Tensor = None",
                    "u: torch.Tensor = dataclasses.field(default_factory=lambda: torch.ones(3, requires_grad=True))",
                )
            )
        )
        if w.chance(30):
            w.line("def total(self):\n" + "    " * w.depth + "    return self.t.sum()")
    w.line(
        f"{new} = {name}({w.choose(('{0}', 't={0}', '{0}, torch.ones(3)', '{0}, u={0}')).format(tensor(w, 1, 1).text)})"
    )
    w.bind(new, Thing("holder", 1, more=("t",)))


def context(w: Writer) -> None:
    name = w.fresh("Ctx")
    with w.block(f"class {name}:"):
        with w.block("def __enter__(self):"):
            w.line(
                w.choose(
                    (
                        "self.before = torch.is_grad_enabled()\n{0}torch.set_grad_enabled(False)\n{0}return self",
                        "self.before = torch.is_grad_enabled()\n{0}return torch.ones(3, requires_grad=True)",
                        "self.before = True\n{0}torch.set_grad_enabled(True)\n{0}return self",
                    )
                ).format("    " * w.depth)
            )
        with w.block("def __exit__(self, *info):"):
            w.line(
                w.choose(
                    (
                        "torch.set_grad_enabled(self.before)",
                        "torch.set_grad_enabled(self.before)\n{0}return True",
                        "pass",
                    )
                ).format("    " * w.depth)
            )
    with w.block(f"with {name}() as entered:", keep=70):
        body(w, 1, 3)


def descriptor(w: Writer) -> None:
    """A property with a setter."""
    name, new = w.fresh("Box"), w.fresh("box")
    with w.block(f"class {name}:"):
        w.line("def __init__(self):\n" + "    " * w.depth + "    self._t = torch.ones(3)")
        w.line("@property\n{0}def t(self):\n{0}    return self._t".format("    " * w.depth))
        w.line(
            "@t.setter\n{0}def t(self, value):\n{0}    self._t = {1}".format(
                "    " * w.depth, w.choose(("value", "value.detach()", "value * 2"))
            )
        )
    w.line(f"{new} = {name}()")
    w.line(f"{new}.t = {tensor(w, 1, 1).text}")
    w.bind(new, Thing("holder", 1, more=("t",)))
