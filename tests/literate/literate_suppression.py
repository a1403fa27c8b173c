"""Findings and fixes of programs with ignore comments: suppression lies above the analysis, in the command line."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

COMMAND = (sys.executable, "-c", "from gradsight.cli import main; main()", "check", "--isolated", "--no-cache")


def suppressed_findings(source: str) -> Counter[tuple[int, str, str]]:
    """Returns (1-based line, rule, severity) of what `gradsight check` reports."""
    answer = json.loads(_check(source, "--output-format", "json")[0])
    return Counter((found["location"]["row"], found["name"], found["severity"]) for found in answer)


def suppressed_fix(source: str) -> tuple[str, set[str]]:
    """Returns the program after `gradsight check --fix --unsafe-fixes`, and the kinds of the fixes."""
    answer = json.loads(_check(source, "--output-format", "json")[0])
    kinds = {found["fix"]["applicability"] for found in answer if found["fix"] is not None}
    return _check(source, "--fix", "--unsafe-fixes")[1], kinds


def _check(source: str, *options: str) -> tuple[str, str]:
    """Returns what was printed and the file's text afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "program.py")
        path.write_text(source, encoding="utf-8")
        done = subprocess.run([*COMMAND, *options, str(path)], capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"gradsight check ended with {done.returncode}: {done.stderr}")
        return done.stdout, path.read_text(encoding="utf-8")
