"""How each kind of cut is mended."""

from __future__ import annotations

import re

import libcst as cst

from gradsight.domain.why import Cut
from gradsight.edits import Editor, Edits
from gradsight.findings import Edit, Fix
from gradsight.rules.softening import draw, soften
from gradsight.rules.using import enclosed, hoisted, parts


def mend(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """The edits that take a cut away, best first; none where no mechanical edit is right."""
    maker = MENDERS.get(cut.kind)
    return () if maker is None or cut.place.path != editor.path else maker(editor, cut)


def _fix(title: str, edits: Edits | None) -> tuple[Fix, ...]:
    return () if edits is None else (Fix(title, edits, "unsafe", True),)


def _detach(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    text = editor.text(cut.place)
    if text.endswith(".detach_()"):
        return _fix("Remove the `detach_()`", editor.delete_line(cut.place) or editor.without_access(cut.place))
    if text.endswith(".detach()"):
        return _fix("Remove the `detach()`", editor.without_access(cut.place))
    return _fix("Take the tensor itself", editor.unwrap(cut.place))


def _data(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    return _fix("Take the tensor instead of its `.data`", editor.without_access(cut.place))


def _number(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    text = editor.text(cut.place)
    if text.endswith((".item()", ".tolist()")):
        inner = re.sub(r"\.detach\(\)|\.data$|\.cpu\(\)", "", text[: text.rindex(".")])
        return _fix("Keep the tensor", editor.replace(cut.place, inner))
    argument = editor.argument(cut.place)
    if argument is None:
        return ()
    if text.startswith(("float(", "int(")):
        return _fix("Keep the tensor", editor.unwrap(cut.place))
    match = re.match(r"math\.(\w+)\(", text)
    if match and match.group(1) in MATH and _has_torch(editor):
        return _fix(f"Use `torch.{match.group(1)}`", editor.replace(cut.place, f"torch.{match.group(1)}({argument})"))
    return ()


MATH = (
    "exp",
    "log",
    "sqrt",
    "sin",
    "cos",
    "tan",
    "tanh",
    "sinh",
    "cosh",
    "log2",
    "log10",
    "log1p",
    "expm1",
    "erf",
    "atan",
    "asin",
    "acos",
)
NUMPY = (
    *MATH,
    *[
        "abs",
        "mean",
        "sum",
        "square",
        "power",
        "maximum",
        "minimum",
        "clip",
        "dot",
        "matmul",
        "where",
        "sign",
        "std",
        "var",
        "arctan",
        "arcsin",
        "arccos",
    ],
)
RENAMED = {"arctan": "atan", "arcsin": "asin", "arccos": "acos"}


def _has_torch(editor: Editor) -> bool:
    return re.search(r"^import torch\s*$", editor.source, re.MULTILINE) is not None


def _numpy(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """`torch.from_numpy(np.exp(x.detach().numpy()))` becomes `torch.exp(x)`."""
    found = editor.at(cut.place)
    if found is None or not _has_torch(editor):
        return ()
    outer = next(
        (n for n in reversed(found.around) if isinstance(n, cst.Call) and _rewraps(editor.text(found.place(n)))), None
    )
    if outer is None:
        return ()
    inner = _methods(
        re.sub(r"(\.detach\(\)|\.cpu\(\)|\.data)*\.numpy\(\)", "\0", editor.argument(found.place(outer)) or "")
    )
    if not inner:
        return ()
    match = re.fullmatch(r"np\.(\w+)\((.*)\)", inner, re.DOTALL)
    if match and match.group(1) in NUMPY:
        name = RENAMED.get(match.group(1), match.group(1))
        return _fix(f"Use `torch.{name}`", editor.replace(found.place(outer), f"torch.{name}({match.group(2)})"))
    return _fix("Keep the tensor", editor.replace(found.place(outer), inner)) if "np." not in inner else ()


def _methods(text: str) -> str | None:
    """The text without its marks for `.numpy()`; None if what is called on the array is another thing on a tensor."""
    rest = re.search(r"\0(\.max|\.min)\(axis=(-?\d+)\)$", text)
    if rest is not None:
        text = f"{text[: rest.start()]}\0.a{rest.group(1)[1:]}(dim={rest.group(2)})"
    elif re.search(r"\0\.(?!(sum|mean|abs|T|reshape|squeeze|item)\b)", text):
        return None
    return text.replace("\0", "")


def _rewraps(text: str) -> bool:
    return text.startswith(
        ("torch.from_numpy(", "torch.tensor(", "torch.as_tensor(", "torch.Tensor(", "torch.FloatTensor(")
    )


def _rewrap(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """Of a list the tensors are stacked, of one tensor it is that tensor."""
    argument = editor.argument(cut.place)
    if argument is None or "Parameter" in editor.text(cut.place).split("(")[0]:
        return ()
    if cut.many and _has_torch(editor):
        return _fix("Stack the tensors: `torch.stack`", editor.replace(cut.place, f"torch.stack({argument})"))
    return (
        () if cut.many or argument.startswith(("[", "(")) else _fix("Take the tensor itself", editor.unwrap(cut.place))
    )


def _no_grad(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """Drops the decorator, or takes the statements out of the block."""
    if cut.mode is None or cut.mode.path != editor.path:
        return ()
    dropped = editor.delete_decorator(cut.mode)
    if dropped is not None:
        return _fix("Drop the decorator", dropped)
    text = editor.text(cut.mode)
    if "set_grad_enabled" in text and editor.statement(cut.mode) is not None:
        return _fix("Remove the call that leaves grad mode off", editor.delete_line(cut.mode))
    return _fix("Take these statements out of the block", editor.shrink_block(cut.mode, cut.place))


ROUNDING = ("round", "floor", "ceil", "trunc", "sign", "sgn", "fix")


def _zero(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """Straight through: the value as it is, the gradient of the argument."""
    found = editor.at(cut.place)
    name, arguments = parts(editor, found) if found is not None else ("", [])
    named = hoisted(editor, found, arguments[0], "exact") if found is not None and arguments else None
    if found is None or named is None or name not in ROUNDING:
        return ()
    before, x = named
    whole = editor.real(cut.place)
    hard = editor.source[whole.start : arguments[0].start] + x + editor.source[arguments[0].end : whole.end]
    edits = (*before, Edit(whole, enclosed(found, f"{x} + ({hard} - {x}).detach()")))
    return _fix("Pass the gradient straight through", edits)


def _integer(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """`.long()` and the like in a calculation: keep the floating values. An index needs its integers."""
    match, found = re.search(r"\.(long|int|short|byte|char|bool)\(\)$", editor.text(cut.place)), editor.at(cut.place)
    around = found.around[-1] if found is not None and found.around else None
    calculated = isinstance(around, cst.BinaryOperation | cst.Attribute)
    return _fix("Keep the floating dtype", editor.without_access(cut.place)) if match and calculated else ()


def _sample(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """The method's own name is the last one before the arguments of the call."""
    found = editor.at(cut.place)
    function = found.node.func if found is not None and isinstance(found.node, cst.Call) else None
    if found is None or not isinstance(function, cst.Attribute) or function.attr.value != "sample":
        return ()
    return _fix("Use `rsample`", editor.replace(found.place(function.attr), "rsample"))


def _checkpoint(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """The other kind of checkpoint keeps every other behaviour."""
    edits = editor.set_keyword(cut.place, "use_reentrant", "False")
    return () if edits is None else (Fix("Use `use_reentrant=False`", edits, "safe", True),)


MENDERS = {
    "detach": _detach,
    "data": _data,
    "number": _number,
    "numpy": _numpy,
    "rewrap": _rewrap,
    "no-grad": _no_grad,
    "inference-mode": _no_grad,
    "zero-gradient": _zero,
    "integer": _integer,
    "non-differentiable": soften,
    "sample": _sample,
    "draw": draw,
    "checkpoint": _checkpoint,
}
