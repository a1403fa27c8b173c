"""Random programs, a bounded number and always the same ones; and every program on which the analysis was once wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FOUND = sorted((HERE / "found").glob("*.py"))

pytestmark = pytest.mark.xdist_group("generated")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(HERE / "generate.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def test_torch_contradicts_no_fact_of_generated_programs(capsys: pytest.CaptureFixture[str]) -> None:
    done = _run("--count", "60", "--seed", "0", "--most", "3")
    with capsys.disabled():
        print("\n" + (done.stdout.splitlines() or [""])[-1])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "60 programs" in done.stdout


def test_what_was_wrong_once_is_right_now() -> None:
    done = _run("--no-shrink", *map(str, FOUND))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(FOUND)} programs" in done.stdout
