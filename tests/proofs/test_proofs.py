"""Every rule and every decidable cause is proved by programs that torch runs, before and after each fix."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

import pytest
from proof_causes import DECIDABLE, UNDECIDED
from proof_judge import findings, judge
from proof_program import Program, programs
from proof_table import FIRES, TARGET, lacking, of_cause, of_rule, text

from gradsight.rules import RULES

LEAST = 0.9
each_program = pytest.mark.parametrize("program", programs(), ids=lambda program: program.name)


@each_program
def test_program(program: Program, record_property: Callable[[str, object], None]) -> None:
    verdict = judge(program)
    record_property("proof", json.dumps({"name": program.name, **asdict(verdict)}))
    if verdict.faults:
        pytest.fail("\n".join([str(program.path), *verdict.faults]), pytrace=False)


def test_every_folder_is_a_rule_or_a_cause() -> None:
    strangers = {p.folder for p in programs() if p.folder not in (RULES if p.is_of_a_rule else DECIDABLE)}
    named = {cause for program in programs() for cause in program.causes}
    assert strangers == set()
    assert named <= DECIDABLE.keys()
    assert not DECIDABLE.keys() & UNDECIDED.keys()


def test_a_program_of_a_rule_is_found_by_that_rule() -> None:
    others = [
        program.name
        for program in programs()
        if program.is_of_a_rule and program.fires and RULES[program.folder].code not in dict(program.finds)
    ]
    assert others == []


def test_one_fault_gives_one_error_or_warning() -> None:
    severe = {rule.code for rule in RULES.values() if rule.severity != "information"}
    counted = {p.name: (sum(code in severe for code, _ in p.finds), p.faults) for p in programs() if p.fires}
    assert {name: seen for name, seen in counted.items() if seen[0] > seen[1]} == {}


def test_every_rule_has_its_programs() -> None:
    assert list(lacking(RULES, of_rule, FIRES)) == []


def test_every_decidable_cause_has_its_programs() -> None:
    assert list(lacking(DECIDABLE, of_cause, 1)) == []


def test_nine_in_ten_findings_offer_a_fix() -> None:
    shown = [finding for program in programs() if program.fires for finding in findings(program.source)]
    assert sum(bool(finding.fixes) for finding in shown) >= LEAST * len(shown)


def test_the_document_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == text(), "python tests/proofs/proof_table.py"
