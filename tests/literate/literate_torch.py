"""Says where torch disagrees with the comments of a program."""

from __future__ import annotations

import ast

from literate_document import Program
from literate_expectation import Expectations, expectations
from literate_probe import spot_at
from literate_run import Observed, observe


def disagreements(program: Program) -> list[str]:
    """Returns one sentence for each expectation that torch contradicts, and for an exception nobody expected."""
    wanted = expectations(program.source)
    seen = observe(program.source, wanted)
    return [
        *_raise_disagreements(program.source, wanted, seen),
        *_state_disagreements(wanted, seen),
        *_remark_disagreements(wanted, seen),
    ]


def _state_disagreements(wanted: Expectations, seen: Observed) -> list[str]:
    found = []
    for index, state in enumerate(wanted.states):
        words = set(seen.states.get(str(index), []))
        aspect = "" if state.aspect == "state" else f".{state.aspect}"
        subject = f"line {state.line}: {state.expression or 'the value'}{aspect}"
        if not words:
            found.append(f"{subject} was never reached")
        elif words != state.words and "unknown" not in state.words:
            found.append(f"{subject} is {' or '.join(sorted(words))}, expected {' or '.join(sorted(state.words))}")
    return found


def _remark_disagreements(wanted: Expectations, seen: Observed) -> list[str]:
    found = []
    for remark in wanted.holds:
        truths = seen.holds.get(str(remark.line), [])
        if not truths or not all(truths):
            found.append(f"line {remark.line}: {'false' if truths else 'never reached'}: {remark.text}")
    for remark in wanted.warns:
        texts = seen.warned.get(str(remark.line), [])
        if not any(remark.text in text for text in texts):
            found.append(f"line {remark.line}: no warning {remark.text!r} among {texts}")
    return found


def _raise_disagreements(source: str, wanted: Expectations, seen: Observed) -> list[str]:
    if seen.raised is None:
        return [f"line {remark.line}: nothing raised, expected {remark.text}" for remark in wanted.raises]
    line, kind, message = seen.raised
    text = f"{kind}: {message}"
    for remark in wanted.raises:
        if text.startswith(remark.text) and _same_statement(source, remark.line, line):
            return []
    unmet = [f"line {remark.line}: expected {remark.text}" for remark in wanted.raises]
    return [f"line {line}: raised {text.splitlines()[0]}", *unmet]


def _same_statement(source: str, expected: int, raised: int) -> bool:
    if expected == raised:
        return True
    try:
        spot = spot_at(ast.parse(source), expected)
    except (SyntaxError, ValueError):
        return False
    return spot.first_line <= raised <= spot.last_line
