"""GS503: an optimizer gets nothing to train."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Enumerated
from gradsight.domain.objects import Tensor
from gradsight.edits import Editor
from gradsight.findings import Edit, Finding, Fix, Place, Step
from gradsight.locate import every
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.thawing import thaw
from gradsight.syntax import children


def find(context: Context) -> Iterator[Finding]:
    for fault, always in context.faults("empty-optimizer"):
        place, made = fault.visit.place, fault.other
        if not always or place in context.reported or made is None or _hidden(context, made):
            continue
        context.reported.add(place)
        editor = context.editor(place)
        source = _iterator(editor, place)
        message = f'this raises "optimizer got an empty parameter list": {_because(editor, place, source)}'
        steps = () if source is None else (Step(source, "this gives each parameter once"),)
        yield Finding(RULE.name, RULE.code, "error", message, place, (*steps, Step(made, "and nothing is left here")),
                      _frozen(context, place) if source is None else _listed(editor, source))  # fmt: skip


def _hidden(context: Context, made: Place) -> bool:
    """Whether plain containers or attributes hide what there is: then the finding is there."""
    real = context.run.places.real
    whole, listed = real(made), [e for e in context.events(Enumerated) if e.hidden]
    return any(whole.start <= real(event.visit.place).start < whole.end for event in listed)


def _because(editor: Editor, place: Place, source: Place | None) -> str:
    text = editor.text(place)
    if source is not None:
        return f"`{text}` was used up before"
    return f"there is nothing in `{text}`"


def _iterator(editor: Editor, place: Place) -> Place | None:
    """Where the name that is passed was bound to an iterator over parameters, if that is its only binding."""
    found = editor.at(place)
    if found is None or not isinstance(found.node, cst.Name):
        return None
    name = found.node.value
    bound = [each for each in _bindings(editor, name) if each is not None]
    return bound[0] if len(bound) == 1 else None


def _bindings(editor: Editor, name: str) -> Iterator[Place | None]:
    for found in every(editor.module, editor.path, cst.Assign):
        node = found.node
        if isinstance(node, cst.Assign) and any(_is(target.target, name) for target in node.targets):
            yield found.place(node.value) if _gives_iterator(node.value) else None


def _is(node: cst.BaseExpression, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def _gives_iterator(node: cst.BaseExpression) -> bool:
    """`model.parameters()`, `filter(…)`, a generator expression."""
    if isinstance(node, cst.GeneratorExp):
        return True
    function = node.func if isinstance(node, cst.Call) else None
    name = function.attr.value if isinstance(function, cst.Attribute) else ""
    plain = function.value if isinstance(function, cst.Name) else ""
    return name in ("parameters", "named_parameters", "chain") or plain in ("filter", "map", "chain", "iter")


def _frozen(context: Context, place: Place) -> tuple[Fix, ...]:
    """Everything that was left out because it is frozen is unfrozen, where one place has frozen it."""
    editor = context.editor(place)
    found = editor.at(place)
    names = [] if found is None else [found.place(node) for node in _asked(found.node)]
    tensors = [each for name in names for each in context.seen(name) if isinstance(each, Tensor)]
    places = {tensor.frozen for tensor in tensors}
    frozen = next(iter(places)) if len(places) == 1 else None
    return () if frozen is None else thaw(context, frozen)


def _asked(node: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """The expressions whose `requires_grad` is asked for."""
    if isinstance(node, cst.Attribute) and node.attr.value == "requires_grad":
        yield node.value
    for child in children(node):
        yield from _asked(child)


def _listed(editor: Editor, source: Place) -> tuple[Fix, ...]:
    before, after = editor.place(source.start, source.start), editor.place(source.end, source.end)
    bare = editor.text(source).startswith("(")
    edits = (Edit(before, "list" if bare else "list("), *(() if bare else (Edit(after, ")"),)))
    return (Fix("Keep the parameters in a list", edits, "safe", True),)


RULE = Rule("empty-optimizer", "GS503", "error", "an optimizer gets nothing to train", find)
