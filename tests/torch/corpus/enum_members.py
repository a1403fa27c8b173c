# correct
import enum
from enum import Enum, IntEnum, auto

import torch
from torch import nn


class Mode(str, Enum):
    TRAIN = "train"
    EVAL = "eval"


class Level(IntEnum):
    LOW = 0
    HIGH = 1


class Act(Enum):
    RELU = nn.ReLU
    TANH = nn.Tanh

    def make(self):
        return self.value()


class Stage(Enum):
    A = auto()
    B = auto()

    @classmethod
    def default(cls):
        return cls.A

    @property
    def frozen(self):
        return self in (Stage.B,)

    def __str__(self):
        return self.name.lower()


class Opt(Enum):
    SLOW = (0.1, True)
    FAST = (0.2, False)

    def __init__(self, lr, grads):
        self.lr = lr
        self.grads = grads


class Named(str, Enum):
    X = "x"
    Y = "y"

    def flag(self):
        return self == Named.X


TABLE = {Stage.A: torch.ones(2, requires_grad=True), Stage.B: torch.ones(2)}
MODES = {"train": torch.ones(2, requires_grad=True), "eval": torch.ones(2)}
w = torch.ones(2, requires_grad=True)
a = TABLE[Stage.default()] * 2
b = TABLE[Stage.B] * 2
c = MODES[Mode.TRAIN] * 2
d = MODES[Mode.EVAL.value] * 2
if Mode("train") == "train":
    e = w * 2
else:
    e = w.detach()
if Mode.TRAIN == Mode.EVAL:
    f = w * 2
else:
    f = w.detach()
g = w * 2 if Level.HIGH > Level.LOW else w.detach()
h = w.detach() if Stage.B.frozen else w * 2
i = torch.ones(2, requires_grad=Opt.SLOW.grads)
j = torch.ones(2, requires_grad=Opt.FAST.grads)
k = Act["RELU"].make()(w)
match Stage.B:
    case Stage.A:
        m = w * 2
    case Stage.B:
        m = w.detach()
for stage in Stage:
    x = w.detach() if stage is Stage.A else w * 2
for name, member in Stage.__members__.items():
    y = w * 3
z = w.detach() if Named.X == "x" else w * 2
n = w.detach() if Named("y").flag() else w * 2
o = w.detach() if isinstance(Mode.TRAIN, Mode) else w * 2
p = w.detach() if isinstance(Stage.A, Stage) and not isinstance(Stage.A, Opt) else w * 2
q = w.detach() if Stage.A != Stage.B and Stage.A == Stage.A else w * 2
r = w.detach() if Stage.A == 1 else w * 2
s = w.detach() if Stage.A in {Stage.A, Stage.B} else w * 2
t = w.detach() if len(Stage) == 2 else w * 2
u = [w * 1 for s_ in Stage if s_ is not Stage.A]
v = u[0]
a, b, c, d, e, f, g, h, i, j, k, m, x, y, z, n, o, p, q, r, s, t, v
