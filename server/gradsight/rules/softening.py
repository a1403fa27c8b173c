"""Edits that put a function with a derivative in the place of one that has none: comparisons, indices, draws, `//`."""

from __future__ import annotations

import re

import libcst as cst

from gradsight.domain.why import Cut
from gradsight.edits import Editor, Edits
from gradsight.findings import Edit, Fix, Place
from gradsight.locate import Found
from gradsight.rules.choosing import of_index
from gradsight.rules.using import cast_around, compared, enclosed, hoisted, in_numbers, parts, simple

GREATER = ("gt", "ge", "greater", "greater_equal")
LESS = ("lt", "le", "less", "less_equal")
PROBABILITIES = ("sigmoid", "softmax")


def soften(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """The soft form of the operation at a cut, then the hard form with the gradient of the soft one; none if there is none."""
    found = editor.at(cut.place)
    if found is None:
        return ()
    sides = _sides(editor, found)
    return of_index(editor, found) if sides is None else _of_comparison(editor, found, *sides)


def _sides(editor: Editor, found: Found) -> tuple[Place, Place] | None:
    """What a comparison is greater and less of: `a > b`, `b < a`, `torch.gt(a, b)`, `a.gt(b)`."""
    node = found.node
    if isinstance(node, cst.Call):
        name, arguments = parts(editor, found)
        if name in GREATER + LESS and len(arguments) == 2:
            return (arguments[0], arguments[1]) if name in GREATER else (arguments[1], arguments[0])
    if isinstance(node, cst.Comparison) and len(node.comparisons) == 1:
        left, right = found.place(node.left), found.place(node.comparisons[0].comparator)
        if isinstance(node.comparisons[0].operator, cst.GreaterThan | cst.GreaterThanEqual):
            return left, right
        if isinstance(node.comparisons[0].operator, cst.LessThan | cst.LessThanEqual):
            return right, left
    return None


def _of_comparison(editor: Editor, found: Found, greater: Place, less: Place) -> tuple[Fix, ...]:
    soft = f"torch.sigmoid({_difference(editor, greater, less)})"
    chosen = _choice(editor, found)
    if chosen is not None:
        place, when, otherwise = chosen
        return (
            Fix("Choose softly: `torch.sigmoid`", editor.replace(place, _mixed(soft, when, otherwise)), "unsafe", True),
        )
    whole = cast_around(found)
    if not in_numbers(editor, whole):
        return _error_rate(editor, whole, soft)
    place = _with_parentheses(editor, whole)
    fixes = [Fix("Compare softly: `torch.sigmoid`", editor.replace(place, soft), "unsafe")]
    if simple(editor, greater) and simple(editor, less):
        hard = editor.text(place)
        text = enclosed(whole, f"{hard} + {soft} - {soft}.detach()")
        fixes.append(
            Fix("Keep the values and pass the gradient straight through", editor.replace(place, text), "unsafe")
        )
    if (probability := _probability(editor, greater)) is not None:
        fixes.insert(0, Fix("Take the probability itself", editor.replace(place, probability), "unsafe"))
    return tuple(Fix(fix.title, fix.edits, fix.applicability, not index) for index, fix in enumerate(fixes))


def _error_rate(editor: Editor, found: Found, soft: str) -> tuple[Fix, ...]:
    """`((x > 0).float() != y).float()` becomes `(sigmoid(x) - y).abs()`, which is what it is to be expected to be."""
    match = compared(editor, found)
    if match is None:
        return ()
    whole, other, same = match
    miss = f"({soft} - {other}).abs()"
    edits = editor.replace(whole.place(whole.node), enclosed(whole, f"1 - {miss}") if same else miss)
    return (Fix("Take the expected rate of errors", edits, "unsafe", True),)


def _difference(editor: Editor, greater: Place, less: Place) -> str:
    """`a - b`, shorter where one of them is zero."""
    one, other = (_operand(editor, place) for place in (greater, less))
    if re.fullmatch(r"0|0?\.0*|0\.", other):
        return one
    return f"-{one}" if re.fullmatch(r"0|0?\.0*|0\.", one) else f"{one} - {other}"


def _operand(editor: Editor, place: Place) -> str:
    return editor.text(place) if simple(editor, place, calls=True) else f"({editor.text(place)})"


def _choice(editor: Editor, found: Found) -> tuple[Place, str, str] | None:
    """`torch.where(condition, a, b)` around its condition: the call, a and b."""
    call = found.around[-2] if len(found.around) > 1 and isinstance(found.around[-1], cst.Arg) else None
    if not isinstance(call, cst.Call) or len(call.args) != 3 or call.args[0] is not found.around[-1]:
        return None
    callee, values = editor.text(found.place(call.func)), [found.place(arg.value) for arg in call.args[1:]]
    if callee != "torch.where":
        return None
    return (found.place(call), *(_operand(editor, place) for place in values))  # type: ignore[return-value]


def _mixed(soft: str, when: str, otherwise: str) -> str:
    """`when` where the soft condition is 1 and `otherwise` where it is 0."""
    if re.fullmatch(r"0\.?0*", otherwise):
        return soft if re.fullmatch(r"1\.?0*", when) else f"{when} * {soft}"
    return f"torch.lerp({otherwise}, {when}, {soft})" if not _number(when, otherwise) else _line(soft, when, otherwise)


def _number(*texts: str) -> bool:
    return any(re.fullmatch(r"-?[\d.]+", text) for text in texts)


def _line(soft: str, when: str, otherwise: str) -> str:
    return f"({otherwise} + ({when} - {otherwise}) * {soft})"


def _probability(editor: Editor, greater: Place) -> str | None:
    """The text of what is compared, if it is a probability by its own words."""
    found = editor.at(greater)
    if found is None or not isinstance(found.node, cst.Call):
        return None
    return editor.text(greater) if parts(editor, found)[0] in PROBABILITIES else None


def _with_parentheses(editor: Editor, found: Found) -> Place:
    """The range of an expression with the parentheses right around it."""
    place = found.place(found.node)
    around = editor.source[place.start - 1 : place.start] + editor.source[place.end : place.end + 1]
    owned = isinstance(found.node, cst.BaseExpression) and bool(found.node.lpar)
    return editor.place(place.start - 1, place.end + 1) if owned and around == "()" else place


def draw(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """`torch.bernoulli(p)` keeps its values and passes the gradient of `p`."""
    found = editor.at(cut.place)
    name, arguments = parts(editor, found) if found is not None else ("", [])
    if found is not None and name == "normal" and len(arguments) == 2:
        return _noise(editor, found, *arguments)
    if found is None or name != "bernoulli" or len(arguments) != 1:
        return ()
    named = hoisted(editor, found, arguments[0], "probability")
    if named is None:
        return ()
    before, p = named
    drawn = editor.source[found.place(found.node).start : arguments[0].start] + p
    drawn += editor.source[arguments[0].end : found.place(found.node).end]
    edits = (*before, Edit(cut.place, enclosed(found, f"{p} + ({drawn} - {p}).detach()")))
    return (Fix("Pass the gradient of the probability straight through", edits, "unsafe", True),)


def _noise(editor: Editor, found: Found, mean: Place, deviation: Place) -> tuple[Fix, ...]:
    """`torch.normal(mean, std)` is `mean + std * noise`."""
    named = hoisted(editor, found, deviation, "deviation")
    if named is None or not editor.text(found.place(found.node)).startswith("torch.normal("):
        return ()
    before, std = named
    text = enclosed(found, f"{_operand(editor, mean)} + {std} * torch.randn_like({std})")
    edits = (*before, Edit(found.place(found.node), text))
    return (Fix("Write it as mean and noise: `mean + std * torch.randn_like(std)`", edits, "unsafe", True),)


def quotient(editor: Editor, place: Place) -> tuple[Fix, ...]:
    """`a // b` keeps its values and passes the gradient of `a / b`; or it is not rounded."""
    found = editor.at(place)
    node = found.node if found is not None else None
    if found is None or not isinstance(node, cst.BinaryOperation) or not isinstance(node.operator, cst.FloorDivide):
        return ()
    sides = [_factor(editor, found, side) for side in (node.left, node.right)]
    exact, hard = f"{sides[0]} / {sides[1]}", f"{sides[0]} // {sides[1]}"
    whole = _with_parentheses(editor, found)
    through: Edits = editor.replace(whole, enclosed(found, f"{exact} + ({hard} - {exact}).detach()"))
    return (
        Fix("Keep the values and pass the gradient straight through", through, "unsafe", True),
        Fix("Divide without rounding: `/`", editor.replace(whole, enclosed(found, exact)), "unsafe"),
    )


def _factor(editor: Editor, found: Found, node: cst.BaseExpression) -> str:
    text = editor.text(found.place(node))
    return f"({text})" if node.lpar or not simple(editor, found.place(node), calls=True) else text
