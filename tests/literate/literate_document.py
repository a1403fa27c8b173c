"""Reads a literate document: Markdown whose python fences are programs with expectations in their comments."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
RULE_PAGES = ROOT / "server" / "gradsight" / "rules"
FIX_KIND = re.compile(r"This fix is (safe|unsafe)\b")


@dataclass(frozen=True, slots=True)
class Program:
    """One fence. `line` is the 1-based line of the document on which the program begins."""

    document: Path
    line: int
    section: str
    source: str
    broken: Program | None = None
    """For a `fixed` fence: the program that the preferred fixes turn into this one."""
    fix_kind: str | None = None
    """`safe` or `unsafe` where the section of a `fixed` fence says "This fix is …"."""

    @property
    def name(self) -> str:
        return f"{self.document.relative_to(ROOT).as_posix()}:{self.line}"


@dataclass(frozen=True, slots=True)
class Document:
    """The headings as (level, text), the prose of each section, and the programs, all in order."""

    path: Path
    headings: tuple[tuple[int, str], ...]
    prose: dict[str, str]
    programs: tuple[Program, ...]


def documents() -> list[Document]:
    """Returns every literate document: those of this folder and the pages of the rules."""
    here = Path(__file__).parent
    return [read(path) for path in [*sorted(here.rglob("*.md")), *sorted(RULE_PAGES.glob("*.md"))]]


def read(path: Path) -> Document:
    """Returns the document at `path`; raises ValueError for a `fixed` fence that follows no program."""
    headings: list[tuple[int, str]] = []
    prose: dict[str, str] = {}
    programs: list[Program] = []
    section = ""
    tokens = MarkdownIt().parse(path.read_text(encoding="utf-8"))
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline" and before is not None and before.type == "heading_open":
            section = token.content
            headings.append((int(before.tag[1:]), section))
        elif token.type == "inline":
            prose[section] = f"{prose.get(section, '')}{token.content}\n"
        elif token.type == "fence" and token.info.split()[:1] == ["python"]:
            assert token.map is not None
            program = Program(path, token.map[0] + 2, section, token.content)
            programs.append(_fixed(program, programs, prose) if token.info == "python fixed" else program)
    return Document(path, tuple(headings), prose, tuple(programs))


def _fixed(program: Program, programs: list[Program], prose: dict[str, str]) -> Program:
    if not programs:
        raise ValueError(f"{program.name}: a fixed fence needs a program before it")
    said = FIX_KIND.search(prose.get(program.section, ""))
    return replace(program, broken=programs[-1], fix_kind=said.group(1) if said else None)
