"""Cuts behind which a gradient is plainly wanted: one mechanism for all rules about cuts on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from gradsight.domain.events import Backward, GradRead, Wanted
from gradsight.domain.why import Cut, CutKind, Why
from gradsight.findings import Finding, Place, Step
from gradsight.interpret.telling import names as listed
from gradsight.rules.context import Context
from gradsight.rules.cutting import mend
from gradsight.rules.rule import Rule
from gradsight.rules.turns import in_vain

ON_THE_WAY = "what comes out of it goes in here"
LONGEST, DEEPEST, MOST_STEPS, MOST_NAMES = 40, 12, 3, 3
"""Characters of a backward that a message shows; how far back its root is followed; statements on its way; names in a message."""


@dataclass(frozen=True, slots=True)
class WantedCut:
    """A cut, the leaves behind it whose gradient is wanted and does not come, and the backward on its other side."""

    cut: Cut
    leaves: tuple[int, ...]
    backward: Backward
    evidence: Wanted | GradRead


def wanted_cuts(context: Context, kinds: tuple[CutKind, ...]) -> Iterator[WantedCut]:
    """One for each cut, or each place that switched grad mode off."""
    grouped: dict[Place, list[tuple[int, Cut, Backward]]] = defaultdict(list)
    for leaf, cut, backward in _for_a_step(context, list(_severed(context, kinds))):
        grouped[cut.mode or cut.place].append((leaf, cut, backward))
    for place, found in grouped.items():
        if place not in context.reported:
            wanted = sorted({leaf for leaf, _, _ in found})
            evidence = context.wanted[wanted[0]]
            trained = isinstance(evidence, Wanted) and evidence.how == "step"
            also = () if trained else _also_severed(context, place, found[0][2], set(wanted))
            yield WantedCut(found[0][1], (*wanted, *also), found[0][2], evidence)


def _severed(context: Context, kinds: tuple[CutKind, ...]) -> Iterator[tuple[int, Cut, Backward]]:
    wanted = set() if context.hidden else context.wanted.keys() - context.live - context.explained
    for backward in context.trusted_backwards if wanted else ():
        for id, cut in backward.root.lost.items():
            if cut.kind in kinds and (leaf := context.find(id)) in wanted:
                yield leaf, cut, backward


def _for_a_step(context: Context, found: list[tuple[int, Cut, Backward]]) -> list[tuple[int, Cut, Backward]]:
    """Without backwards whose gradient for a leaf is cleared unused, if there is another one that is for its step."""
    if len({id(backward) for _, _, backward in found}) < 2:
        return found
    vain = in_vain(context)
    stepped = {leaf for leaf, _, backward in found if leaf not in vain[id(backward)]}
    return [each for each in found if each[0] not in stepped or each[0] not in vain[id(each[2])]]


def _also_severed(context: Context, place: Place, backward: Backward, wanted: set[int]) -> list[int]:
    """The other leaves that the same cut takes away from this backward, and that no backward reaches."""
    lost = {context.find(id) for id, cut in backward.root.lost.items() if (cut.mode or cut.place) == place}
    return sorted(lost - wanted - context.reached)


def names(context: Context, leaves: tuple[int, ...]) -> str:
    """`encoder.weight`, `encoder.bias`, `gate` and 4 more."""
    return listed((context.name(leaf) for leaf in leaves), MOST_NAMES)


def gets(leaves: tuple[int, ...]) -> str:
    return "gets" if len(leaves) == 1 else "get"


def called(context: Context, backward: Backward) -> str:
    """`loss.backward()` as the program writes it, or its line where that is long."""
    text = context.source(backward.visit.place)
    short = len(text) <= LONGEST and "\n" not in text
    return f"`{text}`" if short else f"the backward in {context.line(backward.visit.place)}"


def way(context: Context, root: Backward, cut: Place) -> Iterator[Step]:
    """The statements between a cut and the root of a backward, each of which computes with what the one before gave."""
    found: list[Why] = next((path for why in root.root.whys if (path := _path(why, cut, 0))), [])
    seen, real = {context.line(cut), context.line(root.visit.place)}, context.run.places.real
    for why in reversed(found):
        line = context.line(why.place)
        if line not in seen:
            seen.add(line)
            yield Step(real(why.place), ON_THE_WAY)


def _path(why: Why, place: Place, depth: int) -> list[Why]:
    """The history from a value down to what was made at a place, without that; empty if it does not come from there."""
    if depth > DEEPEST:
        return []
    for parent in why.parents:
        if parent.place == place:
            return [why]
        below = _path(parent, place, depth + 1)
        if below:
            return [why, *below]
    return []


def steps(context: Context, found: WantedCut, what: str) -> tuple[Step, ...]:
    """The cut, the statements from it to the root, the backward, and where the gradient is wanted."""
    result = [Step(found.cut.place, what)]
    if found.cut.mode is not None and found.cut.mode != found.cut.place:
        result.insert(0, Step(found.cut.mode, f"{found.cut.text or 'grad mode'} switches recording off"))
    result.extend(list(way(context, found.backward, found.cut.place))[-MOST_STEPS:])
    result.append(Step(found.backward.visit.place, "this backward stops there"))
    result.append(Step(found.evidence.visit.place, evidence_text(found.evidence)))
    return tuple(result)


def evidence_text(evidence: Wanted | GradRead) -> str:
    """Why a gradient is plainly wanted."""
    if isinstance(evidence, GradRead):
        return "its `.grad` is read here"
    return {
        "step": "the optimizer that holds it is stepped here",
        "input": "its gradient is asked for here",
        "read": "its `.grad` is read here",
    }[evidence.how]


def cut_findings(context: Context, rule: Rule, kinds: tuple[CutKind, ...], where: str, what: str) -> Iterator[Finding]:
    """The findings of a rule about one kind of cut, at the cut, or at what switched grad mode off."""
    for found in wanted_cuts(context, kinds):
        place = found.cut.mode or found.cut.place
        context.reported.update((place, found.cut.place))
        zeros = all(leaf in context.reached for leaf in found.leaves)
        gradient = "a gradient of zeros only" if zeros else "no gradient"
        root = called(context, found.backward)
        message = (
            f"{names(context, found.leaves)} {gets(found.leaves)} {gradient} from {root}: the way back ends {where}"
        )
        fixes = mend(context, found.cut, found.backward.root.whys)
        yield Finding(rule.name, rule.code, "warning", message, place, steps(context, found, what), fixes)
