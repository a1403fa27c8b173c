"""Analyses a program with gradsight and says where the analyser disagrees with the comments."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from literate_document import Program
from literate_expectation import KINDS, STATES, Expected, State, expectations, stripped
from literate_probe import place, spot_at, spots, subjects
from literate_suppression import suppressed_findings, suppressed_fix

from gradsight.analysis import analyse
from gradsight.findings import Fact, Finding, Fix
from gradsight.syntax import Text, parse

PATH = "program.py"
MARK = "probe"
ROUNDS = 20
IGNORES = re.compile(r"#\s*(?:gradsight: ignore|noqa)")


def disagreements(program: Program) -> list[str]:
    """Returns one sentence for each expectation that the analyser contradicts, and for each unexpected finding."""
    source = stripped(program.source)
    wanted = expectations(program.source)
    facts = [fact for state in wanted.states for fact in _facts_of(source, state)]
    found = [_fact_disagreement(state, subject, fact) for state, subject, fact in facts]
    return [*filter(None, found), *_finding_disagreements(wanted.findings, findings(source))]


def findings(source: str) -> Counter[tuple[int, str, str]]:
    """Returns (1-based line, rule, severity) of each finding.

    What lies above the analysis, suppression and text that does not parse, is asked of the command line."""
    if IGNORES.search(source) or parse(source).problems:
        return suppressed_findings(source)
    text = Text(source)
    each = ((text.position(found.place.start)[0] + 1, found.rule, found.severity) for found in _analysed(source)[1])
    return Counter(each)


def mended(source: str) -> tuple[str, set[str]]:
    """Returns the program with every preferred fix applied, one after another, and the kinds of those fixes."""
    if IGNORES.search(source):
        return suppressed_fix(source)
    kinds: set[str] = set()
    for _ in range(ROUNDS):
        fixes = [fix for found in _analysed(source)[1] for fix in found.fixes if fix.preferred]
        if not fixes:
            return source, kinds
        kinds.add(fixes[0].applicability)
        source = _applied(source, fixes[0])
    raise AssertionError(f"the fixes do not come to an end after {ROUNDS} rounds:\n{source}")


@cache
def _analysed(source: str) -> tuple[tuple[Fact, ...], tuple[Finding, ...]]:
    analysis = analyse(parse(source), PATH)
    return tuple(analysis.facts), analysis.findings


def _applied(source: str, fix: Fix) -> str:
    for edit in sorted(fix.edits, key=lambda edit: edit.place.start, reverse=True):
        source = source[: edit.place.start] + edit.text + source[edit.place.end :]
    return source


def _facts_of(source: str, state: State) -> Iterator[tuple[State, str, Fact | None]]:
    """Yields what the state is about and its fact: of the expression itself, or of one put in after the line."""
    if state.expression is not None:
        yield state, state.expression, _probed(source, state.line, state.expression)
        return
    spot = spot_at(ast.parse(source), state.line)
    for subject in subjects(spot.statement):
        text = ast.unparse(subject)
        in_place = isinstance(spot.statement, ast.AugAssign) or isinstance(subject, ast.Attribute | ast.Subscript)
        if in_place and isinstance(getattr(subject, "ctx", None), ast.Store):
            yield state, text, _probed(source, state.line, text)
        else:
            yield state, text, _fact_at(source, subject)


def _probed(source: str, line: int, expression: str) -> Fact | None:
    """Returns the fact of an expression statement that is put in where the expectation looks."""
    tree = ast.parse(source)
    place(spot_at(tree, line), [ast.Expr(ast.Constant(MARK)), *ast.parse(expression).body])
    written = ast.unparse(ast.fix_missing_locations(tree))
    return _fact_at(written, next(_marked(ast.parse(written))))


def _marked(tree: ast.Module) -> Iterator[ast.expr]:
    for spot in spots(tree):
        match spot.statement:
            case ast.Expr(value=ast.Constant(value=text)) if text == MARK:
                follower = spot.body[spot.index + 1]
                assert isinstance(follower, ast.Expr)
                yield follower.value


def _fact_at(source: str, node: ast.expr) -> Fact | None:
    assert node.end_lineno is not None and node.end_col_offset is not None
    start = _offset(source, node.lineno, node.col_offset)
    end = _offset(source, node.end_lineno, node.end_col_offset)
    return next((fact for fact in _analysed(source)[0] if (fact.start, fact.end) == (start, end)), None)


def _offset(source: str, line: int, column: int) -> int:
    """Turns the line and the UTF-8 column of `ast` into an offset in code points."""
    text = Text(source)
    return text.offset(line - 1, len(text.line(line - 1).encode()[:column].decode()))


def _fact_disagreement(state: State, subject: str, fact: Fact | None) -> str | None:
    what = f"line {state.line}: {subject}{'' if state.aspect == 'state' else '.' + state.aspect}"
    if fact is None:
        return f"{what} has no fact"
    words = _words(fact, state.aspect)
    said = " or ".join(sorted(words))
    if state.gap or "unknown" in state.words or _says_nothing(state):
        return f"{what} is {said}, expected unknown" if len(words) == 1 and "unknown" not in words else None
    return None if words == state.words else f"{what} is {said}, expected {' or '.join(sorted(state.words))}"


def _says_nothing(state: State) -> bool:
    """Whether the words leave everything open, which a fact expresses by claiming nothing."""
    return state.words == set(STATES) or (state.aspect != "state" and len(state.words) > 1)


def _words(fact: Fact, aspect: str) -> set[str]:
    """Returns the words that the fact claims; `unknown` for a claim that is null."""
    if aspect == "grad":
        return {fact.grad or "unknown"}
    if aspect == "retains_grad":
        return {"unknown" if fact.retains_grad is None else str(fact.retains_grad).lower()}
    if fact.kind in KINDS:
        return {fact.kind}
    definite = {(True, True): "leaf", (True, False): "tracked", (False, True): "constant"}
    word = definite.get((fact.requires_grad, fact.is_leaf))  # type: ignore[arg-type]
    if fact.kind == "tensor" and word is not None:
        return {word} if set(fact.states) == {word} else {word, *fact.states}
    return set(fact.states) if 0 < len(fact.states) < len(STATES) else {"unknown"}


def _finding_disagreements(wanted: list[Expected], seen: Counter[tuple[int, str, str]]) -> list[str]:
    expected = Counter((each.line, each.rule, each.severity) for each in wanted if not each.gap)
    missing = [f"line {line}: no {severity} [{rule}]" for line, rule, severity in (expected - seen).elements()]
    extra = [f"line {line}: unexpected {severity} [{rule}]" for line, rule, severity in (seen - expected).elements()]
    return missing + extra
