"""A memory of what was made from texts, bounded by how many characters it holds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class TextCache(Generic[V]):
    """Keeps the value of each text until texts used more recently fill `capacity` code points. Safe for threads."""

    def __init__(self, make: Callable[[str], V], capacity: int) -> None:
        self._make = make
        self._capacity = capacity
        self._size = 0
        self._values: OrderedDict[str, V] = OrderedDict()
        self._lock = Lock()

    def __call__(self, text: str) -> V:
        with self._lock:
            if text in self._values:
                self._values.move_to_end(text)
                return self._values[text]
        return self._keep(text, self._make(text))

    def _keep(self, text: str, value: V) -> V:
        """Stores the value unless another thread was first; then theirs is the one."""
        with self._lock:
            kept = self._values.setdefault(text, value)
            if kept is value:
                self._size += len(text)
            while self._size > self._capacity and len(self._values) > 1:
                oldest, _ = self._values.popitem(last=False)
                self._size -= len(oldest)
            return kept
