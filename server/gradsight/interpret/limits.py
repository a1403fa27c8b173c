"""How far a run goes; what lies beyond stays unknown with that reason."""

from __future__ import annotations

STEPS = 100_000
"""Expressions and statements of one program, some two seconds; a join and a tensor count by the size of
what is joined and of the graph behind it."""
STEPS_UNCALLED = 25_000
"""The same for one function that nobody calls."""
STEPS_ALL_UNCALLED = 30_000
"""The same for all of them together."""
PART_DIVIDED = 3
"""Where one statement, or one function that nobody calls, takes more than this part of its steps with paths kept apart,
it is run anew without."""
DEPTH = 40


class OutOfSteps(Exception):
    """The run has used up its steps; whatever it has not reached stays unknown."""
