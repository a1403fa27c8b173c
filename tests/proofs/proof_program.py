"""The programs of the proofs, and what their headers promise (the notation is in README.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path

HERE = Path(__file__).parent
RULES_FOLDER, CAUSES_FOLDER = HERE / "programs", HERE / "causes"
LINE = re.compile(r"# (finds|torch|fixed|all fixed|no fix|cause|faults)(?: (GS\d{3}))?(?: \[(.+?)\])?: *(.*)")
FIND = re.compile(r"(GS\d{3}) at (\d+)")


@dataclass(frozen=True, slots=True)
class Promise:
    """What holds after a mended program has run: after fixes of `code` whose title begins with `title` ("" for any)."""

    code: str
    title: str
    clauses: tuple[str, ...]

    def is_for(self, code: str, title: str) -> bool:
        return self.code in ("", code) and title.startswith(self.title)


@dataclass(frozen=True, slots=True)
class Program:
    """One program: `finds` holds (code, 1-based line) of every finding; empty for a correct program."""

    path: Path
    source: str
    finds: frozenset[tuple[str, int]]
    torch: tuple[str, ...]
    fixed: tuple[Promise, ...]
    all_fixed: tuple[str, ...]
    unfixed: frozenset[str]
    """Codes of findings that offer no fix."""
    causes: tuple[str, ...]
    faults: int
    """How many faults it has: each gives one error or warning."""

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def folder(self) -> str:
        return self.path.parent.name

    @property
    def is_of_a_rule(self) -> bool:
        return self.path.parent.parent == RULES_FOLDER

    @property
    def fires(self) -> bool:
        return bool(self.finds)

    def promise(self, code: str, title: str) -> tuple[str, ...] | None:
        """What holds after this fix alone; of several promises the one that says most about the fix."""
        found = [promise for promise in self.fixed if promise.is_for(code, title)]
        return max(found, key=lambda one: (len(one.title), len(one.code))).clauses if found else None

    @property
    def final(self) -> tuple[str, ...]:
        """What holds after all preferred fixes."""
        return self.all_fixed or (self.fixed[0].clauses if len(self.fixed) == 1 else ())


@cache
def programs() -> tuple[Program, ...]:
    """All programs. Raises ValueError for a header that cannot be read."""
    files = [*RULES_FOLDER.glob("*/*.py"), *CAUSES_FOLDER.glob("*/*.py")]
    return tuple(read(path) for path in sorted(files))


def read(path: Path) -> Program:
    """The program in a file."""
    source = path.read_text(encoding="utf-8")
    lines = [
        match
        for line in takewhile(lambda line: line.startswith("#"), source.splitlines())
        for match in [LINE.fullmatch(line)]
    ]
    if None in lines:
        raise ValueError(f"{path}: the header has a line that cannot be read")
    by_key: dict[str, list[re.Match[str]]] = {}
    for match in filter(None, lines):
        by_key.setdefault(match[1], []).append(match)
    program = Program(
        path,
        source,
        frozenset((code, int(line)) for match in by_key.get("finds", []) for code, line in FIND.findall(match[4])),
        tuple(clause for match in by_key.get("torch", []) for clause in _clauses(match[4])),
        tuple(Promise(match[2] or "", match[3] or "", _clauses(match[4])) for match in by_key.get("fixed", [])),
        tuple(clause for match in by_key.get("all fixed", []) for clause in _clauses(match[4])),
        frozenset(code for match in by_key.get("no fix", []) for code in match[4].split(", ")),
        tuple(cause for match in by_key.get("cause", []) for cause in match[4].split(", ")),
        int(next((match[4] for match in by_key.get("faults", [])), "1")),
    )
    _check(program)
    return program


def _clauses(text: str) -> tuple[str, ...]:
    return tuple(clause.strip() for clause in text.split(";") if clause.strip())


def _check(program: Program) -> None:
    kind = program.path.stem.split("_")[0]
    if (kind, program.fires) not in (("fires", True), ("silent", False)):
        raise ValueError(f"{program.path}: fires_*.py finds something, silent_*.py nothing")
    if not program.torch:
        raise ValueError(f"{program.path}: it does not say what torch does")
