"""The whole corpus: no fact that torch contradicts, no alarm on a correct program, each promised finding."""

from __future__ import annotations

import pytest
from differential import Report, reports, table, total
from programs import corpus

COVERAGE = 0.9

pytestmark = pytest.mark.xdist_group("corpus")


@pytest.fixture(scope="module")
def done() -> list[Report]:
    return reports(corpus())


def test_every_program_runs_as_its_header_says(done: list[Report]) -> None:
    assert [f"{report.path.name}: {report.run.error}" for report in done if not report.runs_as_promised] == []


def test_every_program_is_analysed(done: list[Report]) -> None:
    assert [f"{report.path.name}: {report.failure}" for report in done if report.failure] == []


def test_torch_contradicts_no_fact(done: list[Report]) -> None:
    assert [claim for report in done for claim in report.contradictions] == []


def test_correct_programs_get_no_warning(done: list[Report]) -> None:
    assert [f"{report.path.name}: {alarm}" for report in done for alarm in report.alarms] == []


def test_promised_findings_are_found(done: list[Report]) -> None:
    assert [f"{report.path.name}: {finding}" for report in done for finding in report.overlooked] == []


def test_most_tensor_expressions_have_a_definite_and_right_state(
    done: list[Report], capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print("\n" + table(done))
    assert total(done).coverage >= COVERAGE
