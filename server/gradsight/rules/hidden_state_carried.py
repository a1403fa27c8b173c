"""GS206: a tracked value crosses loop rounds, and the next backward walks over the graph of the round before."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from gradsight.domain.grad import Grad
from gradsight.domain.objects import Tensor
from gradsight.domain.values import Tuple
from gradsight.edits import Edits
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.locate import every
from gradsight.rules.context import Context
from gradsight.rules.looping import body_of, mentions
from gradsight.rules.rule import Rule
from gradsight.rules.walking import RAISES, Second, second_walks


def find(context: Context) -> Iterator[Finding]:
    for found in second_walks(context):
        if found.carried and found.fault.visit.place not in context.reported:
            context.reported.add(found.fault.visit.place)
            yield _finding(context, found)


def _finding(context: Context, found: Second) -> Finding:
    bound, kept = _bindings(context, found), _kept(context, found)
    name = found.name(context) or next(iter(bound), "") or (kept[0] if kept else "")
    what = f"`{name}`" if name else "a value"
    assert found.fault.tensor is not None
    steps = (
        Step(found.fault.tensor.why.place, f"{what} is computed here, and the graph behind it comes along"),
        Step(found.place, f"this backward frees that graph; in the next round it walks over it again, through {what}"),
    )
    message = f'from the second round on this raises "{RAISES}": {what} carries the graph of the round before'
    return Finding(
        RULE.name,
        RULE.code,
        "error",
        message,
        found.place,
        steps,
        _fixes(context, found, bound) or _let_go(context, kept),
    )


def _fixes(context: Context, found: Second, bound: dict[str, Place]) -> tuple[Fix, ...]:
    if not bound or found.loop is None:
        return ()
    edits = _detached(context, found, found.loop, bound)
    title = f"Detach {' and '.join(f'`{name}`' for name in bound)} at the end of each round"
    return () if edits is None else (Fix(title, edits, "unsafe", True),)


def _detached(context: Context, found: Second, loop: Place, bound: dict[str, Place]) -> Edits | None:
    """`hidden = hidden.detach()` behind the backward, where the loop uses the value of the round before."""
    editor = context.editor(loop)
    body = body_of(editor, loop)
    if body is None:
        return None
    after = max((i for place in (found.place, *bound.values()) if (i := body.index(place)) is not None), default=None)
    indent = editor.indent(body.statements[0].start)
    if after is None or indent is None:
        return None
    code = [f"{name} = {_detach(context, name, place)}" for name, place in bound.items()]
    return editor.insert_behind(body.statements[after], indent, code)


def _bindings(context: Context, found: Second) -> dict[str, Place]:
    """The names that the loop binds to what it computes from their former values, by the statement that carries."""
    statement_at = None if found.fault.tensor is None else found.fault.tensor.statement
    loop, name = found.loop, found.name(context)
    if statement_at is None or loop is None:
        return {}
    made, editor = context.run.places.real(statement_at), context.editor(statement_at)
    if made.path != loop.path or not loop.start <= made.start < loop.end:
        return _through_calls(context, loop)
    node = editor.at(made)
    statement = node.nearest(cst.Assign) if node else None
    if node is None or not isinstance(statement, cst.Assign):
        return {}
    value = editor.text(node.place(statement.value))
    targets = [name for target in statement.targets for name in _names(target.target)]
    bound = {target.value: node.place(target) for target in targets if mentions(value, target.value)}
    tuples = any(_is_tuple(context, place) for place in bound.values())
    return bound if name in bound or (not name and tuples) else {}


def _kept(context: Context, found: Second) -> tuple[str, Place] | None:
    """`out, self.hidden = self.lstm(x, self.hidden)`: the attribute by its text, and where it is bound."""
    tensor = found.fault.tensor
    made = None if tensor is None or tensor.statement is None else context.run.places.real(tensor.statement)
    editor = None if made is None else context.editor(made)
    node = editor.at(made) if editor is not None and made is not None else None
    statement = node.nearest(cst.Assign) if node else None
    if editor is None or node is None or not isinstance(statement, cst.Assign):
        return None
    value = editor.text(node.place(statement.value))
    for bound in (each for target in statement.targets for each in _targets(target.target)):
        text = editor.text(node.place(bound))
        if isinstance(bound, cst.Attribute) and mentions(value, text):
            return text, node.place(bound)
    return None


def _let_go(context: Context, kept: tuple[str, Place] | None) -> tuple[Fix, ...]:
    """Detached where it is kept, if the rest of the function does not compute with it."""
    if kept is None:
        return ()
    name, place = kept
    editor = context.editor(place)
    whole, found = editor.statement(place), editor.at(place)
    function = found.nearest(cst.FunctionDef) if found is not None else None
    if whole is None or found is None or function is None:
        return ()
    if mentions(editor.source[whole.end : found.place(function).end], name):
        return ()
    edits = editor.insert_after(place, f"{name} = {_detach(context, name, place)}")
    return () if edits is None else (Fix(f"Detach `{name}` where it is kept", edits, "unsafe", True),)


def _through_calls(context: Context, loop: Place) -> dict[str, Place]:
    """The same where a function computes them, `output, hidden = net(x, hidden)`: those of the one such statement."""
    editor = context.editor(loop)
    result: dict[str, Place] = {}
    statements = 0
    for found in every(editor.module, editor.path, cst.Assign):
        place = found.place(found.node)
        if not isinstance(found.node, cst.Assign) or not loop.start <= place.start < loop.end:
            continue
        call = editor.text(found.place(found.node.value)) if isinstance(found.node.value, cst.Call) else ""
        names = [name for target in found.node.targets for name in _names(target.target)]
        bound = {name.value: found.place(name) for name in names if mentions(call, name.value)}
        bound = {name: place for name, place in bound.items() if _is_tracked(context, place)}
        statements += bool(bound)
        result.update(bound)
    return result if statements == 1 else {}


def _is_tracked(context: Context, place: Place) -> bool:
    seen = context.seen(place)
    tracked = all(isinstance(each, Tensor) and each.states == Grad.TRACKED for each in seen)
    return bool(seen) and (tracked or _is_tuple(context, place))


def _names(target: cst.BaseExpression) -> Iterator[cst.Name]:
    return (each for each in _targets(target) if isinstance(each, cst.Name))


def _targets(target: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """What is bound, one by one."""
    if isinstance(target, cst.Tuple | cst.List):
        for element in target.elements:
            yield from _targets(element.value)
    else:
        yield target


def _is_tuple(context: Context, place: Place) -> bool:
    seen = context.seen(place)
    return bool(seen) and all(isinstance(each, Tuple) for each in seen)


def _detach(context: Context, name: str, place: Place) -> str:
    return f"tuple(state.detach() for state in {name})" if _is_tuple(context, place) else f"{name}.detach()"


RULE = Rule("hidden-state-carried", "GS206", "error", "a value carries the graph of one loop round into the next", find)
