"""The tables of the proofs, and `docs/proofs.md` with them: `python tests/proofs/proof_table.py [--check]`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from proof_causes import DECIDABLE, UNDECIDED
from proof_program import Program, programs

from gradsight.rules import RULES

TARGET = Path(__file__).parents[2] / "docs" / "proofs.md"
FIRES = 3
"""Programs that fire that each rule and cause has at least; a rule has as many that do not."""

HEAD = """# Proofs

Each number counts programs in `tests/proofs/`. All of them run under torch, which has to do what their headers say, and are analysed;
where a fix is offered, the mended program runs under torch again. `python -m pytest tests/proofs` proves every row and prints this table.

"found" are programs with the fault, found at the right line by its true cause. "silent" are correct programs that look like
them. "fixed" are programs that do, after each fix that is offered, what the fix promises; the others say what to do, since there is no
mechanical edit.
"""


def of_rule(name: str) -> list[Program]:
    """The programs that prove a rule: those in its folder."""
    return [program for program in programs() if program.is_of_a_rule and program.folder == name]


def of_cause(name: str) -> list[Program]:
    """The programs that show a cause: those in its folder, and those of rules that name it."""
    return [p for p in programs() if (not p.is_of_a_rule and p.folder == name) or name in p.causes]


def text() -> str:
    """The document."""
    codes = sorted(RULES.values(), key=lambda rule: rule.code)
    parts = [
        HEAD,
        "## Causes\n\n| cause | what it is | found | silent | fixed |\n| --- | --- | --: | --: | --: |",
        *(f"| {name} | {truth} | {_cells(of_cause(name))} |" for name, truth in DECIDABLE.items()),
        "\nNot decided, since it depends on values or on intent:\n",
        *(f"- {name}: {reason}." for name, reason in UNDECIDED.items()),
        "\n## Rules\n\n| code | rule | found | silent | fixed |\n| --- | --- | --: | --: | --: |",
        *(f"| {rule.code} | {rule.name} | {_cells(of_rule(rule.name))} |" for rule in codes),
    ]
    return "\n".join(parts) + "\n"


def _cells(some: Sequence[Program]) -> str:
    return " | ".join(str(number) for number in counts(some))


def counts(some: Sequence[Program]) -> tuple[int, int, int]:
    """Programs that fire, that do not, and that are mended."""
    fires = [program for program in some if program.fires]
    return len(fires), len(some) - len(fires), sum(bool(program.fixed) for program in fires)


def lacking(names: Iterable[str], of: Callable[[str], list[Program]], least_silent: int) -> Iterator[str]:
    """The names that have too few programs."""
    for name in names:
        fires, silent, _ = counts(of(name))
        if fires < FIRES or silent < least_silent:
            yield name


def main() -> int:
    """Exit code: 0 written or up to date, 1 stale."""
    fresh = text()
    if "--check" in sys.argv:
        return int(TARGET.read_text(encoding="utf-8") != fresh)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
