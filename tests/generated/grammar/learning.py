"""Statements of training: losses, backward, reads of `.grad`, steps by hand and by optimizers."""

from __future__ import annotations

from grammar.statements import make_leaf, store
from grammar.tensors import Expr, tensor
from grammar.writer import Thing, Writer


def loss(w: Writer) -> str:
    """A name of a scalar that probably requires grad."""
    names = w.tensors(0, "t")
    if names and w.chance(50):
        return names[-1]
    name = w.fresh("loss")
    value = tensor(w, 0, 2, "lt")
    if value.grad not in "lt" and (known := w.tensors(grads="lt")):
        value = Expr(f"{value.text} + {w.choose(known)}.sum()", "t")
    store(w, name, 0, value)
    return name


def backward(w: Writer) -> None:
    if not w.tensors(grads="lt") and w.chance(95):
        return make_leaf(w)
    forms = [
        (8, "{0}.backward()"),
        (6, "{0}.backward(retain_graph=True)"),
        (2, "{0}.backward(create_graph=True)"),
        (2, "torch.autograd.backward({0})"),
        (1, "torch.autograd.backward([{0}, {0} * 2])"),
        (2, "({0} * 1).backward(retain_graph=True)"),
        (1, "{0}.backward(torch.ones(()))"),
        (1, "{0}.expand(3).backward(gradient=torch.ones(3))"),
        (2, "{0}.backward(inputs=[{1}])"),
        (1, "torch.autograd.backward({0}, retain_graph=True)"),
        (1, "{0}.sum().backward(None, True)"),
        (1, "{0}.backward(retain_graph=True, create_graph=True)"),
        (1, "torch.autograd.backward({0}, inputs=[{1}])"),
    ]
    form = w.weighted(forms)
    leaves = w.tensors(grads="l") or w.tensors()
    w.line(form.format(loss(w), w.choose(leaves) if leaves else "None"))
    return None


def gradients(w: Writer) -> None:
    """`autograd.grad`."""
    inputs = w.tensors(grads="lt")
    if not inputs:
        return make_leaf(w)
    chosen = [w.choose(inputs) for _ in range(w.number(1, 2))]
    name, root = w.fresh("g"), loss(w)
    options = w.choose(
        (
            "",
            ", allow_unused=True",
            ", allow_unused=True",
            ", retain_graph=True",
            ", create_graph=True",
            ", create_graph=True, allow_unused=True",
            ", retain_graph=True, allow_unused=True",
            ", materialize_grads=True",
            ", grad_outputs=torch.ones(())",
            ", is_grads_batched=False",
        )
    )
    rank = w.thing(chosen[0]).rank
    left = w.choose((f"{name}, *_", f"{name}", f"{name}, *_"))
    given = chosen[0] if len(chosen) == 1 and w.chance(40) else f"[{', '.join(chosen)}]"
    tail = "[0]" if left == name else ""
    w.line(f"{left} = torch.autograd.grad({root}, {given}{options}){tail}")
    if "allow_unused" in options and w.chance(80):
        w.line(f"{name} = {name} if {name} is not None else torch.zeros_like({chosen[0]})")
    w.bind(name, Thing("tensor", rank, "?"))
    return None


def read_grad(w: Writer) -> None:
    """`.grad` read, tested, used or set."""
    names = w.tensors(grads=w.choose(("l", "l", "clt?", "t")))
    if not names:
        return make_leaf(w)
    name = w.choose(names)
    thing = w.thing(name)
    read = w.fresh("d")
    forms = [
        "print({0}.grad)",
        "{1} = {0}.grad",
        "{0}.grad = None",
        "{0}.grad = torch.ones_like({0})",
        "{1} = {0}.grad.clone() if {0}.grad is not None else torch.zeros_like({0})",
        "{0}.grad.zero_()",
        "{1} = {0}.grad.norm()",
        "{1} = {0}.grad if {0}.grad is not None else {0}.detach()",
        "{1} = {0}.grad.detach()",
        "assert {0}.grad is not None",
        "{0}.grad.mul_(0.5)",
        "{1} = getattr({0}, 'grad', None)",
        "{0}.grad = {0}.grad * 2 if {0}.grad is not None else None",
        "del {0}.grad",
        "{0}.grad = {0}.detach().clone()",
        "{1} = {0}.grad is None",
        "torch.nn.utils.clip_grad_norm_([{0}], 1.0)",
        "{0}.grad += 1",
        "torch.nn.utils.clip_grad_value_({0}, 0.5)",
        "{1} = ({0}.grad, {0})",
    ]
    form = w.choose(forms)
    if (".grad." in form and w.chance(70)) or "+=" in form:
        with w.block(f"if {name}.grad is not None:", keep=100):
            w.line(form.format(name, read))
    else:
        w.line(form.format(name, read))
    if form.startswith("{1}") and form not in (
        "{1} = {0}.grad is None",
        "{1} = ({0}.grad, {0})",
        "{1} = {0}.grad.norm()",
    ):
        w.bind(read, Thing("tensor", thing.rank, "?"))
    return None


def update(w: Writer) -> None:
    """A step of gradient descent by hand."""
    names = w.tensors(grads="l")
    if not names:
        return make_leaf(w)
    name = w.choose(names)
    header = w.choose((f"if {name}.grad is not None:", "with torch.no_grad():", f"if {name}.grad is not None:"))
    forms = (
        "{0} -= 0.1 * {0}.grad",
        "{0}.data -= 0.1 * {0}.grad",
        "{0}.data = {0}.data - 0.1 * {0}.grad",
        "{0} = {0} - 0.1 * {0}.grad",
        "{0}.sub_({0}.grad, alpha=0.1)",
        "{0} = ({0} - 0.1 * {0}.grad).detach().requires_grad_()",
        "{0}.copy_({0} - 0.1 * {0}.grad)",
        "{0}.data.add_({0}.grad, alpha=-0.1)",
        "{0}.add_(-0.1 * {0}.grad)",
    )
    with w.block(header):
        if header.startswith("if") and w.chance(60):
            with w.block("with torch.no_grad():"):
                w.line(w.choose(forms).format(name))
        else:
            w.line(w.choose(forms).format(name))
        if w.chance(40):
            w.line(w.choose((f"{name}.grad = None", f"{name}.grad.zero_()", f"{name}.grad = torch.zeros_like({name})")))
    return None


def accumulate(w: Writer) -> None:
    """A total that begins as a number and becomes a tensor, or stays a number."""
    name = w.fresh("total")
    value = tensor(w, 0, 1)
    w.line(f"{name} = {w.choose(('0', '0.0', 'torch.zeros(())', 'torch.tensor(0.0)'))}")
    with w.block(f"for i in range({w.number(1, 3)}):", keep=100):
        w.line(
            f"{name} {w.choose(('+= {0}', '+= {0} * i', '+= ({0}).item()', '= {0} + {1}', '+= float({0})')).format(value.text, name)}"
        )
    w.bind(name, Thing("tensor", 0, "?"))


def optimizer(w: Writer) -> None:
    """An optimizer made, or a step of one."""
    made = w.named("optimizer")
    if made and w.chance(75):
        name = w.choose(made)
        w.line(f"{name}.zero_grad({w.choose(('', '', 'set_to_none=False', 'set_to_none=True'))})")
        if w.chance(85):
            w.line(f"{loss(w)}.backward({w.choose(('', 'retain_graph=True'))})")
        if w.chance(85):
            w.line(f"{name}.step()")
        return None
    leaves, modules = w.tensors(grads="l"), w.named("module")
    if not leaves and not modules:
        return make_leaf(w)
    if modules and (not leaves or w.chance(50)):
        module = w.choose(modules)
        given = w.choose(
            (
                "{0}.parameters()",
                "list({0}.parameters())",
                "[p for p in {0}.parameters() if p.requires_grad]",
                "[{{'params': {0}.parameters()}}]",
                "filter(lambda p: p.requires_grad, {0}.parameters())",
                "[p for _, p in {0}.named_parameters()]",
            )
        )
        given = given.format(module)
    else:
        chosen = dict.fromkeys(w.choose(leaves) for _ in range(w.number(1, 3)))
        given = f"[{', '.join(chosen)}]"
    maker = w.choose(
        (
            "SGD({0}, lr=0.1)",
            "SGD({0}, lr=0.1, momentum=0.9)",
            "Adam({0})",
            "AdamW({0}, lr=1e-3)",
            "RMSprop({0})",
            "Adagrad({0})",
            "Adadelta({0})",
            "NAdam({0})",
            "Rprop({0})",
            "Adamax({0})",
        )
    )
    w.line(f"{w.bind(w.fresh('opt'), Thing('optimizer'))} = torch.optim.{maker.format(given)}")
    return None
