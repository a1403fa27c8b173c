"""Why something is constant, in steps and words, and the edits that take the cause away."""

from __future__ import annotations

from collections.abc import Iterable

from gradsight.domain.reach import Lost
from gradsight.domain.why import Cut, Why
from gradsight.findings import Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.cutting import mend

WORDS = {
    "detach": "`detach()` takes it out of the graph",
    "data": "`.data` is not in the graph",
    "no-grad": "it is computed while grad mode is off",
    "inference-mode": "it is computed in inference mode",
    "number": "it becomes a Python number, which has no graph",
    "numpy": "it becomes a numpy array, which has no graph",
    "rewrap": "its values are copied into a new tensor without a graph",
    "non-differentiable": "this has no derivative",
    "integer": "integers have no gradient",
    "sample": "`sample()` has no gradient",
    "draw": "a random draw has no gradient",
    "checkpoint": "a reentrant checkpoint none of whose inputs requires grad",
    "frozen": "`requires_grad` is set to False",
    "zero-gradient": "the derivative is zero everywhere",
    "constant": "this is the same whatever goes in",
    "custom": "the `backward` of this function returns None",
    "gradient": "this gradient has no graph of its own",
}


def cuts_of(lost: Lost) -> list[Cut]:
    """The cuts, each once, in the order of the source."""
    each = {(cut.place, cut.mode): cut for cut in lost.values()}.values()
    return sorted(each, key=lambda cut: (cut.place.path, cut.place.start, cut.mode.start if cut.mode else 0))


def to_learn(context: Context, lost: Lost) -> Lost:
    """Of what is lost what goes by the same causes as leaves that are to learn, where there are such: a detached target is
    as it should be."""
    wanted = context.held | context.wanted.keys()
    causes = {cut.mode or cut.place for leaf, cut in lost.items() if context.find(leaf) in wanted}
    return {leaf: cut for leaf, cut in lost.items() if (cut.mode or cut.place) in causes} or lost


def cause_steps(context: Context, lost: Lost, frozen: Place | None) -> tuple[Step, ...]:
    """The cuts, or where it was frozen; empty where nothing ever required grad."""
    steps: list[Step] = []
    for cut in cuts_of(to_learn(context, lost))[:3]:
        if cut.mode is not None and cut.mode != cut.place:
            steps.append(Step(cut.mode, f"`{context.source(cut.mode)}` switches grad mode off"))
        steps.append(Step(cut.place, WORDS[cut.kind]))
    if not steps and frozen is not None:
        steps.append(Step(frozen, "`requires_grad` is set to False here"))
    return tuple(dict.fromkeys(steps))


def fixes_of(context: Context, lost: Lost, whys: Iterable[Why]) -> tuple[Fix, ...]:
    """The edits that take away the cuts before a value with that history; none where one of them has none.

    Of several cuts those count behind which something is to learn. A gradient without a graph is none of them: it may be meant so.
    """
    cuts = [cut for cut in cuts_of(to_learn(context, lost)) if cut.kind != "gradient"] or cuts_of(lost)
    each = list({cut.mode or cut.place: mend(context, cut, whys) for cut in cuts}.values())
    if len(each) == 1:
        return each[0]
    if not each or not all(each):
        return ()
    title = " and ".join(dict.fromkeys(fixes[0].title for fixes in each))
    return (Fix(title, tuple(edit for fixes in each for edit in fixes[0].edits), "unsafe", True),)
