"""GS205: a backward walks over a graph that an earlier backward has freed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Wanted
from gradsight.edits import Editor
from gradsight.findings import Edit, Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.fencing import detached_before
from gradsight.rules.looping import block_of, mentions, move_into
from gradsight.rules.recomputing import bound_names, is_tracked
from gradsight.rules.rule import Rule
from gradsight.rules.walking import RAISES, Second, behind, second_walks


def find(context: Context) -> Iterator[Finding]:
    for found in second_walks(context):
        if found.fault.visit.place not in context.reported:
            context.reported.add(found.fault.visit.place)
            yield _finding(context, found)


def _finding(context: Context, found: Second) -> Finding:
    name = found.name(context)
    what = f"the graph behind `{name}`" if name else "a part of its graph"
    assert found.fault.tensor is not None
    again = "in the next round it walks over it again" if found.first == found.place else "and lets go of what it saved"
    steps = (
        Step(found.fault.tensor.why.place, f"this part of the graph is made once{f', for `{name}`' if name else ''}"),
        Step(found.first, f"this backward frees it {again}" if found.first != found.place else f"this backward frees it; {again}"),
    )  # fmt: skip
    message = f'this raises "{RAISES}": an earlier backward has freed {what}'
    fixes = (*detached_before(context, found), *_sum(context, found), *_retain(context, found), *_move(context, found))
    return Finding(RULE.name, RULE.code, "error", message, found.place, steps, _one_preferred(fixes))


def _one_preferred(fixes: tuple[Fix, ...]) -> tuple[Fix, ...]:
    """The first is the one that is right in most cases."""
    return tuple(Fix(fix.title, fix.edits, fix.applicability, not index) for index, fix in enumerate(fixes))


def _sum(context: Context, found: Second) -> Iterator[Fix]:
    """`a.backward()` and `b.backward()` become `(a + b).backward()`; of one loss the second is taken out."""
    editor = context.editor(found.place)
    first, second = _root(editor, found.first), _root(editor, found.place)
    if first is None or second is None or found.first == found.place or not _only_assignments(editor, found):
        return
    removed = editor.delete_line(found.first)
    if first == second:
        again = editor.delete_line(found.place)
        if again is not None:
            yield Fix("Remove the second `backward()`", again, "unsafe")
    elif removed is not None:
        end = found.place.end - len(".backward()")
        summed = Edit(editor.place(found.place.start, end), f"({first} + {second})")
        yield Fix(f"Sum the losses: `({first} + {second}).backward()`", (*removed, summed), "unsafe")


def _root(editor: Editor, place: Place) -> str | None:
    match = re.fullmatch(r"([\w.]+)\.backward\(\)", editor.text(place))
    return match.group(1) if match and editor.statement(place) is not None else None


def _only_assignments(editor: Editor, found: Second) -> bool:
    """Whether nothing lies between the two backwards that could use a gradient."""
    block = block_of(editor, found.place)
    if block is None or found.first.path != found.place.path:
        return False
    first, second = block.index(found.first), block.index(found.place)
    if first is None or second is None or second <= first:
        return False
    between = block.statements[first + 1 : second]
    return all(_is_assignment(editor, place) and not mentions(editor.text(place), "step") for place in between)


def _is_assignment(editor: Editor, place: Place) -> bool:
    text = editor.text(place)
    found = editor.at(place)
    line = found.nearest(cst.SimpleStatementLine) if found else None
    simple = isinstance(line, cst.SimpleStatementLine) and all(isinstance(s, cst.Assign) for s in line.body)
    return simple and ".grad" not in text and "zero_grad" not in text


def _retain(context: Context, found: Second) -> Iterator[Fix]:
    """`retain_graph=True` on the first call; never where a step lies between, which would overwrite what was saved."""
    editor = context.editor(found.first)
    again = found.first == found.place and found.loop is not None
    later = found.first.path == found.place.path and found.first.start < found.place.start
    if not (later or again) or _stepped(context, found):
        return
    edits = editor.add_keyword(found.first, "retain_graph=True")
    if edits is not None and "retain_graph" not in editor.text(found.first):
        where = "" if again else " in the first call"
        yield Fix(f"Keep the graph: `retain_graph=True`{where}", edits, "unsafe")


def _stepped(context: Context, found: Second) -> bool:
    real = context.run.places.real
    steps = [real(event.visit.place) for event in context.events(Wanted) if event.how == "step"]
    start, end = found.first.start, found.place.start
    if found.loop is not None:
        start, end = found.loop.start, found.loop.end
    return any(start < step.start < end for step in steps if step.path == found.place.path)


def _move(context: Context, found: Second) -> Iterator[Fix]:
    """What a loop uses in every round, and is computed once before it, moves into the loop."""
    editor = context.editor(found.place)
    block = None if found.loop is None else block_of(editor, found.loop)
    if found.loop is None or block is None or found.fault.tensor is None:
        return
    end = block.index(found.loop)
    made = {context.run.places.real(place) for place in behind(found.fault.tensor.why)}
    index = [i for place in made if (i := block.index(place)) is not None and is_tracked(context, block.statements[i])]
    if end is None or not index:
        return
    chosen = list(block.statements[min(index) : end])
    header = editor.source[found.loop.start : editor.line_end(found.loop.start)]
    used = any(mentions(header, name) for place in chosen for name in bound_names(editor, place))
    if not used and all(_is_assignment(editor, place) for place in chosen):
        edits = move_into(editor, chosen, found.loop)
        if edits is not None:
            yield Fix("Compute it anew in each round", edits, "unsafe")


RULE = Rule("graph-freed", "GS205", "error", "a backward walks over a graph that was freed", find)
