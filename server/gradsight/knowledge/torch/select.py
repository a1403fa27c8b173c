"""Which signature of a torch function a call means, decided from the kinds of the arguments as torch's argument parser
does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

#: Other spellings that torch's argument parser accepts for numpy's sake.
KEYWORDS: Final[Mapping[str, str]] = {
    "axis": "dim",
    "axes": "dim",
    "keepdims": "keepdim",
    "x": "input",
    "a": "input",
    "x1": "input",
    "x2": "other",
}

_NUMBERS: Final = frozenset({"int", "bool", "true", "false", "float"})
_BOOLS: Final = frozenset({"bool", "true", "false"})
#: Per parameter kind the argument kinds that it takes for certain, and those that it takes sometimes.
_TAKES: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "T": (frozenset({"tensor"}), frozenset()),
    "L": (frozenset({"tensors"}), frozenset({"list"})),
    "i": (_BOOLS | {"int"}, frozenset({"tensor"})),
    "I": (frozenset({"ints"}), frozenset({"list", "tensor", "tensors"})),
    "s": (_NUMBERS | {"complex"}, frozenset({"tensor"})),
    "f": (_NUMBERS, frozenset({"tensor"})),
    "F": (frozenset(), frozenset({"list", "ints"})),
    "B": (frozenset(), frozenset({"list"})),
    "t": (_NUMBERS | {"tensor", "complex"}, frozenset()),
    "b": (_BOOLS, frozenset()),
    "b0": (frozenset({"false"}), frozenset({"bool"})),
    "b1": (frozenset({"true"}), frozenset({"bool"})),
    "S": (frozenset({"str"}), frozenset()),
    "d": (frozenset({"dtype"}), frozenset()),
    "x": (frozenset({"other"}), frozenset({"str", "int"})),
}


def formals(entries: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Names, kinds and the number of positional parameters of a signature as stored.

    An entry is "name:kind", with "=" behind optional ones; "*" stands before keyword-only ones, and "*name:kind"
    takes any number.
    """
    first = next((index for index, entry in enumerate(entries) if entry.startswith("*")), len(entries))
    count = first + 1 if first < len(entries) and entries[first] != "*" else first
    pairs = [entry.partition(":") for entry in entries if entry != "*"]
    return tuple(name for name, _, _ in pairs), tuple(kind for _, _, kind in pairs), count


def takes(kind: str, argument: str) -> bool | None:
    """Whether a parameter of this kind accepts an argument of that kind; None where it depends on the value."""
    bare = kind.rstrip("=")
    optional = bare.endswith("?")
    bare = bare.rstrip("?")
    if argument == "?" or bare == "":
        return None
    if argument == "none":
        return optional
    if bare.startswith("I") and bare != "I" and argument == "int":
        return True
    certain, possible = _TAKES[bare[0] if bare.startswith("I") else bare]
    return True if argument in certain else None if argument in possible else False


def accepts(
    params: Sequence[str], kinds: Sequence[str], count: int, positional: Sequence[str], keywords: Mapping[str, str]
) -> bool | None:
    """Whether a signature (names, kinds, number of positional parameters) accepts the call; None where that is open."""
    answers: list[bool | None] = []
    pending = dict(keywords)
    for index, (name, kind) in enumerate(zip(params, kinds, strict=True)):
        rest = positional[index:]
        if index < count and rest and (name.startswith("*") or _is_list_of_arguments(kinds, count, index, rest)):
            answers.append(True if name.startswith("*") or "?" not in rest else None)
            positional = positional[:index]
        elif index < count and rest:
            answers.append(takes(kind, rest[0]))
        elif (keyword := _spelled(name, pending)) is not None:
            answers.append(takes(kind, pending.pop(keyword)))
        elif not kind.endswith("="):
            return False
    if len(positional) > count or pending:
        return False
    return False if False in answers else None if None in answers else True


def _is_list_of_arguments(kinds: Sequence[str], count: int, index: int, rest: Sequence[str]) -> bool:
    """`x.view(2, 3)`: a sole list of ints may be given as several arguments."""
    return (
        index == count - 1
        and kinds[index].startswith("I")
        and all(argument in ("int", "?", "tensor") for argument in rest)
    )


def _spelled(name: str, keywords: Mapping[str, str]) -> str | None:
    if name in keywords:
        return name
    return next((keyword for keyword in keywords if KEYWORDS.get(keyword) == name), None)
