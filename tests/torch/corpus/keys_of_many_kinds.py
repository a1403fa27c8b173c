# correct
"""Dicts of all kinds of keys."""
import copy
import enum
import json
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import torch
from torch import nn


@dataclass(frozen=True)
class Shape:
    rows: int
    cols: int = 2
    note: str = field(default="", compare=False)


@dataclass(eq=False)
class Node:
    name: str


class Pair(NamedTuple):
    one: str
    two: str


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2

    def text(self):
        return self.name.lower()


class Kind(enum.Enum):
    W = enum.auto()
    B = enum.auto()


w = torch.ones(2, requires_grad=True)
c = torch.ones(2)
table = {Shape(1): w, Shape(3, 4): c}
a = table[Shape(1, 2, "again")] * 2
b = table.get(Shape(3, 4), w) * 2
d = table.setdefault(Shape(5), w) * 2
e = table.get(Shape(6), c) * 2
nodes = {Node("x"): w, Node("x"): c}
f = torch.ones(1, requires_grad=len(nodes) == 2)
g = {Pair("a", "b"): w}[("a", "b")] * 2
levels = {Level.LOW: w, Level.HIGH: c}
h = levels[1] * 2
i = levels.pop(2) * 2
j = torch.ones(1, requires_grad=2 not in levels)
k = [each.text() for each in levels]
l = torch.ones(1, requires_grad=k[0] == "low")
kinds = defaultdict(lambda: w, {Kind.W: c})
m = kinds[Kind.W] * 2
n = kinds[Kind.B] * 2
o = dict([("a", w), ("b", c)])
o.update([("b", w)])
p = o["b"] * 2
q = {1: c, **{True: w}}[1.0] * 2
r = copy.deepcopy(table)[Shape(1)] * 2
s = {Shape(1), Shape(1), Shape(2)}
t = torch.ones(1, requires_grad=len(s) == 2)
s.add(Shape(2))
s |= {Shape(9)}
u = torch.ones(1, requires_grad=len(s) == 3)
options = json.loads('{"b": 1}')
v = {"a": w, **options}["a"]
cache = {}


def make(rows, cols):
    key = (rows, cols)
    if key not in cache:
        cache[key] = nn.Linear(rows, cols)
    return cache[key]


same = make(2, 3) is make(2, 3)
x = torch.ones(1, requires_grad=same)
ordered = OrderedDict(zip(["a", "b"], [w, c]))
del ordered["a"]
y = torch.ones(1, requires_grad="a" not in ordered and list(ordered) == ["b"])
match {"kind": Kind.W, 1: w}:
    case {True: z}:
        pass
z2 = z * 2
a, b, d, e, f, g, h, i, j, l, m, n, p, q, r, t, u, x, y, z2
