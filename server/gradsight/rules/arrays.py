"""The same calculation on tensors: `torch.from_numpy(np.exp(x.detach().numpy()))` becomes `torch.exp(x)`."""

from __future__ import annotations

import re
from contextlib import suppress

import libcst as cst

from gradsight.domain.why import Cut
from gradsight.edits import Editor
from gradsight.findings import Fix, Place

MATH = (
    "exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "sinh", "cosh",
    "log2", "log10", "log1p", "expm1", "erf", "atan", "asin", "acos",
)  # fmt: skip
SAME = (*MATH, "abs", "mean", "sum", "square", "clip", "matmul", "sign", "power", "arctan", "arcsin", "arccos", "dot")
"""Functions of numpy that torch has too, and which take the same arguments."""
RENAMED = {"arctan": "atan", "arcsin": "asin", "arccos": "acos", "power": "pow", "dot": "matmul", "clip": "clamp"}
BOUNDS = {"maximum": ("min", "clamp"), "minimum": ("max", "clamp")}
METHODS = {name: name for name in ("sum", "mean", "reshape", "squeeze", "item")} | {"max": "amax", "min": "amin"}
"""Methods of arrays, and what tensors call them; the last two with an axis."""
WAY_OUT = ("detach", "cpu", "data")
BACK = ("torch.from_numpy(", "torch.tensor(", "torch.as_tensor(", "torch.Tensor(", "torch.FloatTensor(")


def without_numpy(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """The calculation between the way out of torch and the way back, in torch's own functions; none if it has others."""
    found = editor.at(cut.place)
    around = reversed(found.around) if found is not None else ()
    outer = next((n for n in around if isinstance(n, cst.Call) and _comes_back(editor, found.place(n))), None)  # type: ignore[union-attr]
    if found is None or outer is None:
        return ()
    whole = found.place(outer)
    arguments = [arg.value for arg in outer.args if arg.keyword is None and not arg.star]
    text = translated(arguments[0]) if len(arguments) == 1 else None
    if text is None:
        return ()
    used = re.match(r"torch\.(\w+)\(", text)
    title = f"Use `torch.{used.group(1)}`" if used else "Keep the tensor"
    return (Fix(title, editor.replace(whole, text), "unsafe", True),)


def _comes_back(editor: Editor, place: Place) -> bool:
    return editor.text(place).startswith(BACK)


def translated(node: cst.BaseExpression) -> str | None:
    """The text of an expression of numpy with a tensor in it as one of torch; None if torch has not all of it."""
    with suppress(_Other):
        instead, tensor = _translated(node)
        return cst.Module([]).code_for_node(instead) if tensor else None
    return None


class _Other(Exception):
    """Something that torch does otherwise."""


Translated = tuple[cst.BaseExpression, bool]
"""An expression, and whether it is certainly a tensor."""


def _translated(node: cst.BaseExpression) -> Translated:
    match node:
        case cst.Call(func=cst.Attribute(value=value, attr=cst.Name(value="numpy")), args=[]):
            return _tensor(value), True
        case cst.Call(func=cst.Attribute(value=cst.Name(value="np" | "numpy"), attr=cst.Name(value=name))):
            return _function(node, name)
        case cst.Call(func=cst.Attribute(value=value, attr=cst.Name(value=name))):
            return _method(node, *_translated(value), name)
        case cst.BinaryOperation(left=left, right=right):
            (one, is_one), (other, is_other) = _translated(left), _translated(right)
            return node.with_changes(left=one, right=other), is_one or is_other
        case cst.UnaryOperation(expression=inner):
            operand, tensor = _translated(inner)
            return node.with_changes(expression=operand), tensor
        case cst.Attribute(value=value, attr=cst.Name(value="T")):
            owner, tensor = _translated(value)
            return node.with_changes(value=owner), tensor
        case cst.Name() | cst.Integer() | cst.Float():
            return node, False
    raise _Other


def _tensor(node: cst.BaseExpression) -> cst.BaseExpression:
    """`x.detach().cpu()`, of which `numpy()` is called, as `x`."""
    match node:
        case cst.Call(func=cst.Attribute(value=value, attr=cst.Name(value=name)), args=[]) if name in WAY_OUT:
            return _tensor(value)
        case cst.Attribute(value=value, attr=cst.Name(value="data")):
            return _tensor(value)
    return node


def _function(node: cst.Call, name: str) -> Translated:
    arguments = [(arg, *_translated(arg.value)) for arg in node.args]
    tensors = [tensor for _, _, tensor in arguments]
    values = [arg.with_changes(value=value) for arg, value, _ in arguments]
    if name in BOUNDS and len(values) == 2 and not all(tensors):
        if not any(tensors):
            raise _Other
        word, clamp = BOUNDS[name]
        tensor, number = values if tensors[0] else reversed(values)
        if not isinstance(number.value, cst.Integer | cst.Float | cst.UnaryOperation):
            raise _Other
        return _torch(clamp, [tensor, number.with_changes(keyword=cst.Name(word), equal=EQUAL)]), True
    if not (tensors and tensors[0] and (name in SAME or name in BOUNDS)):
        raise _Other
    return _torch(RENAMED.get(name, name), values), True


EQUAL = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))


def _torch(name: str, arguments: list[cst.Arg]) -> cst.Call:
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    spaced = [arg.with_changes(comma=comma) for arg in arguments[:-1]]
    last = [arg.with_changes(comma=cst.MaybeSentinel.DEFAULT) for arg in arguments[-1:]]
    return cst.Call(cst.Attribute(cst.Name("torch"), cst.Name(name)), [*spaced, *last])


def _method(node: cst.Call, owner: cst.BaseExpression, tensor: bool, name: str) -> Translated:
    """`x.numpy().max(axis=1)` becomes `x.amax(axis=1)`."""
    over = any(arg.keyword is not None and arg.keyword.value == "axis" for arg in node.args)
    if not tensor or name not in METHODS or (METHODS[name] != name and not over):
        raise _Other
    func = cst.Attribute(owner, cst.Name(METHODS[name]))
    args = [arg.with_changes(value=_translated(arg.value)[0]) for arg in node.args]
    if METHODS[name] != name:
        args = [arg.with_changes(keyword=cst.Name("dim")) if arg.keyword is not None else arg for arg in args]
    return node.with_changes(func=func, args=args), True
