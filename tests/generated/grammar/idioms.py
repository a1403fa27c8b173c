"""Idioms of training code that single statements seldom add up to, with holes for what the program has."""

from __future__ import annotations

from string import Template

from grammar.conditions import condition
from grammar.tensors import tensor
from grammar.writer import Thing, Writer

# `$x`, `$y`: tensors of one dimension; `$m`: one of two; `$c`, `$d`: conditions; `$a`, `$b`, `$f`: new names, of which
# those that an idiom is listed with are tensors afterwards.
IDIOMS: tuple[tuple[str, str], ...] = (
    ("b", "def $f(t, train):\n    with torch.set_grad_enabled(train):\n        h = t * $a\n    return h\n"
          "$a = torch.ones(3, requires_grad=True)\n$b = $f($x, True)\nprint($f($y, $c))\n$b = $f($b, False) + $b"),
    ("ab", "$a = $x\n$b = ($a[:2] if $c else $a.detach()[:2])\n$b.mul_(2)\n$a = $a * 2"),
    ("ab", "$a = torch.zeros(3)\n$b = torch.zeros(3)\n(($a if $c else $b)[0]).add_(($x).sum())"),
    ("ab", "$a = torch.zeros(3)\n$b = $a.view(3, 1)\n$b[0] = ($x).sum()\n$b = $b.squeeze(1)"),
    ("a", "$a = torch.zeros(3, 3)\nfor i in range(3):\n    if $c:\n        $a[i] = $x\n$a = $a.sum(0)"),
    ("ab", "$a = ($x).clone()\n$b = $a.detach()\n$b.zero_()\n$a = $a + $b"),
    ("a", "before = torch.is_grad_enabled()\ntorch.set_grad_enabled($c)\ntry:\n    $a = $x * 2\nfinally:\n"
          "    torch.set_grad_enabled(before)\n$a = $a + 1"),
    ("a", "try:\n    $a = $x\n    $a.backward()\nexcept RuntimeError:\n    $a = ($y).detach().requires_grad_()\nfinally:\n"
          "    torch.set_grad_enabled(True)"),
    ("a", "def $f(n):\n    t = $x\n    for _ in range(n):\n        got = yield t\n        t = t * 2 if got is None else got\n"
          "$b = $f(3)\n$a = next($b)\n$a = $b.send($y)\nprint([t.shape for t in $b])"),
    ("a", "def $f():\n    yield $x\n    yield from ($y, $a)\n$a = torch.ones(3)\n$a = torch.stack(list($f())).sum(0)"),
    ("a", "rows = [($x, 1), ($y, 2)]\nleft, right = zip(*rows)\n$a = torch.stack(left).sum(0) * right[0]"),
    ("a", "rows = [($x, 1) for _ in range(len(sys.argv))]\nleft, right = map(list, zip(*rows))\n$a = torch.stack(left).sum(0)"),
    ("a", "class $f(typing.NamedTuple):\n    one: torch.Tensor\n    two: int = 0\n$b = $f($x)\n$b = $b._replace(one=$y)\n$a = $b.one"),
    ("a", "$b = [torch.ones(3, requires_grad=True), $x, $y]\nrandom.shuffle($b)\n$a = $b[0] + random.choice($b)"),
    ("ab", "$a = torch.empty(3)\nwith torch.no_grad():\n    $b = torch.mul($x, $y, out=$a)"),
    ("a", "class $f:\n    rate = 1.0\n    def __init__(self, t):\n        self.t = t\n    def forward(self):\n"
          "        return self.t * self.rate\n    def __call__(self):\n        return self.forward()\n"
          "class Sub$f($f):\n    rate = 2.0\n    def forward(self):\n        out = super().forward()\n"
          "        return out.detach() if $c else out\n$a = Sub$f($x)() + $f($y)()"),
    ("ab", "class $f(abc.ABC, nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.p = self.make()\n"
           "    @abc.abstractmethod\n    def make(self): ...\nclass Sub$f($f):\n    def make(self):\n"
           "        return nn.Parameter(torch.ones(3))\n    @torch.no_grad()\n    def shown(self):\n        return self.p * 2\n"
           "    def forward(self, x):\n        return x * self.p\nnet = Sub$f()\n$a = net($x)\n$b = net.shown()"),
    ("ab", "net = nn.Linear(3, 3)\n$b = copy.deepcopy(net)\nfor p in $b.parameters():\n    p.requires_grad_($c)\n"
           "$a = $b(net($x))\n$b = net($y)"),
    ("a", "net = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))\nother = copy.deepcopy(net)\nfor _ in range(2):\n"
          "    $a = net($x)\n    $a.sum().backward()\n    with torch.no_grad():\n"
          "        for p, q in zip(net.parameters(), other.parameters()):\n            q.mul_(0.9).add_(p, alpha=0.1)\n"
          "            p.sub_(0.1 * p.grad)\n            p.grad = None\n$a = other($x)"),
    ("a", "net = nn.Linear(3, 3)\nopt = torch.optim.SGD([p for p in net.parameters() if p.requires_grad], lr=0.1)\n"
          "for k in range(3):\n    opt.zero_grad(set_to_none=$c)\n    $a = net($x)\n    if k == 1:\n        continue\n"
          "    $a.pow(2).sum().backward()\n    opt.step()"),
    ("a", "net = nn.Linear(3, 3)\nkept = []\n"
          "handle = net.register_forward_hook(lambda m, i, o: kept.append(o) or ($d and o.detach() or None))\n"
          "$a = net($x)\nhandle.remove()\n$b = net($y)\n$a = $a + kept[0]"),
    ("ab", "$a = torch.ones(3, requires_grad=True)\nseen = []\n$a.register_hook(lambda g: seen.append(g))\n$b = $a * 2\n$b.retain_grad()\n"
           "($b * $x).sum().backward()\nprint(seen, $b.grad)"),
    ("ab", "$a = torch.ones(3, requires_grad=True)\n$b = $a.exp()\n$b.sum().backward(retain_graph=True)\nprint($a.grad)\n"
           "($b + $x).sum().backward()\n$a.grad = None"),
    ("ab", "$a = torch.ones(3, requires_grad=True)\n($b,) = torch.autograd.grad(($a ** 2).sum(), $a, create_graph=$c)\n"
           "$b = $b * $x"),
    ("a", "def $f(scale):\n    held = $x\n    def inner(t):\n        nonlocal held\n        held = held + t\n        return held * scale\n"
          "    return inner\n$b = $f(2)\nprint($b($y))\n$a = $b(torch.ones(3))"),
    ("a", "$b = {n: torch.full((3,), 1.0, requires_grad=n == 'u') for n in 'uvw'}\n"
          "$b = {n: t * 2 for n, t in $b.items() if t.requires_grad or $c}\n"
          "$a = sum($b.values(), torch.zeros(3))"),
    ("a", "with contextlib.ExitStack() as stack:\n    if $c:\n        stack.enter_context(torch.no_grad())\n    $a = $x * 2"),
    ("a", "$a = $x\nwhile True:\n    $a = $a * 2\n    if $c:\n        $a = $a.detach()\n        break\n"
          "    if $a.sum() > 4:\n        break\n"
          "    $a = $a + 1"),
    ("ab", "$a = ($x).detach().requires_grad_()\n$b = $a\n$b = $b * 2 if $c else $b\nif $b is $a:\n    $b.requires_grad_(False)"),
    ("a", "mode = torch.no_grad if $c else torch.enable_grad\n@mode()\ndef $f(t):\n    return t * 2\n"
          "$a = $f($x)\nwith mode():\n    $a = $a + $y"),
)  # fmt: skip


def idiom(w: Writer) -> None:
    """One of them; inside a loop or a function too."""
    bound, text = w.choose(IDIOMS)
    names = {"a": w.fresh("a"), "b": w.fresh("b"), "f": w.fresh("F")}
    holes = {"x": _operand(w), "y": _operand(w), "c": condition(w), "d": condition(w)}
    for line in Template(text).substitute(names, **holes).split("\n"):
        w.line(line)
    for key in bound:
        w.bind(names[key], Thing("tensor", 1, "?"))


def _operand(w: Writer) -> str:
    text = tensor(w, 1, 1).text
    return text if text.isidentifier() else f"({text})"
