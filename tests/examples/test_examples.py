"""The programs in `examples/` are explained rightly, and each offered fix does under torch what it promises."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from expected import EXPECTED, Example, Fixing, Found

from gradsight.findings import Finding
from gradsight.service import Workspace
from gradsight.service.fixing import edited

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = [pytest.param(name, example, id=name.removesuffix(".py")) for name, example in sorted(EXPECTED.items())]


def read(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def opened(name: str) -> Workspace:
    workspace = Workspace()
    workspace.update(name, read(name))
    return workspace


def outcome(source: str, name: str, holds: str) -> bool | str:
    """Runs the program under torch: whether `holds` is so afterwards, or what was raised, with its line's text."""
    names: dict[str, object] = {"__name__": "__main__"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(source, name, "exec", dont_inherit=True), names)
        except RuntimeError as error:
            return str(error)
        return bool(eval(holds, names))


def runnable(source: str, example: Example) -> str:
    return source.replace(*example.replace) if example.replace[0] else source


def test_every_example_is_expected() -> None:
    assert {file.name for file in EXAMPLES.glob("*.py")} == set(EXPECTED)


@pytest.mark.parametrize(("name", "example"), CASES)
def test_torch_does_what_is_said_of_the_program(name: str, example: Example) -> None:
    if example.raises:
        assert example.raises in str(outcome(read(name), name, "True"))
    if example.holds != "True":
        assert outcome(runnable(read(name), example), name, example.holds) is True


@pytest.mark.parametrize(("name", "example"), CASES)
def test_findings_are_those_and_no_others(name: str, example: Example) -> None:
    workspace = opened(name)
    assert [_told(workspace, finding) for finding in workspace.findings(name)] == [
        (found.code, found.line, found.cause, [(fix.title, fix.applicability) for fix in found.fixes])
        for found in example.findings
    ]
    for finding, found in zip(workspace.findings(name), example.findings, strict=True):
        assert [part for part in found.says if part not in finding.message] == []


def _told(workspace: Workspace, finding: Finding) -> tuple[str, int, int | None, list[tuple[str, str]]]:
    fixes = [(fix.title, fix.applicability) for fix in finding.fixes]
    cause = workspace.locate(finding.cause).line + 1 if finding.cause else None
    return finding.code, workspace.locate(finding.place).line + 1, cause, fixes


FIXES = [
    pytest.param(name, example, found, fix, id=f"{name.removesuffix('.py')}-{found.code}-{number}")
    for name, example in sorted(EXPECTED.items())
    for found in example.findings
    for number, fix in enumerate(found.fixes)
]


@pytest.mark.parametrize(("name", "example", "found", "fixing"), FIXES)
def test_each_fix_alone_keeps_its_promise(name: str, example: Example, found: Found, fixing: Fixing) -> None:
    workspace = opened(name)
    [fix] = [
        fix
        for finding in workspace.findings(name)
        if finding.code == found.code
        for fix in finding.fixes
        if fix.title == fixing.title
    ]
    after = runnable(edited(read(name), fix.edits), example)
    assert outcome(after, name, fixing.holds) == (fixing.raises or True)


@pytest.mark.parametrize(("name", "example"), CASES)
def test_the_command_line_fixes_all(name: str, example: Example, tmp_path: Path) -> None:
    copy = tmp_path / name
    copy.write_text(read(name), encoding="utf-8")
    command = [sys.executable, "-m", "gradsight", "check", "--isolated", "--fix", "--unsafe-fixes", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    after = copy.read_text(encoding="utf-8")
    assert (after != read(name)) == bool(example.findings)
    assert outcome(runnable(after, example), name, example.fixed) is True


def test_the_hover_of_the_demo_names_the_reason() -> None:
    position = f"{EXAMPLES / 'question_1_output_grad.py'}:14:7"
    done = subprocess.run(
        [sys.executable, "-m", "gradsight", "hover", position], capture_output=True, text=True, check=True
    )
    assert "is not a leaf" in done.stdout
    assert "retain_grad()" in done.stdout
