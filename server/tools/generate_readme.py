"""Writes into README.md what its commands print, and the table of rules. `--check` only says whether it is stale."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from gradsight.rules import RULES

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "README.md"

CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"(?<=<!-- rules -->\n).*?(?=<!-- /rules -->)", re.DOTALL)


def fresh(text: str) -> str:
    """The text with every output and the table as they are now."""
    with_outputs = CONSOLE.sub(lambda match: "".join(_session(match[0])), text)
    return TABLE.sub(lambda _: "\n".join(_table()) + "\n", with_outputs)


def _session(shown: str) -> Iterator[str]:
    for line in shown.splitlines():
        if line.startswith("$ "):
            yield f"{line}\n{_output(shlex.split(line[2:]))}"


def _output(command: list[str]) -> str:
    """What a gradsight command prints in the root of the repository. Raises RuntimeError if it complains."""
    program = [str(Path(sys.executable).parent / command[0]), *command[1:]]
    if command[1] == "check":
        program.append("--no-cache")
    environment = {**os.environ, "COLUMNS": "120"}
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")
    if done.stderr or done.returncode not in (0, 1):
        raise RuntimeError(f"{shlex.join(command)}: {done.stderr}")
    return done.stdout


def _table() -> Iterator[str]:
    yield "| code | rule | severity | fires where |"
    yield "| --- | --- | --- | --- |"
    for rule in sorted(RULES.values(), key=lambda rule: rule.code):
        page = f"server/gradsight/rules/{rule.name.replace('-', '_')}.md"
        yield f"| {rule.code} | [{rule.name}]({page}) | {rule.severity} | {rule.summary} |"


def main() -> int:
    """Exit code: 0 written or up to date, 1 stale."""
    before = TARGET.read_text(encoding="utf-8")
    after = fresh(before)
    if "--check" not in sys.argv:
        TARGET.write_text(after, encoding="utf-8")
    elif after != before:
        print(f"{TARGET.name} is stale: run `make generate`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
