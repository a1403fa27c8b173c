"""Values collected in rounds, then one of them changed, then some used: in lists, dicts and comprehensions."""

from __future__ import annotations

from grammar.templates import fill
from grammar.writer import Writer

ITEM = (
    "<<$x * i||$x||($x).detach()||torch.ones(3) * i||torch.ones(3, requires_grad=True)||($x).clone()||torch.zeros(3)"
    "||nn.Parameter(torch.ones(3))||$x + $y||($x if i else $y)||($x if $c else torch.ones(3))||$a"
    "||torch.ones(3).requires_grad_(i > 0)||torch.ones(3, requires_grad=$c)||($x).detach().requires_grad_()>>"
)
LOOP = "for i in <<range(2)||range(3)||range(1, 4)||range(len(sys.argv))||range(random.randint(1, 3))||[0, 1]>>:"
WHILE = "i = 0\nwhile i < <<2||3||len(sys.argv)>>:\n    i += 1"
STEP = "<<    if $c:\n        <<continue||break>>\n||    $a = <<$a * 2||$a + $x||$a.detach()||$y>>\n||||||>>"
HEAD = f"$a = $x\n$b = <<[]||[]||[$y]||list()||collections.deque()>>\n<<{LOOP}||{LOOP}||{WHILE}>>\n{STEP}"
LISTS = (
    f"{HEAD}    $b.append({ITEM})",
    f"{HEAD}    $b += [{ITEM}]",
    f"{HEAD}    $b.append({ITEM})\n    <<$b[0] = $b[-1]||$b[0].requires_grad_()||$b[-1].mul_(2)||print($b[0])"
    f"||$b = $b[-2:]>>",
    f"{HEAD}    $b.insert(0, {ITEM})",
    f"$a = $x\n$b = [{ITEM} for i in <<range(2)||range(3)||range(len(sys.argv))>>]",
    f"$a = $x\n$b = [{ITEM} for i in range(3) if <<i != 1||i||$c>>]",
    f"$a = $x\n$b = list(map(lambda i: {ITEM}, range(2)))",
    f"$a = $x\ndef $f(n):\n    for i in range(n):\n        yield {ITEM}\n$b = list($f(<<2||3>>))",
    f"$a = $x\n$b = [$y] * 2\n{LOOP}\n    $b[<<i % 2||0||-1>>] = {ITEM}",
)
DICTS = (
    f"$a = $x\n$b = {{}}\nfor i, k in enumerate('ab'):\n    $b[k] = {ITEM}",
    f"$a = $x\n$b = {{k: {ITEM} for i, k in enumerate('ab')}}",
    f"$a = $x\n$b = dict(a=$y)\nfor i, k in enumerate('ab'):\n    <<if $c:\n        continue\n    ||>>$b[k] = {ITEM}",
    f"$a = $x\n$b = {{'a': $y, 'b': $a}}\nfor k in <<list($b)||'ab'||'b'>>:\n    i = 1\n    $b[k] = <<$b[k] * 2"
    f"||{ITEM}>>",
    f"$a = $x\n$b = collections.defaultdict(lambda: torch.zeros(3))\nfor i, k in enumerate('aba'):\n    $b[k] <<+="
    f"||=>> {ITEM}",
    f"$a = $x\n$b = {{}}\nfor i, k in enumerate('ab'):\n    $b.setdefault(k, {ITEM})\n    <<$b.setdefault('a', $y)"
    f"||$b.update(b=$y)>>",
)
LIST_PLACE = "$b[<<0||-1||1||0||-1||len($b) - 1||random.randrange(len($b))||len($b) // 2>>]"
DICT_PLACE = "$b[<<'a'||'b'||'a'||random.choice('ab')>>]"
CHANGES = (
    "@.requires_grad_()",
    "@ = @.detach()",
    "@ = @ * 2",
    "@ = $x",
    "@.detach_()",
    "@ += 1",
    "@ = @.detach().requires_grad_()",
    "@.retain_grad() if @.requires_grad else None",
    "@.sum().backward(retain_graph=True) if @.requires_grad else None",
    "with torch.no_grad():\n    @.mul_(2)",
    "@.grad = None",
    "$e = @\n$e.add_(1) if not $e.requires_grad else None",
    "for v in ~:\n    v.requires_grad_(<<False||True||$c>>) if v.is_leaf else None",
    "for v in ~:\n    v.grad = None",
    "for v in ~:\n    if v.is_leaf and v.requires_grad:\n        v.sum().backward()",
    "@[0] = 0.0 if not @.requires_grad else @[0]",
    "for v in ~:\n    v = v.detach()",
    "if $c:\n    @ = $x",
    "try:\n    @.requires_grad_(False)\nexcept RuntimeError:\n    pass",
    "(lambda t: t.requires_grad_())(@)",
    "sum(v.sum() for v in ~ if v.requires_grad).backward()",
)
LIST_CHANGES = (
    "$b = [v.detach() for v in $b]",
    "$b.pop(<<||0>>)",
    "$b = $b[1:] or $b",
    "$b.reverse()",
    "$b.append(@)",
    "del $b[0]",
    "$b = list($b)\n$b[0], $b[-1] = $b[-1], $b[0]",
    "$b.append($x)",
    "for i, v in enumerate(list($b)):\n    $b[i] = v * 2",
    "$b = [v if i else v.detach() for i, v in enumerate($b)]",
    "$b.clear()\n$b.append($x)",
    "$b.extend([@, @.detach()])",
    "$b.remove($b[0]) if len($b) == 1 else None",
    "$b = sorted($b, key=lambda v: v.sum().item())",
    "$b, $e = [], $b\n$b.append($e[0])",
)
DICT_CHANGES = (
    "$b = {k: v.detach() for k, v in $b.items()}",
    "$b.pop(<<'a'||'b'>>, None)\n$b.setdefault('a', $x)",
    "del $b['b']",
    "for k in list($b):\n    $b[k] = $b[k] * 2",
    "for k, v in $b.items():\n    $b[k] = v.detach() if k == 'a' else v",
    "$b.update({'a': $x})",
    "$b = {**$b, <<'a'||'c'>>: $x}",
    "$b |= dict(b=$x)",
    "if $c:\n    del $b['b']",
    "$b = {k: v for k, v in $b.items() if <<k != 'a'||$c||v.requires_grad>>} or $b",
    "$b = {v: k for k, v in $b.items()} and $b",
)
USES = (
    "print(@)",
    "print(@.grad)",
    "for v in ~:\n    print(v)",
    "$e = sum(~)",
    "$e = @ * 2\nprint($e)",
    "print([v.requires_grad for v in ~], @.is_leaf)",
    "$e = torch.stack(list(~)).sum(0)",
    "$e = functools.reduce(operator.add, ~)",
    "for v in ~:\n    print(v * 2, v.grad)",
    "for v, u in zip(~, list(~)[1:]):\n    print(v + u)",
    "$e = [v for v in ~ if v.requires_grad]\nprint(len($e), $e[:1])",
    "$e, *$g = ~\nprint($e, $g)",
    "for $e in ~:\n    if $e.requires_grad:\n        break\nelse:\n    $e = $x\nprint($e)",
    "print(@)\nprint(@.detach())",
    "$e = next((v for v in ~ if v.grad is not None), $x)",
    "@.sum().backward()",
    "torch.autograd.backward([v.sum() for v in ~ if v.requires_grad])\nprint(@.grad)",
)


def rounds(w: Writer) -> None:
    """A container filled in rounds, changed and used a few times."""
    by_key = w.chance(40)
    place, values = (DICT_PLACE, "$b.values()") if by_key else (LIST_PLACE, "$b")
    changes = CHANGES + (DICT_CHANGES if by_key else LIST_CHANGES)
    parts = [w.choose(DICTS if by_key else LISTS)]
    for _ in range(w.number(1, 3)):
        if w.chance(70):
            parts.append(w.choose(changes))
        parts.append(w.choose(USES))
    fill(w, "\n".join(parts).replace("@", place).replace("~", values), "ae")
