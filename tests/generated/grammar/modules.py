"""Modules: the program's own with parameters, buffers, submodules in containers; the library's; freezing, hooks, state dicts."""

from __future__ import annotations

from grammar.conditions import condition
from grammar.flow import body
from grammar.tensors import tensor
from grammar.writer import Thing, Writer

MEMBERS = (
    "self.lin = nn.Linear(3, 3)",
    "self.w = nn.Parameter(torch.randn(3))",
    "self.register_buffer('b', torch.ones(3))",
    "self.layers = nn.ModuleList([nn.Linear(3, 3) for _ in range(2)])",
    "self.plain = [nn.Linear(3, 3)]",
    "self.table = {'a': nn.Linear(3, 3)}",
    "self.moddict = nn.ModuleDict({'a': nn.Linear(3, 3), 'b': nn.Tanh()})",
    "self.seq = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))",
    "self.t = torch.ones(3, requires_grad=True)",
    "self.k = torch.ones(3)",
    "self.ps = nn.ParameterList([torch.ones(3), nn.Parameter(torch.ones(3))])",
    "self.pd = nn.ParameterDict({'a': torch.ones(3)})",
    "self.norm = nn.LayerNorm(3)",
    "self.act = nn.Tanh()",
    "self.frozen = nn.Linear(3, 3).requires_grad_(False)",
    "self.register_parameter('q', nn.Parameter(torch.ones(3)))",
    "self.drop = nn.Dropout(0.1)",
    "self.cache = None",
    "self.p2 = nn.Parameter(torch.ones(3), requires_grad=False)",
    "self.register_parameter('none', None)",
    "self.tied = self.lin if hasattr(self, 'lin') else nn.Linear(3, 3)",
    "self.register_buffer('h', None)",
    "setattr(self, 'dyn', nn.Linear(3, 3))",
    "self.ident = nn.Identity()",
    "self.derived = nn.Parameter(torch.ones(3)) * 2",
    "self.add_module('extra', nn.Linear(3, 3))",
    "self.emb = nn.Embedding(4, 3)",
    "self.gru = nn.GRUCell(3, 3)",
)


USES = {
    "self.lin": "self.lin(x)",
    "self.w": "x * self.w",
    "self.register_buffer('b'": "x + self.b",
    "self.layers": "sum(l(x) for l in self.layers)",
    "self.plain": "self.plain[0](x)",
    "self.table": "self.table['a'](x)",
    "self.moddict": "self.moddict['a'](x)",
    "self.seq": "self.seq(x)",
    "self.t": "x * self.t",
    "self.k": "x + self.k",
    "self.ps": "x * self.ps[0] + self.ps[1]",
    "self.pd": "x * self.pd['a']",
    "self.norm": "self.norm(x)",
    "self.act": "self.act(x)",
    "self.frozen": "self.frozen(x)",
    "self.register_parameter('q'": "x + self.q",
    "self.drop": "self.drop(x)",
    "self.p2": "x * self.p2",
    "self.tied": "self.tied(x)",
    "setattr": "self.dyn(x)",
    "self.ident": "self.ident(x)",
    "self.derived": "x + self.derived",
    "self.add_module": "self.extra(x)",
    "self.emb": "x + self.emb(torch.tensor([1]))[0]",
    "self.gru": "x + self.gru(torch.ones(1, 3))[0]",
}


def module(w: Writer) -> None:
    """A module of the program's own, and an instance of it."""
    name = w.fresh("Net")
    with w.block(f"class {name}(nn.Module):"):
        uses = _init(w)
        _forward(w, uses)
        if w.chance(30):
            _more(w)
    w.bind(name, Thing("class"))
    _instance(w, name)


def _init(w: Writer) -> list[str]:
    members = list(dict.fromkeys(w.choose(MEMBERS) for _ in range(w.number(1, 4))))
    with w.block("def __init__(self):"):
        w.line("super().__init__()")
        for member in members:
            w.line(member)
        if w.chance(12):
            with w.block("for p in self.parameters():"):
                w.line("p.requires_grad = False")
    return [use for start, use in USES.items() if any(member.startswith(start) for member in members)]


def _forward(w: Writer, uses: list[str]) -> None:
    if w.chance(8):
        w.line(w.choose(("@torch.no_grad()", "@torch.enable_grad()")))
    names = {"x": Thing("tensor", 1, "?")}
    with w.function(names, 1), w.block("def forward(self, x):"):
        for use in uses:
            form = w.weighted(
                [
                    (12, "x = {0}"),
                    (2, "h = {0}\n{1}x = x + h"),
                    (1, "x = x + ({0}).detach()"),
                    (1, "with torch.no_grad():\n{1}    x = {0}"),
                    (1, "self.last = x = {0}"),
                ]
            )
            if w.chance(15):
                with w.block(f"if {w.choose((condition(w), 'self.training'))}:"):
                    w.line(form.format(use, "    " * w.depth))
            else:
                w.line(form.format(use, "    " * w.depth))
        w.bind("x", Thing("tensor", 1, "t"))
        if w.chance(40):
            body(w, 1, 2)
        w.line(f"return {w.choose(('x', 'x', tensor(w, 1, 1).text))}")


def _more(w: Writer) -> None:
    """Another method, a property, a hook on itself."""
    form = w.choose(
        (
            "@property\n{0}def prop(self):\n{0}    return torch.ones(3, requires_grad=True)",
            "def freeze(self):\n{0}    for p in self.parameters():\n{0}        p.requires_grad_(False)\n{0}    return self",
            "def train(self, mode=True):\n{0}    return super().train(mode)",
            "@staticmethod\n{0}def helper(x):\n{0}    return x * 2",
            "@classmethod\n{0}def build(cls):\n{0}    return cls()",
            "def __len__(self):\n{0}    return 3",
            "def extra_repr(self):\n{0}    return ''",
        )
    )
    w.line(form.format("    " * w.depth))


def _instance(w: Writer, name: str) -> None:
    new = w.fresh("net")
    forms = ("{0}()", "{0}()", "{0}().train()", "{0}().eval()", "{0}().requires_grad_(False)", "copy.deepcopy({0}())")
    form = w.choose((*forms, "nn.Sequential({0}(), nn.ReLU())", "{0}().float()"))
    w.line(f"{new} = {form.format(name)}")
    w.bind(new, Thing("module"))


def ready(w: Writer) -> None:
    """A module of the library."""
    name = w.fresh("m")
    makers = (
        "nn.Linear(3, 3)",
        "nn.Sequential(nn.Linear(3, 3), nn.Tanh())",
        "nn.LayerNorm(3)",
        "nn.Identity()",
        "nn.PReLU()",
        "nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 3))",
        "nn.ReLU()",
        "nn.Linear(3, 3, bias=False)",
        "nn.Linear(3, 3).requires_grad_(False)",
        "nn.Softmax(-1)",
        "nn.Dropout()",
        "nn.utils.parametrizations.weight_norm(nn.Linear(3, 3))",
        "nn.ReLU(inplace=True)",
        "nn.RMSNorm(3)",
        "nn.Linear(3, 3).eval()",
        "nn.Hardtanh()",
        "nn.Bilinear(3, 3, 3).register_forward_hook and nn.Tanh()",
    )
    w.line(f"{name} = {w.choose(makers)}")
    w.bind(name, Thing("module"))


def use_module(w: Writer) -> None:
    """Freezing, modes, state dicts, hooks, parameters of a module replaced or read."""
    modules = w.named("module")
    if not modules:
        return ready(w)
    name = w.choose(modules)
    new = w.fresh("p")
    forms = (
        "{0}.requires_grad_(False)",
        "{0}.requires_grad_(True)",
        "{0}.eval()",
        "{0}.train()",
        "{0}.zero_grad()",
        "{0}.load_state_dict({0}.state_dict())",
        "{1} = copy.deepcopy({0})",
        "{0}.load_state_dict(copy.deepcopy({0}).state_dict())",
        "for p in {0}.parameters():\n{2}    p.requires_grad = False",
        "for p in {0}.parameters():\n{2}    p.requires_grad_(not p.requires_grad)",
        "for n, p in {0}.named_parameters():\n{2}    p.requires_grad = 'bias' in n",
        "{0}.register_forward_hook(lambda m, i, o: o * 2)",
        "{0}.register_forward_hook(lambda m, i, o: None)",
        "{0}.register_forward_pre_hook(lambda m, i: (i[0] * 2,))",
        "{0}.register_full_backward_hook(lambda m, gi, go: None)",
        "{0}.apply(lambda m: m)",
        "{0}.double().float()",
        "print(sum(p.numel() for p in {0}.parameters()))",
        "for p in {0}.parameters():\n{2}    p.grad = None",
        "print([p.grad for p in {0}.parameters()])",
        "{1} = next({0}.parameters(), torch.ones(3))",
        "{1} = list({0}.parameters())",
        "{1} = {0}.state_dict()",
        "for p in {0}.parameters():\n{2}    nn.init.normal_(p)",
        "{0}.load_state_dict({{k: v * 0.5 for k, v in {0}.state_dict().items()}})",
        "with torch.no_grad():\n{2}    for p in {0}.parameters():\n{2}        p.mul_(0.9)",
        "{0}.requires_grad = False",
        "{0}.forward = lambda x: x",
        "for m in {0}.modules():\n{2}    m.training = False",
        "for p in {0}.parameters():\n{2}    if p.grad is not None:\n{2}        p.grad.zero_()",
        "{0}.load_state_dict({0}.state_dict(), assign=True)",
        "torch.nn.utils.clip_grad_norm_({0}.parameters(), 1.0)",
        "{1} = torch.nn.utils.parameters_to_vector({0}.parameters())[:3]",
        "{0}.register_forward_hook(lambda m, i, o: o.detach())",
        "{1} = [p for p in {0}.parameters() if p.requires_grad]",
        "{1} = dict({0}.named_parameters())",
        "{1} = {0}.parameters()",
        "{1} = {0}.training",
        "{0}.share_memory()",
        "{1} = torch.func.functional_call({0}, dict({0}.named_parameters()), (torch.ones(3),))",
    )
    form = w.choose(forms)
    w.line(form.format(name, new, "    " * w.depth))
    if "deepcopy({0})" in form and form.startswith("{1}"):
        w.bind(new, Thing("module"))
    if "functional_call" in form:
        w.bind(new, Thing("tensor", 1, "?"))
    return None


def inherit(w: Writer) -> None:
    bases = w.named("class")
    if not bases:
        return module(w)
    name, base = w.fresh("Net"), w.choose(bases)
    with w.block(f"class {name}({base}):"):
        if w.chance(50):
            with w.block("def __init__(self):"):
                w.line("super().__init__()")
                w.line(
                    w.choose(
                        (
                            "self.more = nn.Linear(3, 3)",
                            "self.requires_grad_(False)",
                            "self.k2 = torch.ones(3)",
                            "for p in self.parameters():\n{0}    p.requires_grad = False",
                        )
                    ).format("    " * w.depth)
                )
        with w.block("def forward(self, x):"):
            w.line(
                w.choose(
                    (
                        "return super().forward(x) * 2",
                        "return super().forward(x.detach())",
                        "return super().forward(x).detach()",
                        "with torch.no_grad():\n{0}    return super().forward(x)",
                        "y = super().forward(x)\n{0}return y + x",
                    )
                ).format("    " * w.depth)
            )
    w.bind(name, Thing("class"))
    _instance(w, name)
    return None
