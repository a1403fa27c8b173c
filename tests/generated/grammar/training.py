"""Training as programs have it: optimizers, hooks, functions with their own backward, checkpoints, `torch.func`."""

from __future__ import annotations

from grammar.templates import fill
from grammar.writer import Writer

NET = (
    "$e = <<nn.Linear(3, 3)||nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))"
    "||nn.ModuleList([nn.Linear(3, 3), nn.Tanh()])[0]"
    "||nn.Sequential(collections.OrderedDict(a=nn.Linear(3, 3), b=nn.Tanh()))>>\n"
)
OPT = "<<SGD||Adam||AdamW||RMSprop>>"
READ = "\nprint($a, [p.grad for p in $e.parameters()])"
TRAINING: tuple[tuple[str, str], ...] = (
    ("a", NET + f"$g = torch.optim.{OPT}(<<$e.parameters()||[{{'params': $e.parameters(), 'lr': 0.1}}]"
                f"||list($e.parameters())[:1]||filter(lambda p: p.requires_grad, $e.parameters())>>, lr=0.1)\n"
     "for i in range(<<1||2||3>>):\n    <<$g.zero_grad(set_to_none=<<True||False||$c>>)\n    ||$e.zero_grad()\n    "
     "||>>$a = $e($x)\n    <<if i == 1:\n        <<continue||break>>\n    ||>>$a.pow(2).sum().backward(<<"
     "||retain_graph=True>>)\n"
     "    <<torch.nn.utils.clip_grad_norm_($e.parameters(), 1.0)\n    ||for p in $e.parameters():\n"
     "        p.grad.mul_(0.5)\n    ||>>$g.step()\n    <<$g.zero_grad(<<||set_to_none=False>>)||print(i)"
     "||for group in $g.param_groups:\n        group['lr'] *= 0.5>>" + READ),
    ("ab", NET + "$b = copy.deepcopy($e).requires_grad_(<<False||True>>)\nfor i in range(2):\n"
                 "    with torch.no_grad():\n        target = $b($x)\n    $a = ($e($x) - <<target||$b($x)"
                 "||$b($x).detach()>>).pow(2)\n    $a.sum().backward()\n"
     "    with torch.no_grad():\n        for p, q in zip($e.parameters(), $b.parameters()):\n"
     "            <<q.lerp_(p, 0.1)||q.data.mul_(0.9).add_(p.data, alpha=0.1)||q.copy_(p)||q = p.clone()>>\n"
     "            p <<-= 0.1 * p.grad||.sub_(p.grad, alpha=0.1)>>\n            p.grad = <<None"
     "||torch.zeros_like(p)>>\n$b = $b($y)" + READ),
    ("ab", "$a = torch.ones(3, requires_grad=True)\n$f = []\n$g = $a.<<register_hook(lambda g: $f.append(g))"
           "||register_hook(lambda g: g * 2)||register_post_accumulate_grad_hook(lambda p: $f.append(p.grad))"
     "||register_post_accumulate_grad_hook(lambda p: setattr(p, 'grad', None))>>\n$b = $a * $x\n"
     "<<$b.register_hook(lambda g: $f.append(g.detach()))\n||$b.retain_grad()\n||>>$b.sum().backward(<<"
     "||retain_graph=True||create_graph=True>>)\n<<$g.remove()\n||>>print($f[:1], $a.grad, $b.grad)"),
    ("ab", NET + "kept = {}\ndef hook(module, inputs, output):\n    kept['out'] = <<output||output.detach()"
                 "||inputs[0]>>\n    <<return output * 2||return None"
                 "||output.retain_grad() if output.requires_grad else None"
                 "||kept.setdefault('all', []).append(output)>>\n"
     "$g = $e.<<register_forward_hook(hook)||register_forward_pre_hook(lambda m, i: (i[0].detach(),))"
     "||register_forward_pre_hook(lambda m, i: kept.update(out=i[0]))>>\n$a = $e($x)\n$a.sum().backward()\n"
     "$g.remove()\n$b = kept.get('out', $y)\nprint($b.grad, $e($y))" + READ),
    ("ab", "class $f(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, a, b<<, scale=1||>>):\n"
           "        ctx.save_for_backward(a, b)\n        ctx.shape = a.shape\n"
           "        <<ctx.mark_non_differentiable(b)\n        ||ctx.set_materialize_grads(False)\n        "
           "||>>return <<a * b||a.clone()||a * b, a + b||a.detach() * 2>>\n"
     "    @staticmethod\n    def backward(ctx, g, *more):\n        a, b = ctx.saved_tensors\n"
     "        <<if ctx.needs_input_grad[0]:\n            g = g * 2\n        ||>>return <<g * b, g * a||g, None"
     "||None, None||g * b.detach(), None>>\n"
     "$e = torch.ones(3, requires_grad=True)\n$a = $f.apply(<<$e, $x||$x, $e||$e, $e||$x, $y>>)\n"
     "$a = $a[0] if isinstance($a, tuple) else $a\n$b = $a * 2\n<<$b.sum().backward()\n"
     "||$b = torch.autograd.grad($b.sum(), $e, allow_unused=True)[0]\n>>print($e.grad, $a)"),
    ("ab", NET + "$b = checkpoint(<<$e||lambda t: $e(t) * 2||torch.sin>>, <<$x"
                 "||$y.detach().requires_grad_()>>, use_reentrant=<<False||True||False>>)\n$a = $b + 1\n"
                 "$a.sum().backward() if $a.requires_grad else None" + READ),
    ("ab", "$e = <<torch.ones(3, requires_grad=True)||$x>>\n$a = torch.func.<<grad(lambda t: (t ** 2).sum())($e)"
           "||vmap(lambda t: t * 2)($e)||grad_and_value(lambda t: (t * $y).sum())($e)[0]"
           "||jvp(torch.sin, ($e,), (torch.ones(3),))[1]||vjp(torch.sin, $e)[0]||jacrev(torch.sin)($e).sum(0)>>\n"
           "$b = $a * <<$e||2>>\nprint($b)"),
    ("ab", NET + "$f = <<dict($e.named_parameters())||{k: v.detach() for k, v in $e.named_parameters()}"
                 "||{k: v * 2 for k, v in $e.named_parameters()}||$e.state_dict()>>\n"
                 "$a = torch.func.functional_call($e, $f, ($x,))\n$b = $a * 2\n"
                 "$b.sum().backward() if $b.requires_grad else None" + READ),
    ("ab", NET + "$b = <<$x||($x).detach().requires_grad_()>>\n$a = $e($b)\n"
                 "$f = torch.autograd.grad($a.sum(), <<list($e.parameters())||$b"
                 "||[*$e.parameters(), $b]>>, create_graph=<<True||False>>, allow_unused=True)\n"
                 "($f[0] ** 2).sum().backward() if $f[0] is not None and $f[0].requires_grad else None\n"
                 "for p, g in zip($e.parameters(), $f):\n    print(g)" + READ),
    ("a", NET + "def closure():\n    $g.zero_grad()\n    loss = $e($x).pow(2).sum()\n    loss.backward()\n"
                "    return loss\n$g = torch.optim.<<LBFGS($e.parameters(), max_iter=2)"
                "||SGD($e.parameters(), lr=0.1)>>\n<<for _ in range(2):\n    >>$g.step(closure)\n$a = $e($y)" + READ),
    ("ab", NET + f"$f = nn.Linear(3, 3)\n"
                 f"$g = torch.optim.{OPT}([{{'params': $e.parameters()}}, {{'params': $f.parameters(), 'lr': "
                 f"0.1}}])\n$b = $e($x)\n<<$b = $b.detach()\n||with torch.no_grad():\n    $b = $e($y)\n"
                 f"||>>$a = $f($b)\n$a.sum().backward()\n$g.step()\nprint($f.weight.grad, $f.bias.is_leaf)\n"
                 f"$f.weight = nn.Parameter(torch.ones(3, 3))\n<<$g.add_param_group({{'params': [$f.weight]}})\n"
                 f"||>>$a = $f($a)" + READ),
    ("ab", NET + "$g = torch.optim.SGD($e.parameters(), lr=0.1, momentum=<<0||0.9>>)\n"
                 "$f = torch.optim.lr_scheduler.StepLR($g, 1)\nfor epoch in range(2):\n"
                 "    for p in $e.parameters():\n        p.requires_grad_(epoch <<> 0||< 1||>= 0>>)\n"
                 "    $a = $e($x)\n    if $a.requires_grad:\n        $a.sum().backward()\n        $g.step()\n"
                 "        $g.zero_grad()\n    $f.step()\n$b = $a" + READ),
    ("ab", NET + "$b = torch.zeros(3)\n$f = []\nfor i in range(3):\n    $b = torch.tanh($e($x) + $b)\n"
                 "    $f.append($b)\n    <<if i == 1:\n        $b = $b.detach()\n    ||$b = $b.detach()\n    "
                 "||>>if len($f) <<== 2||> 2>>:\n        sum(v.sum() for v in $f).backward()\n        <<$f.clear()"
                 "||$f = [v.detach() for v in $f]||$f = []>>\n$a = $b" + READ),
    ("ab", NET + "$f = nn.Linear(3, 3)\n$g = torch.optim.SGD($f.parameters(), lr=0.1)\nfor i in range(2):\n"
                 "    fake = $e($x)\n    $g.zero_grad()\n    ($f(<<fake.detach()"
                 "||fake>>).sum() - $f($y).sum()).backward()\n    $g.step()\n    $a = $f(fake)\n"
                 "    <<for p in $f.parameters():\n        p.requires_grad_(False)\n    ||$f.zero_grad()\n    "
                 "||>>$a.sum().backward() if $a.requires_grad else None\n    <<$f.requires_grad_(True)"
                 "||$e.zero_grad()>>\n$b = fake\nprint($f.weight.grad)" + READ),
    ("ab", NET + "$f = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.ones(4, 3), torch.zeros(4)), "
                 "batch_size=2)\n$g = <<0||0.0||[]||torch.zeros(())>>\nfor i, (inputs, targets) in enumerate($f):\n"
                 "    $a = $e(inputs).sum(-1) - targets\n    loss = $a.pow(2).mean()\n    <<$g = $g + loss<<||.item()"
                 "||.detach()>> if not isinstance($g, list) else $g\n    ||>>(loss / 2).backward(<<"
                 "||retain_graph=True>>)\n    if i % 2:\n        $e.zero_grad()\n$b = $a\nprint($g, inputs, loss)" + READ),
)  # fmt: skip


def train(w: Writer) -> None:
    """One of them."""
    bound, text = w.choose(TRAINING)
    fill(w, text, bound)
