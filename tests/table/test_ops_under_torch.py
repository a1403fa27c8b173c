"""Every function of the table that can be run is run under torch, and each thing the table says of the call must be
what torch does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ops_measure import Measured

import torch
from conftest import Run

#: Order 0 of a norm counts elements, so that nothing reaches the input, although the result requires grad.
CONDITIONAL = ("torch.linalg.vector_norm",)


def test_coverage(runs: list[Run], capsys) -> None:
    """Most of the table is checked by running it; the figures are printed."""
    from gradsight.knowledge.torch.table import names

    ran, known = {run.name for run in runs}, set(names())
    with capsys.disabled():
        print(
            f"\n{len(ran)} of {len(known)} functions ran in {len(runs)} calls,"
            f" {sum(run.op.outputs == '?' for run in runs)} of them with unknown outputs"
        )
    assert len(ran) > 0.85 * len(known)


def test_outputs(runs: list[Run]) -> None:
    none_of([f"{run}: table {run.op.outputs}, torch {run.seen.outputs}" for run in runs if not outputs_agree(run)])


def test_inputs_that_are_reached(runs: list[Run]) -> None:
    """The table names all that are reached, and no other unless the result is not floating."""
    none_of(
        [
            f"{run}: table {run.op.differentiable}, torch {run.seen.differentiable}"
            for run in runs
            if not inputs_agree(run)
        ]
    )


def test_zero_gradients(runs: list[Run]) -> None:
    none_of([f"{run}: {zero_claimed(run) - run.seen.zero}" for run in runs if not zero_claimed(run) <= run.seen.zero])


def test_backward_that_raises(runs: list[Run]) -> None:
    """For all inputs, or for those that are named."""
    tracked = [run for run in runs if "D" in run.seen.outputs]
    none_of([str(run) for run in tracked if run.op.backward_raises != run.seen.raises and not run.op.raises_for])
    none_of([f"{run}: {run.seen.raises_for}" for run in tracked if not raising_known(run)])


def raising_known(run: Run) -> bool:
    return run.op.backward_raises or run.seen.raises_for <= run.op.raises_for


def test_views(runs: list[Run]) -> None:
    """A view is one each time; what is never said to be one never is; several at once from one call refuse in-place
    changes.
    """
    wrong = [
        run
        for run in runs
        if (run.op.view and not run.seen.view) or (run.seen.view and not (run.op.view or run.op.maybe_view))
    ]
    none_of([str(run) for run in wrong])
    none_of([str(run) for run in runs if run.op.view and run.op.multi_view != run.seen.multi_view])


def test_in_place_on_a_leaf(runs: list[Run]) -> None:
    """A leaf that requires grad refuses what always writes, and what never writes is not refused."""
    open_runs = [run for run in runs if run.op.params[0] in run.seen.tensors and not run.op.maybe_inplace]
    none_of([str(run) for run in open_runs if run.op.inplace != run.seen.inplace])


def test_what_comes_back_itself(runs: list[Run]) -> None:
    wrong = {("never", True), ("always", False)}
    none_of([f"{run}: {run.op.returns_self}" for run in runs if (run.op.returns_self, bool(run.seen.returns)) in wrong])


def test_saved_tensors(runs: list[Run]) -> None:
    """Whatever is saved is in the table, with those for whose gradient it is saved; what always is saved is saved each
    time.
    """
    none_of(
        [
            f"{run}: {missing}"
            for run in runs
            if (missing := pairs(run.seen.saves) - pairs(run.op.saves_for) - pairs(run.op.may_save))
        ]
    )
    none_of([f"{run}: {missing}" for run in runs if (missing := certain_pairs(run) - pairs(run.seen.saves))])


def test_dtypes(runs: list[Run]) -> None:
    none_of(
        [
            f"{run}: table {run.op.dtype}, torch {run.seen.dtypes}"
            for run in runs
            if not dtypes_agree(run.op.dtype, run.seen)
        ]
    )


def test_arguments_that_must_not_require_grad(runs: list[Run]) -> None:
    none_of([f"{run}: {run.op.refuses} {run.seen.refused}" for run in runs if run.op.refuses & run.seen.differentiable])


def none_of(lines: list[str]) -> None:
    """Fail with all the lines."""
    assert not lines, "\n" + "\n".join(sorted(set(lines)))


def outputs_agree(run: Run) -> bool:
    """D requires grad whenever the dtype lets it; a floating result that does not (C) contradicts it."""
    stars = {name.lstrip("*") for name in run.seen.tensors}
    reached = run.op.differentiable is None or any(name.lstrip("*") in stars for name in run.op.differentiable)
    return agree(run.op.outputs, run.seen.outputs, {"D": "DN" if reached else "CN", "N": "NC", "P": "P", "?": "DNCP"})


def agree(table: str, seen: str, allowed: dict[str, str]) -> bool:
    if table == "?":
        return True
    if table.startswith("L"):
        return seen[0] in "L(" and all(agree(table[1:], part, allowed) for part in parts(seen))
    if table.startswith("("):
        mine, theirs = parts(table), parts(seen)
        return len(mine) == len(theirs) and all(agree(a, b, allowed) for a, b in zip(mine, theirs, strict=True))
    return seen in allowed[table]


def parts(outputs: str) -> list[str]:
    """The members of "(D,(D,N))" or the kind of member of "LD"."""
    if not outputs.startswith("("):
        return [outputs.removeprefix("L")]
    found, depth = [""], 0
    for character in outputs[1:-1]:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return found


def inputs_agree(run: Run) -> bool:
    if run.op.differentiable is None or run.op.outputs == "?":
        return True
    claimed = {name for name in run.seen.tensors if name.lstrip("*") in {n.lstrip("*") for n in run.op.differentiable}}
    return run.name in CONDITIONAL or (
        run.seen.differentiable <= claimed
        and (claimed <= run.seen.differentiable | run.seen.refused or "D" not in run.seen.outputs)
    )


def zero_claimed(run: Run) -> set[str]:
    keyword = run.seen.call is not None and any(
        run.seen.call.keywords.get(name) is not None for name in run.op.zero_when
    )
    claimed = run.op.differentiable or frozenset() if keyword else run.op.zero_params
    return (set(claimed) & run.seen.differentiable) - run.seen.empty


def pairs(saves: Mapping[str, Iterable[str]]) -> set[tuple[str, str]]:
    return {(saved, trigger) for saved, triggers in saves.items() for trigger in triggers}


def certain_pairs(run: Run) -> set[tuple[str, str]]:
    """What must have been saved: for inputs that require grad and are reached, and of parameters that were given."""
    if run.seen.raises or "D" not in run.seen.outputs:
        return set()
    given = {*run.seen.tensors, *run.seen.others}
    claimed = {
        (saved, trigger)
        for saved, trigger in pairs(run.op.saves_for)
        if trigger in run.seen.differentiable - run.seen.empty
    }
    return {(saved, trigger) for saved, trigger in claimed if saved not in run.op.params or saved in given}


def dtypes_agree(rule: str, seen: Measured) -> bool:
    """The rule against the dtype of the result for each dtype of the inputs."""
    if rule in ("?", "arg") or not seen.dtypes:
        return True
    if rule in ("same", "float"):
        expected = {torch.int64: torch.int64 if rule == "same" else torch.float32}
        return all(
            result == expected.get(given, given) for given, result in seen.dtypes.items() if not given.is_complex
        )
    if rule == "complex":
        return all(result.is_complex for result in seen.dtypes.values())
    return set(seen.dtypes.values()) == {getattr(torch, rule)}
