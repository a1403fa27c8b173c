"""Forms of Python that bend the path: early exits, `finally`, `else` of loops, walrus, star arguments, closures, generators, `match`."""

from __future__ import annotations

from grammar.templates import fill
from grammar.writer import Writer

FORMS: tuple[tuple[str, str], ...] = (
    ("a", "def $f(t, <<k=2||k: int = 2||*, k=2||k=None>>):\n    if t is None:\n        return <<None"
          "||torch.zeros(3)>>\n    if <<$c||t.requires_grad>>:\n        return t.detach()\n"
     "    for i in range(3):\n        if i == <<1||2||5>>:\n            return t * i\n        t = <<t + 1"
     "||t.clone()>>\n    else:\n        t = t * 2\n    return t\n"
     "$a = $f($x)\nprint($f(None), $f($y, k=3))\n$a = $f($a)"),
    ("a", "$a, i = $x, 0\nwhile <<i < 3||i < 3 and $c||$a.sum() < 9 and i < 4>>:\n    i += 1\n    <<if $c:\n"
          "        break\n    ||if i == 2:\n        continue\n    ||>>$a = <<$a * 2||$a + $y||$a.detach()>>\nelse:\n"
          "    $a = <<$a.detach()||$y||$a * 3>>\nprint($a)"),
    ("a", "def $f(t):\n    try:\n        if $c:\n            return t * 2\n        t = <<t.detach()||t + $y"
          "||t.clone()>>\n        <<t.numpy()||t.missing||[][1]||assert t.requires_grad||t.sum()>>\n"
     "    except (RuntimeError, AttributeError, IndexError, AssertionError)<< as error||>>:\n        t = <<t + 1"
     "||t.detach()>>\n    else:\n        t = t * 3\n    finally:\n        <<held.append(t)||t = $x||print(t)"
     "||if $d:\n            return $y>>\n"
     "    return t\nheld = []\n$a = $f($x)\n$a = $f($a)\nprint($a, held)"),
    ("a", "$a = $x\nfor i in range(3):\n    try:\n        if i == <<0||1||2>>:\n            <<continue||break>>\n"
          "        $a = $a * 2\n    finally:\n        $a = <<$a + 1||$a.detach()||$a>>\nprint($a)"),
    ("ab", "$a = $x\nif ($b := <<$a * 2||$a.detach()||$a>>).requires_grad:\n    $a = $b + 1\nprint($b)\n"
           "while (i := len(sys.argv)) < 2 and not ($b := $b + $y).is_leaf:\n    break\n"
     "$e = [v for k in range(2) if (v := $b * k) is not None]\nprint($e[0], v)"),
    ("a", "def $f(first, *rest, scale=2, **more):\n    <<first = first * scale||first = first + sum(rest)"
          "||rest = rest[1:]>>\n    for t in rest:\n        first = first + t\n    for k, v in more.items():\n"
          "        first = first <<* v||+ v.detach()>>\n"
     "    return first\n$e = (<<$x, $y||$x,||$x, $y, $z>>)\n$a = $f(*$e)\n$a = $f($a, *$e[1:], scale=<<3"
     "||0.5>>, **{'u': $y})\nprint($f(*[$x] * 2, w=$a))"),
    ("a", "$b = []\nfor i in range(3):\n    $b.append(lambda t<<, k=i||>>: t * <<k||i||(k if $c else 2)>>)\n$a = $x\n"
          "for $f in $b:\n    k = 2\n    $a = $f($a)"),
    ("a", "def $f(n):\n    kept = [$x]\n    def inner(t, scale=kept[0], _calls=[]):\n        nonlocal n\n"
          "        n += 1\n        _calls.append(t)\n        kept[0] = <<t||kept[0] * 2||t.detach()>>\n"
     "        return t * scale if n > <<1||2>> else _calls[0]\n    def other():\n        return kept[0]\n"
     "    return inner, other\n$b, $e = $f(0)\n$a = $b($y)\n$a = $b($a)\nprint($e())\n$a = $e() + $a"),
    ("a", "def $f(t):\n    got = yield t\n    try:\n        while True:\n            t = t <<* 2||+ 1||.detach()>>\n"
          "            got = yield (t if got is None else t + got)\n            if got is <<None"
          "||not None>> and $c:\n                return t\n"
     "    finally:\n        held.append(t)\nheld = []\n$b = $f($x)\n$a = next($b)\n$a = $b.send(<<None||$y>>)\n"
     "<<$b.close()||try:\n    $a = next($b)\nexcept StopIteration as stop:\n    $a = stop.value||del $b>>\n"
     "print(held)"),
    ("a", "def $f(t):\n    result = yield from $g(t)\n    yield result <<* 2||.detach()||>>\ndef $g(t):\n"
          "    <<with torch.no_grad():\n        yield t * 2\n    ||yield t\n    ||for row in (t, t * 2):\n"
          "        yield row\n    >>return t + $y\n"
     "for $a in $f($x):\n    print($a)\n    if $c:\n        break\n$e = [v * 2 for v in $f($y)]\nprint($e[0], $e[-1])"),
    ("a", "match <<($x, 1)||[$x, $y]||{'t': $x, 'n': 2}||$x||types.SimpleNamespace(t=$x)||None||(1, $y)>>:\n"
          "    case (t, <<1||int(n)>>):\n        $a = t * 2\n    case [t, *_] if $c:\n        $a = t.detach()\n"
          "    case {'t': t, **rest}:\n        $a = t + len(rest)\n"
     "    case torch.Tensor() as t:\n        $a = t <<* 3||.detach()>>\n    case types.SimpleNamespace(t=t):\n"
     "        $a = t\n    case _:\n        $a = $y\nprint($a)"),
    ("a", "def $f(scale=1, mode=torch.enable_grad):\n    def wrap(function):\n        @functools.wraps(function)\n"
          "        def inner(*args, **kwargs):\n            with mode():\n"
          "                return <<function(*args, **kwargs)||function(*args, **kwargs) * scale"
          "||function(*(a * 2 for a in args))>>\n        return inner\n    return wrap\n"
     "@$f(<<2||scale=3||mode=torch.no_grad||1, torch.no_grad>>)\ndef $g(t, k=1):\n    return t * k\n$a = $g($x)\n"
     "$a = $a + $g($y, k=2)\nprint($g.__name__)"),
    ("a", "@contextlib.contextmanager\ndef $f(on):\n    before = torch.is_grad_enabled()\n"
          "    torch.set_grad_enabled(on)\n    try:\n        yield <<before||$x||None>>\n    <<except RuntimeError:\n"
          "        pass\n    ||>>finally:\n        torch.set_grad_enabled(before)\n"
     "$a = $y\nwith $f($c)<< as got||>>:\n    $a = $a * 2\n    <<raise RuntimeError if $d else ValueError||$a.numpy()"
     "||$a.sum()>>\n    $a = $a + 1"),
    ("ab", "$a, ($b, *$e) = $x, [$y, $z, $x]\n[$a, $b], k = ($b, $a), 1\n$e[0:1] = [$a, $b]\n"
           "print($e[0], $e[-1], *$e)\n$a = max($e, key=lambda t: t.sum().item())\n$b = min($a, $b, key=id)"),
    ("a", "def $f(*ts):\n    global total\n    total = sum(<<ts||(t.detach() for t in ts)||[t * 2 for t in ts]>>)\n"
          "    return any(t.requires_grad for t in ts)\ntotal = None\nif $f($x, $y) and $c:\n    $a = total * 2\n"
          "elif total is not None:\n    $a = total\nelse:\n    $a = $z\nprint(total)"),
    ("a", "def $f(n, t):\n    if n == 0:\n        return [t]\n    deeper = $f(n - 1, t <<* 2||.detach()||+ $y>>)\n"
          "    return <<deeper + [t]||[t, *deeper]||deeper[:1] + [t * n]>>\n$e = $f(<<1||2||3||len(sys.argv)>>, $x)\n"
          "$a = $e[0]\nprint($e[-1])"),
    ("ab", "$a = $x\n$b = $a\ndef $f():\n    return $a <<* 2||.detach()||>>\n$a = $y\nprint($f())\n$a = $f() + $b\n"
           "for $a in (<<$x, $y||$x,||>>):\n    pass\nprint($a, $f())"),
    ("a", "$a = $x\nfor i in range(2):\n    for k in range(3):\n        if <<k == 1||k > i||$c>>:\n"
          "            break\n        $a = $a * 2\n    else:\n        continue\n    $a = $a <<.detach()||+ $y>>\n"
          "    if i:\n        break"),
    ("a", "try:\n    $a = $x\n    try:\n        $a = $a * 2\n        <<raise KeyError('k')||$a.backward()||int('x')"
          "||$a.sum()>>\n    except (ValueError, KeyError):\n        $a = $a.detach()\n        <<raise||>>\n"
          "    finally:\n        $a = $a + 1\nexcept Exception:\n    $a = $y\nprint($a)"),
    ("a", "$e = iter([$x, $y, $z])\n$a = next($e)\nfor t in $e:\n    $a = $a + t\n    break\n"
          "print(next($e, None), list($e))\n$b = enumerate(zip([$x, $y], (1, 2)), start=1)\nfor i, (t, n) in $b:\n"
          "    $a = $a + t * n * i"),
    ("a", "$e = functools.partial(lambda s, t, k=1: t * s * k, <<2||torch.ones(3, requires_grad=True)>>)\n"
          "$a = $e($x)\n$a = $a + $e($y, k=3)\n"
          "print(list(map($e, [$x, $y]))[0], [*filter(lambda t: t.requires_grad, [$x, $a])])"),
    ("a", "with torch.no_grad():\n    $a = $x\n    <<with torch.enable_grad():\n        $a = $a * 2\n    "
          "||>>def $f(t):\n        return t * 2\n    $b = [$f(v) for v in ($x, $y)]\n    <<if $c:\n"
          "        torch.set_grad_enabled(True)\n        $a = $a + 1||$a = $f($a)>>\n$a = $a + $f($y)\nprint($b[0])"),
)  # fmt: skip


def form(w: Writer) -> None:
    """One of them."""
    bound, text = w.choose(FORMS)
    fill(w, text, bound)
