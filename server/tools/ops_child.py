"""Runs work in forked children: some kernels of torch crash on arguments that do not fit."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, TypeVar

T = TypeVar("T")


def in_children(works: Sequence[Callable[[], T]], otherwise: T) -> list[T]:
    """What each piece of work returns, or `otherwise` where it kills the child. Results must be picklable."""
    results: list[T] = []
    while len(results) < len(works):
        results += survivors(works[len(results) :])
        if len(results) < len(works):
            results.append(otherwise)
    return results


def survivors(works: Sequence[Callable[[], T]]) -> Iterator[T]:
    """The results of the first pieces of work, up to the one that kills the child."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with os.fdopen(write, "wb") as sink:
                silence()
                for work in works:
                    pickle.dump(work(), sink)
                    sink.flush()
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as source:
        yield from stream(source)
    os.waitpid(child, 0)


def stream(source: BinaryIO) -> Iterator[object]:
    while True:
        try:
            yield pickle.load(source)
        except (EOFError, pickle.UnpicklingError):
            return


def silence() -> None:
    """Send what the child prints, such as glibc's last words, nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
