"""Holds one program against its header: the findings, what torch does, and what torch does after each fix."""

from __future__ import annotations

import io
import tokenize
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from proof_program import Program
from proof_run import unmet

from gradsight.findings import Finding, Fix
from gradsight.service import Workspace
from gradsight.service.fixing import edited

PATH = "program.py"


@dataclass(slots=True)
class Verdict:
    """What was seen of one program. `faults` are sentences; empty where everything holds."""

    found: int = 0
    """Findings of the program, each where the header says."""
    with_fix: int = 0
    """Those of them that offer a fix."""
    fixes: int = 0
    confirmed: int = 0
    """Fixes offered, and those after which torch does what the header says."""
    faults: list[str] = field(default_factory=list)


def findings(source: str) -> tuple[Finding, ...]:
    """What is shown of a program."""
    return _opened(source).findings(PATH)


def _opened(source: str) -> Workspace:
    workspace = Workspace()
    workspace.update(PATH, source)
    return workspace


def judge(program: Program) -> Verdict:
    """Analyses the program, runs it, and runs it again after each fix and after all of them."""
    verdict = Verdict()
    workspace = _opened(program.source)
    shown = workspace.findings(PATH)
    verdict.faults += _against_header(program, workspace, shown)
    verdict.faults += [f"torch: {each}" for each in unmet(program.source, program.torch)]
    verdict.found = len(shown)
    verdict.with_fix = sum(bool(finding.fixes) for finding in shown)
    for finding in shown:
        for fix in finding.fixes:
            verdict.fixes += 1
            broken = list(_broken(program, finding, fix))
            verdict.confirmed += not broken
            verdict.faults += [f"after {fix.title!r} ({finding.code}): {each}" for each in broken]
    if any(fix.preferred for finding in shown for fix in finding.fixes):
        verdict.faults += [f"after all fixes: {each}" for each in _all_fixed(program, workspace)]
    return verdict


def _against_header(program: Program, workspace: Workspace, shown: tuple[Finding, ...]) -> Iterator[str]:
    seen = Counter((finding.code, workspace.locate(finding.place).line + 1) for finding in shown)
    wanted = Counter(program.finds)
    yield from (f"not found: {code} at {line}" for code, line in wanted - seen)
    yield from (f"unexpected: {code} at {line}" for code, line in seen - wanted)
    for finding in shown:
        if bool(finding.fixes) == (finding.code in program.unfixed):
            yield f"{finding.code} offers {'a fix' if finding.fixes else 'no fix'}, which the header does not say"


def _broken(program: Program, finding: Finding, fix: Fix) -> Iterator[str]:
    """What is wrong with the program after one fix alone."""
    clauses = program.promise(finding.code, fix.title)
    if clauses is None:
        yield "the header does not say what torch does then"
        return
    after = edited(program.source, fix.edits)
    yield from _spoilt(program.source, after)
    before = sum(other.code == finding.code for other in findings(program.source))
    if sum(other.code == finding.code for other in findings(after)) >= before:
        yield "the finding is still there"
    yield from unmet(after, clauses)


def _all_fixed(program: Program, workspace: Workspace) -> Iterator[str]:
    """What is wrong after every fix that would be applied without asking; doing it once more must change nothing."""
    after = workspace.fix_all(PATH, unsafe=True).source
    again = _opened(after).fix_all(PATH, unsafe=True).source
    if again != after:
        yield "fixing again changes the program again"
    left = [finding.code for finding in findings(after) if any(fix.preferred for fix in finding.fixes)]
    if left:
        yield f"still found, with a preferred fix: {', '.join(left)}"
    yield from _spoilt(program.source, after)
    if not program.final:
        yield "the header does not say what torch does then"
    yield from unmet(after, program.final)


def _spoilt(before: str, after: str) -> Iterator[str]:
    """Comments that a fix has lost, and syntax that it has broken."""
    try:
        compile(after, PATH, "exec")
        lost = _comments(before) - _comments(after)
    except SyntaxError as error:
        yield f"no Python any more: {error}"
        return
    yield from (f"the comment is lost: {comment}" for comment in lost if "gradsight:" not in comment)


def _comments(source: str) -> Counter[str]:
    found: Counter[str] = Counter()
    with suppress(tokenize.TokenError):  # of a text whose brackets stay open, at its end
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                found[token.string] += 1
    return found
