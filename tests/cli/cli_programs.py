"""Small programs with findings that are known, and the command line as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from gradsight.cli import commands

_NO_COLOUR_ASKED = {"NO_COLOR": "", "FORCE_COLOR": ""}

NON_LEAF = """\
import torch

w = torch.ones(3, requires_grad=True)
output = w * 2
output.sum().backward()
print(output.grad)
"""
CONSTANT = """\
import torch

x = torch.ones(3)
x.sum().backward()
"""
DETACHED = """\
import torch
from torch import nn

encoder = nn.Linear(10, 4)
classifier = nn.Linear(4, 2)
optimizer = torch.optim.SGD([*encoder.parameters(), *classifier.parameters()], lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    features = encoder(torch.rand(8, 10)).detach()
    loss = nn.functional.cross_entropy(classifier(features), torch.randint(2, (8,)))
    loss.backward()
    optimizer.step()
"""
CLEAN = """\
import torch

w = torch.ones(3, requires_grad=True)
(w * 2).sum().backward()
print(w.grad)
"""


@dataclass(frozen=True)
class Ran:
    """How a run ended and what it printed."""

    returncode: int
    stdout: bytes
    stderr: bytes


def gradsight(arguments: Sequence[str], cwd: Path, stdin: bytes = b"", **environment: str) -> Ran:
    """Runs the command in this process, which is several times faster than a new one."""
    before = Path.cwd()
    os.chdir(cwd)
    try:
        ran = CliRunner().invoke(commands.gradsight, arguments, input=stdin, env={**_NO_COLOUR_ASKED, **environment})
    finally:
        os.chdir(before)
    if ran.exception and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return Ran(ran.exit_code, ran.stdout_bytes, ran.stderr_bytes)


def process(arguments: Sequence[str], cwd: Path, stdin: bytes = b"", **environment: str) -> Ran:
    """Runs the program as people do."""
    given = {key: value for key, value in os.environ.items() if key not in _NO_COLOUR_ASKED} | environment
    command = [sys.executable, "-m", "gradsight", *arguments]
    ran = subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, env=given, timeout=120, check=False)
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def words(text: bytes) -> str:
    return text.decode("utf-8")


def project(folder: Path, **files: str) -> Path:
    """A folder with Python files of these names and texts."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8", newline="")
    return folder
