"""The sets of gradient states that a tensor may be in, and of what its `.grad` may hold."""

from __future__ import annotations

from enum import IntFlag
from typing import TypeVar

Tri = bool | None
"""True, False, or None where it is not the same on every path."""

T = TypeVar("T")


class Grad(IntFlag):
    """A set of gradient states; join is union. Defined by torch's `requires_grad` and `is_leaf`."""

    CONSTANT = 1
    LEAF = 2
    TRACKED = 4

    def __and__(self, other: int) -> Grad:
        """By table: this is asked at every step of a run, and the one of `IntFlag` makes four calls."""
        return _GRADS[self._value_ & int(other)]

    def __or__(self, other: int) -> Grad:
        return _GRADS[self._value_ | int(other)]

    @property
    def requires_grad(self) -> Tri:
        return _decide(self, Grad.LEAF | Grad.TRACKED)

    @property
    def is_leaf(self) -> Tri:
        return _decide(self, Grad.CONSTANT | Grad.LEAF)


_GRADS = [Grad(states) for states in range(8)]


class Filled(IntFlag):
    """What reading `.grad` may give: None, or a tensor."""

    NONE = 1
    POPULATED = 2


def _decide(states: Grad, where_true: Grad) -> Tri:
    if not states & ~where_true:
        return True
    return None if states & where_true else False


def agree(a: Tri, b: Tri) -> Tri:
    """The common answer of two paths."""
    return a if a is b else None


def same(a: T, b: T, otherwise: T) -> T:
    """What two paths agree on, else `otherwise`."""
    return a if a == b else otherwise
