"""Judging claims and reading headers: a wrong claim, a lost finding and a broken promise are noticed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from claims import Figures, judge
from differential import Report, main, table
from observations import Observation, Run
from programs import Promise, keeps_promise, promise

TENSOR = {"kind": "tensor", "requires_grad": None, "is_leaf": None, "retains_grad": None, "grad": None}
PLACE = (0, 0, 0, 1)
CONSTANT = Observation("tensor", False, True, False, "none")
LEAF = Observation("tensor", True, True, False, "populated")
TRACKED = Observation("tensor", True, False, False, "none")
OTHER = Observation("other")


def fact(**claims: Any) -> dict[str, Any]:
    return {"range": list(PLACE), "states": [], **TENSOR, **claims}


@pytest.mark.parametrize(
    ("claims", "observed", "wrong"),
    [
        (
            {"states": ["tracked"], "requires_grad": True, "is_leaf": False, "retains_grad": False, "grad": "none"},
            [TRACKED],
            [],
        ),
        ({"states": ["leaf", "tracked"], "requires_grad": True}, [TRACKED, LEAF], []),
        ({"kind": "unknown"}, [TRACKED, OTHER], []),
        ({"kind": "unknown", "states": ["tracked"]}, [TRACKED, OTHER], []),
        ({"states": ["leaf"]}, [TRACKED], ["state leaf, seen tracked"]),
        ({"states": ["leaf"]}, [TRACKED, LEAF], ["state leaf, seen leaf, tracked"]),
        ({"states": ["leaf", "constant"]}, [TRACKED], ["state constant, leaf, seen tracked"]),
        ({"kind": "other"}, [TRACKED], ["kind other, seen tensor"]),
        ({"kind": "tensor"}, [TRACKED, OTHER], ["kind tensor, seen other, tensor"]),
        ({"kind": "module"}, [OTHER], ["kind module, seen other"]),
        ({"requires_grad": False}, [CONSTANT, LEAF], ["requires_grad False, seen False, True"]),
        ({"is_leaf": True}, [TRACKED], ["is_leaf True, seen False"]),
        ({"retains_grad": True}, [TRACKED], ["retains_grad True, seen False"]),
        ({"grad": "none"}, [LEAF], ["grad none, seen populated"]),
    ],
)
def test_a_claim_is_wrong_where_any_observation_contradicts_it(
    claims: dict[str, Any], observed: list[Observation], wrong: list[str]
) -> None:
    verdict = judge([fact(**claims)], {PLACE: frozenset(observed)})
    assert [f"{one.claimed}, seen {one.seen}" for one in verdict.wrong] == wrong


@pytest.mark.parametrize(
    ("facts", "observed", "parts"),
    [
        ([fact(states=["leaf"])], [LEAF], "expressions tensors definite right"),
        ([fact(states=["leaf"])], [TRACKED], "expressions tensors definite undecided"),
        ([fact(states=["leaf"], grad="none")], [LEAF], "expressions tensors definite undecided"),
        ([fact(states=["leaf", "tracked"])], [LEAF], "expressions tensors undecided"),
        ([fact(states=["leaf", "tracked"])], [LEAF, TRACKED], "expressions tensors mixed"),
        ([fact(kind="unknown")], [LEAF], "expressions tensors undecided"),
        ([fact(kind="unknown")], [LEAF, OTHER], "expressions tensors mixed"),
        ([fact(kind="other")], [OTHER], "expressions"),
        ([], [TRACKED], "expressions tensors missing undecided"),
        ([], [OTHER], "expressions missing"),
    ],
)
def test_parts_of_a_verdict(facts: list[dict[str, Any]], observed: list[Observation], parts: str) -> None:
    verdict = judge(facts, {PLACE: frozenset(observed)})
    names = ("expressions", "tensors", "mixed", "definite", "right", "missing", "undecided")
    assert [name for name in names if getattr(verdict, name)] == sorted(parts.split(), key=names.index)


def test_two_facts_for_one_range_are_wrong() -> None:
    assert judge([fact(), fact()], {}).wrong


def finds(*wanted: list[tuple[str, int]]) -> frozenset[frozenset[tuple[str, int]]]:
    return frozenset(map(frozenset, wanted))


@pytest.mark.parametrize(
    ("header", "promised"),
    [
        ("# correct\nimport torch\n# raises: no header", Promise(True, None, frozenset())),
        (
            "# raises: RuntimeError: element 0\n# finds: GS201 at 7, GS101 at 9 or GS104 at 3",
            Promise(False, "RuntimeError: element 0", finds([("GS201", 7)], [("GS101", 9), ("GS104", 3)])),
        ),
        ("# finds: GS203 at 7\n# finds: GS310 at 1\n", Promise(False, None, finds([("GS203", 7)], [("GS310", 1)]))),
    ],
)
def test_headers(header: str, promised: Promise) -> None:
    assert promise(header) == promised


@pytest.mark.parametrize(
    "header", ["import torch", "# correct\n# finds: GS101 at 1", "# finds: GS101 in line 3 or GS104 at 3"]
)
def test_unclear_headers_are_refused(header: str) -> None:
    with pytest.raises(ValueError):
        promise(header)


@pytest.mark.parametrize(
    ("error", "header", "kept"),
    [
        (None, "# correct", True),
        ("ValueError: x", "# correct", False),
        (None, "# raises: ValueError", False),
        ("ValueError: some message", "# raises: ValueError: message", True),
        ("RuntimeError: some message", "# raises: ValueError: message", False),
        ("ValueError: another", "# raises: ValueError: message", False),
    ],
)
def test_promises_about_the_end(error: str | None, header: str, kept: bool) -> None:
    assert keeps_promise(error, promise(header)) == kept


def test_command_line_without_gradsight(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "program.py"
    program.write_text("# correct\nraise ValueError('no')\n")
    assert main(["--torch-only", str(program)]) == 1
    assert "OTHERWISE" in capsys.readouterr().out


def report(header: str, facts: list[dict[str, Any]], findings: set[tuple[str, int, str]]) -> Report:
    observed = {PLACE: frozenset([TRACKED])}
    run = Run("program.py", observed, {}, None, "", 0.0)
    promised = promise(header)
    return Report(Path("program.py"), header, promised, run, judge(facts, observed), frozenset(findings), None)


@pytest.mark.parametrize(
    ("header", "facts", "findings", "faults"),
    [
        ("# correct", [fact(states=["tracked"])], set(), []),
        ("# correct", [fact(states=["tracked"])], {("GS404", 3, "information")}, []),
        ("# correct", [fact(states=["tracked"])], {("GS101", 3, "warning")}, ["false alarm: GS101 at 3"]),
        ("# correct", [fact(states=["leaf"])], set(), ["program:1:1 `#`: claimed state leaf, seen tracked"]),
        ("# finds: GS101 at 4", [], {("GS101", 3, "warning")}, ["not found: GS101 at 4"]),
        ("# finds: GS101 at 4 or GS104 at 3", [], {("GS104", 3, "warning")}, []),
        ("# raises: ValueError", [], set(), ["ran otherwise than promised: None"]),
    ],
)
def test_faults_of_a_report(
    header: str, facts: list[dict[str, Any]], findings: set[tuple[str, int, str]], faults: list[str]
) -> None:
    assert report(header, facts, findings).faults == faults


def test_the_table_adds_up() -> None:
    done = [report("# correct", [fact(states=["tracked"])], set()), report("# correct", [], set())]
    *_, last = table(done).splitlines()
    assert last.split() == ["2", "programs", "2", "2", "0", "1", "1", "0", "1", "50.0%"]
    assert Figures().coverage == 1.0
