"""The scan counts what there is, and a file on which the analysis fails costs that file only."""

from __future__ import annotations

from pathlib import Path

import pytest

import scan
from scan import Scanned, excerpt, files_of, readable, scan_file, summary

LOST = """import torch
w = torch.ones(3, requires_grad=True)
loss = w.detach().sum()
loss.backward()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "inner").mkdir()
    (tmp_path / "lost.py").write_text(LOST, encoding="utf-8")
    (tmp_path / "inner" / "broken.py").write_text("def f(:\n    x = (\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text(LOST, encoding="utf-8")
    return tmp_path


def test_each_python_file_is_analysed_and_findings_are_shown_with_their_lines(project: Path) -> None:
    scanned = [scan_file(path) for path in files_of(project)]
    assert [one.path.name for one in scanned] == ["broken.py", "lost.py"]
    assert [one.failure for one in scanned] == ["", ""]
    assert [one.complete for one in scanned] == [True, True]
    assert scanned[1].steps > 5
    assert [(found.line, found.severity) for found in scanned[1].findings] == [(4, "error")]
    lines = "\n".join(readable(scanned[1])).split("\n")
    assert ":4: error GS" in lines[0]
    assert lines[3] == ">     4 loss.backward()"
    first = next(summary("mine", scanned))
    assert first.startswith("mine: 2 files, 6 lines, ")


def test_a_failure_is_told_with_its_traceback(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RecursionError("deep")

    monkeypatch.setattr(scan, "analyse", fails)
    one = scan_file(project / "lost.py")
    assert one.failure.endswith("RecursionError: deep\n")
    assert "1 exceptions" in list(summary("mine", [one]))[1]
    assert next(readable(one)).startswith(f"{one.path}: FAILED\nTraceback")


def test_a_file_that_takes_too_long_is_given_up(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never_ends(*_: object, **__: object) -> None:
        while True:
            pass

    monkeypatch.setattr(scan, "LONGEST", 0.2)
    monkeypatch.setattr(scan, "slowdown", lambda: 1.0)
    monkeypatch.setattr(scan, "analyse", never_ends)
    one = scan_file(project / "lost.py")
    assert "TooLong" in one.failure
    assert one.seconds >= 0.1


def test_times_are_those_of_a_quiet_machine(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "LONGEST", 0.3)
    monkeypatch.setattr(scan, "slowdown", lambda: 100.0)

    def never_ends(*_: object, **__: object) -> None:
        while True:
            pass

    monkeypatch.setattr(scan, "analyse", never_ends)
    assert 0.001 < scan_file(project / "lost.py").seconds < 0.1


def test_a_text_selects_files(project: Path) -> None:
    assert [path.name for path in files_of(project, "backward(")] == ["lost.py"]


@pytest.mark.parametrize(("seconds", "slow"), [(1.9, False), (2.1, True)])
def test_a_file_over_two_seconds_is_told(seconds: float, slow: bool) -> None:
    one = Scanned(Path("a.py"), 10, seconds, 100, True)
    assert any("SLOW" in text for text in readable(one)) == slow
    assert ("1 files over 2 s" in list(summary("mine", [one]))[1]) == slow


def test_an_excerpt_ends_where_the_text_does() -> None:
    assert excerpt("a\nb\nc", 1) == ">     1 a\n      2 b\n      3 c"
    assert excerpt("a\nb\nc", 3) == "      1 a\n      2 b\n>     3 c"
