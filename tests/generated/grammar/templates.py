"""Texts with holes: `<<a||b>>` is one of several pieces, `$x` a tensor of the program, `$c` a condition, `$a` a new name."""

from __future__ import annotations

import re
from string import Template

from grammar.conditions import condition
from grammar.tensors import tensor
from grammar.writer import Thing, Writer

_CHOICE = re.compile(r"<<((?:(?!<<|>>).)*)>>", re.DOTALL)


def fill(w: Writer, text: str, bound: str = "") -> None:
    """Writes the text, its holes filled. `$a` to `$g` are new names; those in `bound` are tensors of one dimension afterwards.

    `$x`, `$y`, `$z`: tensors of one dimension; `$c`, `$d`: conditions. Choices are made from the inside out.
    """
    while match := _CHOICE.search(text):
        text = text[: match.start()] + w.choose(match[1].split("||")) + text[match.end() :]
    names = {key: w.fresh(key) for key in "abefg" if f"${key}" in text}
    holes = {key: operand(w) for key in "xyz" if f"${key}" in text}
    holes |= {key: condition(w) for key in "cd" if f"${key}" in text}
    for line in Template(text).substitute(names, **holes).split("\n"):
        w.line(line)
    for key in bound:
        if key in names:
            w.bind(names[key], Thing("tensor", 1, "?"))


def operand(w: Writer) -> str:
    """A tensor of one dimension, as it can stand in any expression."""
    text = tensor(w, 1, 1).text
    return text if text.isidentifier() else f"({text})"
