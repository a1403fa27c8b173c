"""Values that objects keep from call to call, and objects made of others: state on `self`, inheritance, modules in containers."""

from __future__ import annotations

from grammar.templates import fill
from grammar.writer import Writer

STATE = (
    "<<self.h = None||self.h = torch.zeros(3)||self.h = torch.ones(3, requires_grad=True)||self.h = $x>>\n"
    "        self.seen = []\n        self.by = {}\n        self.count = 0"
)
STEPS = (
    "self.h = x if self.h is None else self.h <<+||*>> x",
    "self.h = (x if self.h is None else self.h + x).detach()",
    "self.seen.append(x)",
    "self.seen.append(x.detach())",
    "self.by[self.count] = x",
    "self.by['last'] = x",
    "self.count += 1",
    "if self.count > 1:\n            return x.detach()",
    "if self.seen:\n            x = x + self.seen[-1]",
    "x = x + self.by.get('last', torch.zeros(3))",
    "self.seen = [*self.seen, x][-2:]",
    "if $c:\n            self.h = x",
    "self.h = x",
    "self.last = x",
    "x = x * getattr(self, 'last', torch.ones(3))",
    "self.by.setdefault('first', x)",
    "self.best = x if not hasattr(self, 'best') else self.best",
    "with torch.no_grad():\n            self.ema = x * 0.9",
    "try:\n            self.last.sum()\n        except AttributeError:\n            self.last = x",
    "if not self.training_:\n            x = x.detach()",
    "self.training_ = not self.training_",
    "for i, v in enumerate(self.seen):\n            self.seen[i] = v * 2",
    "x = self.scale(x)",
)
BETWEEN = (
    "$b.h = <<None||$b.h.detach() if $b.h is not None else None||$x>>",
    "$b.seen.clear()",
    "print($b.h)",
    "print($b.seen, $b.by)",
    "print($b.by.get('last'), getattr($b, 'last', None))",
    "for v in $b.seen:\n    print(v, v.grad)",
    "$b.training_ = $c",
    "$e = $b.seen[0] if $b.seen else $x\nprint($e)",
    "($e if ($e := $b.step($y)).requires_grad else $a).sum().backward()\nprint($a.grad)",
    "$b = copy.copy($b)",
    "$b.scale = lambda t: t.detach()",
    "del $b.h\n$b.h = $x",
    "print(vars($b)['count'])",
    "print($b.prop)",
)
EXTRA = (
    "    @property\n    def prop(self):\n        return <<self.h if self.h is not None else torch.zeros(3)"
    "||sum(self.seen, torch.zeros(3))"
    "||self.by.get('last', torch.ones(3, requires_grad=True))>>\n",
    "    @functools.cached_property\n    def prop(self):\n        return <<torch.ones(3, requires_grad=True)"
    "||self.seen[0] if self.seen else torch.zeros(3)>>\n",
    "    prop = <<torch.zeros(3)||torch.ones(3, requires_grad=True)||None>>\n",
)
WHOLE = (
    ("ab", "@dataclasses.dataclass\nclass $f:\n    t: torch.Tensor\n    u: torch.Tensor = None\n"
           "    kept: list = dataclasses.field(default_factory=list)\n"
     "    def __post_init__(self):\n        self.u = <<self.t * 2||self.t.detach()"
     "||self.t if self.u is None else self.u>>\n"
     "    def add(self, x):\n        self.kept.append(x * self.u)\n        return self\n"
     "$e = $f($x).add($y).add($a := $x)\nprint($e.kept[0], $e.u, $e == None)\n$b = dataclasses.replace($e, t=$y).u\n"
     "$a = sum($e.kept)"),
    ("a", "class $f:\n    def step(self, x):\n        return x <<* 2||.detach()||+ 1>>\nclass $g:\n"
          "    def step(self, x):\n"
     "        return <<super().step(x) * 2||super().step(x.detach())||super().step(x) + x>>\n"
     "class Both$f($g, $f):\n    def step(self, x):\n        <<with torch.no_grad():\n            super().step(x)\n"
     "        ||>>return super().step(x)\n"
     "$a = Both$f().step($x)\nprint(Both$f.__mro__, $f.step(None, $y))"),
    ("ab", "class $f(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
     "        self.layers = <<nn.ModuleList([nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 3)])"
     "||nn.ModuleList(nn.Linear(3, 3) for _ in range(2))"
     "||[nn.Linear(3, 3) for _ in range(2)]>>\n        self.heads = nn.ModuleDict({k: nn.Linear(3, 3) for k in 'ab'})\n"
     "    def forward(self, x, head='a'):\n        kept = []\n        for i, layer in enumerate(self.layers):\n"
     "            x = layer(x)\n            <<if i:\n                x = x.detach()\n            ||>>kept.append(x)\n"
     "        for name, each in self.heads.items():\n            if name == head:\n                return <<each(x)"
     "||each(x) + kept[0]||each(kept[-1]), kept>>\n"
     "        return x\n$e = $f()\nfor p in <<$e.layers[0]||$e.heads['b']||$e>>.parameters():\n"
     "    p.requires_grad = $c\n"
     "$b = $e($x, head=<<'a'||'b'||'c'>>)\n$b = $b[0] if isinstance($b, tuple) else $b\n$a = $b * 2\n"
     "$a.sum().backward() if $a.requires_grad else None\n"
     "print([p.grad for p in $e.parameters()], $e.layers[0].weight.grad, $e.heads['a'].bias.grad)"),
    ("ab", "class $f(nn.Module):\n    def __init__(self, <<n=1||*, n=1||n: int = 1, **more>>):\n"
           "        super().__init__()\n        self.n = n\n"
     "        self.p = nn.Parameter(torch.ones(3))\n        self.register_buffer('mean', torch.zeros(3))\n"
     "    def forward(self, x):\n"
     "        if self.training:\n            self.mean = <<self.mean * 0.9 + x * 0.1"
     "||self.mean * 0.9 + x.detach() * 0.1||x>>\n"
     "        return x * self.p + self.mean\nclass Sub$f($f):\n    def __init__(self, *args, **kwargs):\n"
     "        super().__init__(*args, **kwargs)\n        <<self.p.requires_grad_(False)"
     "||self.p = nn.Parameter(torch.zeros(3))||self.q = self.p>>\n"
     "    def forward(self, x):\n        return super().forward(x) if self.n else x\n"
     "$e = Sub$f(<<n=1||n=0||>>)\n$b = $e($x)\n$e.<<eval||train>>()\n$a = $e($y)\nprint($e.mean, $e.p)"),
    ("a", "class $f:\n    made = []\n    def __new__(cls, *args):\n        self = super().__new__(cls)\n"
          "        cls.made.append(self)\n"
     "        return self\n    def __init__(self, t):\n        self.t = t\n    @classmethod\n    def of(cls, t):\n"
     "        return cls(t <<* 2||.detach()>>)\n"
     "    @staticmethod\n    def twice(t):\n        return t * 2\n$e = $f.of($x)\n$f($y)\n$a = $f.twice($e.t)\n"
     "print($f.made[0].t, $f.made[-1].t)"),
    ("a", "class $f:\n    def __init__(self, t):\n        self.t = t\n    def __iter__(self):\n        self.i = 0\n"
          "        return self\n"
     "    def __next__(self):\n        if self.i > 2:\n            raise StopIteration\n        self.i += 1\n"
     "        self.t = self.t <<* 2||.detach()||+ $y>>\n        return self.t\n$e = $f($x)\nfor $a in $e:\n"
     "    print($a)\n    if $c:\n        break\nprint($e.t)"),
)  # fmt: skip


def kept(w: Writer) -> None:
    """A class whose calls leave something for the next; or one of the fixed shapes."""
    if w.chance(40):
        bound, text = w.choose(WHOLE)
        return fill(w, text, bound)
    steps = "\n        ".join(w.choose(STEPS) for _ in range(w.number(1, 4)))
    base = w.choose(("", "", "(nn.Module)"))
    start = "super().__init__()\n        " if base else ""
    text = (
        f"class $f{base}:\n    training_ = True\n    def __init__(self):\n        {start}{STATE}\n{w.choose(EXTRA)}"
        "    def scale(self, t):\n        return t * 2\n"
        f"    def step(self, x):\n        {steps}\n        return <<x||x * 2||x + (0 if self.h is None else self.h)>>\n"
        "$a = torch.ones(3, requires_grad=True)\n$b = $f()\n$e = $b.step(<<$x||$a||$a * 2>>)\n"
    )
    for _ in range(w.number(1, 3)):
        text += w.choose(BETWEEN) + "\n"
        again = "for i in range(<<2||3||len(sys.argv)>>):\n    $e = $b.step(<<$e||$a * 2||$x>>)"
        text += f"<<$e = $b.step(<<$y||$e||$a>>)||{again}>>\n"
    return fill(w, text + "print($b.h, $b.seen, $e)", "ae")
