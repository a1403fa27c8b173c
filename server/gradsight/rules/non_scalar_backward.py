"""GS207: a backward begins at a tensor of several elements without a gradient for it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Fault
from gradsight.domain.objects import Shape
from gradsight.edits import Editor
from gradsight.findings import Edit, Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for fault, always in context.faults("non-scalar-backward"):
        if not always or not fault.visit.certain or fault.tensor is None:
            continue
        shape = _text(fault.tensor.shape)
        message = f'this raises "grad can be implicitly created only for scalar outputs": the shape is {shape}'
        steps = (Step(fault.tensor.why.place, f"this has the shape {shape}"),)
        yield Finding(RULE.name, RULE.code, "error", message, fault.visit.place, steps, _fixes(context, fault))


def _text(shape: Shape) -> str:
    """As torch writes it; what is not known is "?"."""
    sizes = ["?" if size is None else str(size) for size in shape or ()]
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


def _fixes(context: Context, fault: Fault) -> tuple[Fix, ...]:
    """Means and sums of the root; which of them is right, the program does not say."""
    editor = context.editor(fault.visit.place)
    at = _root(editor, editor.real(fault.visit.place))
    if at is None:
        return ()
    opened = (Edit(editor.place(at[0], at[0]), "("),) if at[0] < at[1] else ()
    end, closed = editor.place(at[1], at[1]), ")" if opened else ""
    return tuple(
        Fix(f"Go back from the {name}", (*opened, Edit(end, f"{closed}.{name}()")), "unsafe", name == "mean")
        for name in ("mean", "sum")
    )


def _root(editor: Editor, place: Place) -> tuple[int, int] | None:
    """Where the root's expression ends, twice; where it begins and ends, if it needs parentheses around it."""
    found = editor.at(place)
    node = found.node if found else None
    if found is None or not isinstance(node, cst.Call):
        return None
    if isinstance(node.func, cst.Attribute) and not editor.text(found.place(node.func.value)).endswith("autograd"):
        dot = editor.source.rindex(".", found.place(node.func.value).end, found.place(node.func).end)
        return dot, dot
    first = node.args[0] if node.args and node.args[0].keyword is None and not node.args[0].star else None
    if first is None:
        return None
    root = found.place(first.value)
    if isinstance(first.value, cst.Name | cst.Call | cst.Attribute | cst.Subscript):
        return root.end, root.end
    return None if first.value.lpar or isinstance(first.value, cst.Tuple | cst.List) else (root.start, root.end)


RULE = Rule("non-scalar-backward", "GS207", "error", "a backward begins at a tensor of several elements", find)
