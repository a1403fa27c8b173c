"""The strategy: whole programs as source text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from grammar import classes, flow, forms, functions, idioms, kept, modules, recipes, rounds, statements, training
from grammar.writer import Writer

HEADER = """\
import abc, collections, contextlib, copy, dataclasses, enum, functools, itertools, math, operator, random, sys, types, typing

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint
"""
LONGEST = 45

SIMPLE = [
    *flow.SIMPLE,
    (6, functions.define),
    (6, classes.define),
    (4, modules.use_module),
    (2, classes.change_holder),
    (6, idioms.idiom),
    (9, rounds.rounds),
    (6, kept.kept),
    (7, forms.form),
    (6, training.train),
    (8, recipes.recipe),
]


@st.composite
def programs(draw: Callable[[Any], Any]) -> str:
    """A program; it compiles.

    Hypothesis gives the seed and the length only: what it knows of shrinking is of no use for programs, see `shrink`.
    """
    w = Writer(draw(st.randoms(use_true_random=True)), draw(st.integers(4, LONGEST)))
    statements.make_leaf(w)
    if w.chance(60):
        statements.assign(w)
    if w.chance(35):
        classes.define(w)
    if w.chance(35):
        functions.define(w)
    while w.left > 0:
        w.weighted([*SIMPLE, *flow.COMPOUND])(w)
    return HEADER + "\n" + "\n".join(w.lines) + "\n"
