"""How an expression is used: casts around it, its name's uses, whether it is computed with as a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from gradsight.edits import Editor, Edits
from gradsight.findings import Edit, Place
from gradsight.locate import Found, every

CASTS = ("float", "double", "half", "long", "int", "to", "type", "type_as")
PLAIN = (cst.Name, cst.Attribute, cst.Integer, cst.Float)
CHOOSERS = ("where", "masked_fill", "masked_fill_", "masked_select", "gather", "index_select", "one_hot", "logical_not")


def parts(editor: Editor, found: Found) -> tuple[str, list[Place]]:
    """The name of a called function or method, and its positional arguments with the object of a method before them."""
    call = found.node
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute | cst.Name):
        return "", []
    arguments = [found.place(arg.value) for arg in call.args if arg.keyword is None and not arg.star]
    if isinstance(call.func, cst.Name):
        return call.func.value, arguments
    owner = found.place(call.func.value)
    library = re.fullmatch(r"torch|F|nn\.functional|torch\.nn\.functional", editor.text(owner))
    return call.func.attr.value, arguments if library else [owner, *arguments]


def keyword(editor: Editor, found: Found, name: str) -> str | None:
    """The text of a keyword argument of a call."""
    call = found.node
    given = (
        [arg for arg in call.args if arg.keyword and arg.keyword.value == name] if isinstance(call, cst.Call) else []
    )
    return editor.text(found.place(given[0].value)) if given else None


def up(found: Found, levels: int = 1) -> Found:
    """The node so many levels further out."""
    return Found(found.around[-levels], found.around[:-levels], found.block, found.path)


def method_around(found: Found) -> str:
    """The method that is called on an expression; empty if none is."""
    attribute = found.around[-1] if found.around else None
    call = found.around[-2] if len(found.around) > 1 else None
    called = isinstance(attribute, cst.Attribute) and isinstance(call, cst.Call) and call.func is attribute
    return attribute.attr.value if called and isinstance(attribute, cst.Attribute) else ""


def cast_around(found: Found) -> Found:
    """The expression with the casts that are called on it: `(x > 0).float()` around `x > 0`."""
    while method_around(found) in CASTS:
        found = up(found, 2)
    return found


def simple(editor: Editor, place: Place, calls: bool = False) -> bool:
    """Whether an expression is a name, an attribute or a number, or one that binds as tightly."""
    found = editor.at(place)
    return found is not None and isinstance(found.node, (*PLAIN, cst.Call, cst.Subscript) if calls else PLAIN)


def enclosed(found: Found, text: str) -> str:
    """A sum or product in the place of an expression: in parentheses, unless it stands there alone."""
    alone = isinstance(found.around[-1] if found.around else None, cst.Assign | cst.Return | cst.Expr | cst.Arg)
    return text if alone else f"({text})"


def compared(editor: Editor, found: Found) -> tuple[Found, str, bool] | None:
    """`(x == y).float()` around `x` where it is computed with: the whole, the text of `y`, and whether it is `==`."""
    parent = found.around[-1] if found.around else None
    node = found.around[-2] if len(found.around) > 1 else None
    if isinstance(parent, cst.Comparison):
        comparison, outer = parent, up(found)
    elif isinstance(node, cst.Comparison):
        comparison, outer = node, up(found, 2)
    else:
        return None
    operator = comparison.comparisons[0].operator
    if len(comparison.comparisons) != 1 or not isinstance(operator, cst.Equal | cst.NotEqual):
        return None
    sides = [found.place(comparison.left), found.place(comparison.comparisons[0].comparator)]
    other = sides[comparison.left is found.node]
    whole = cast_around(outer)
    if not in_numbers(editor, whole):
        return None
    text = editor.text(other)
    return whole, text if simple(editor, other, calls=True) else f"({text})", isinstance(operator, cst.Equal)


def bound_name(found: Found) -> str:
    """The name that a statement binds to exactly this expression; empty if none."""
    statement = found.around[-1] if found.around else None
    if not isinstance(statement, cst.Assign) or len(statement.targets) != 1:
        return ""
    target = statement.targets[0].target
    return target.value if isinstance(target, cst.Name) else ""


def loads(editor: Editor, found: Found, name: str) -> Iterator[Found]:
    """The uses of a name in the function, or the module, that an expression is in."""
    function = next((node for node in reversed(found.around) if isinstance(node, cst.FunctionDef)), None)
    for each in every(editor.module, editor.path, cst.Name):
        inside = function is None or function in each.around
        parent = each.around[-1] if each.around else None
        bound = (
            _is_target(each)
            or isinstance(parent, cst.Param)
            or (isinstance(parent, cst.Arg) and parent.keyword is each.node)
        )
        attribute = isinstance(parent, cst.Attribute) and parent.attr is each.node
        if isinstance(each.node, cst.Name) and each.node.value == name and inside and not bound and not attribute:
            yield each


def _is_target(found: Found) -> bool:
    """Whether a name is bound here, alone or in a tuple."""
    above = [node for node in reversed(found.around) if not isinstance(node, cst.Element | cst.Tuple | cst.List)]
    return bool(above) and isinstance(above[0], cst.AssignTarget)


def in_numbers(editor: Editor, found: Found) -> bool:
    """Whether an expression, or the name that it is bound to, is only computed with: no index, no condition, no mask."""
    name = bound_name(found)
    if name:
        whole = editor.statement(found.place(found.node))
        inside = (whole.start, whole.end) if whole is not None else (0, 0)
        used = [each for each in loads(editor, found, name) if not _within(each, inside)]
        return bool(used) and all(_computed_with(editor, cast_around(each)) for each in used)
    return _computed_with(editor, found)


def _within(each: Found, whole: tuple[int, int]) -> bool:
    """Whether it is the former value, from which the new one is computed."""
    return whole[0] <= each.place(each.node).start < whole[1]


def computed_with(editor: Editor, found: Found) -> bool:
    """Whether an expression, with its casts, is a number in a calculation."""
    return _computed_with(editor, cast_around(found))


def _computed_with(editor: Editor, found: Found) -> bool:
    parent = found.around[-1] if found.around else None
    if isinstance(parent, cst.Arg):
        call = found.around[-2]
        return isinstance(call, cst.Call) and parts(editor, up(found, 2))[0] not in CHOOSERS
    bits = (cst.BitAnd, cst.BitOr, cst.BitXor)
    if isinstance(parent, cst.BinaryOperation):
        return not isinstance(parent.operator, bits)
    return isinstance(parent, cst.Return) or method_around(found) not in (
        "",
        "bool",
        "all",
        "any",
        "nonzero",
        *CHOOSERS,
    )


def hoisted(editor: Editor, found: Found, place: Place, suggestion: str) -> tuple[Edits, str] | None:
    """A name for an expression, and the line before the statement that binds it, none where it is a name already."""
    if editor.text(place).isidentifier():
        return (), editor.text(place)
    whole = editor.statement(place)
    inner = (cst.Lambda, cst.ListComp, cst.GeneratorExp, cst.SetComp, cst.DictComp, cst.IfExp, cst.BooleanOperation)
    indent = editor.indent(whole.start) if whole is not None else None
    if whole is None or indent is None or any(isinstance(node, inner) for node in found.around):
        return None
    name = suggestion
    while re.search(rf"\b{name}\b", editor.source):
        name += "_"
    start = editor.line_start(whole.start)
    line = f"{indent}{name} = {editor.text(place)}{editor.newline()}"
    return (Edit(editor.place(start, start), line),), name
