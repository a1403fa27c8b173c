"""What names of libraries mean, kept for a session. Whoever analyses is answered at once; looking up is done apart from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from gradsight.meaning import Meaning
from gradsight.names import Environment, ask

SECONDS = 20.0
"""What one round of looking up may take. Cold libraries take seconds; what was read is kept on disk for the next round."""
MOST_TRIES = 2
MOST_NAMES = 200
"""Of one round."""

Ask = Callable[[Iterable[str], Environment, float], Mapping[str, Meaning]]
_TOO_LONG = Meaning("unknown", reason="reading its library takes too long")


class Meanings:
    """Answers for the libraries of one environment. `get` may be called by any thread, `look_up` by one at a time."""

    def __init__(self, environment: Callable[[], Environment], ask: Ask = ask) -> None:
        """`environment` is asked when there is something to look up, since looking for it reads folders."""
        self._environment = environment
        self._ask = ask
        self._known: dict[str, Meaning] = {}
        self._tries: Counter[str] = Counter()

    def get(self, name: str) -> Meaning | None:
        """What the name means; None as long as nobody has looked."""
        return self._known.get(name)

    def look_up(self, names: Iterable[str], seconds: float = SECONDS) -> frozenset[str]:
        """Looks up what is not known yet. Returns the names that have an answer now. Takes its time, as much as `seconds`."""
        asked = sorted(name for name in set(names) if name not in self._known)[:MOST_NAMES]
        if not asked:
            return frozenset()
        answers = dict(self._ask(asked, self._environment(), seconds))
        for name in asked:
            self._tries[name] += 1
            if name not in answers and self._tries[name] >= MOST_TRIES:
                answers[name] = _TOO_LONG
        self._known.update(answers)
        return frozenset(answers)
