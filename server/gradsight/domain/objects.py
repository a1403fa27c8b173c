"""What lives in the heap: tensors, containers, instances, optimizers. Records are immutable; the heap holds the current one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from gradsight.domain.grad import Filled, Grad, Tri
from gradsight.domain.graph import EMPTY_GRAPH, Graph
from gradsight.domain.reach import EMPTY, NO_LOSS, NOTHING, Ids, Lost, Reach
from gradsight.domain.values import Value, choice
from gradsight.domain.why import Cut, Why
from gradsight.findings import Place

Shape: TypeAlias = tuple[int | None, ...] | None
"""Sizes of the dimensions, as far as they are known; None if not even their number is."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor as autograd sees it."""

    states: Grad
    why: Why = field(compare=False)
    reach: Reach = EMPTY
    """What lies behind it in the graph, itself excluded."""
    graph: Graph = EMPTY_GRAPH
    """What autograd saved there."""
    lost: Lost = field(default_factory=lambda: NO_LOSS)
    grad: Filled = Filled.NONE
    grad_tracked: Tri = False
    """Whether `.grad` itself requires grad (`create_graph=True`)."""
    retains: Tri = False
    dtype: str = ""
    """torch's name of it, "float32"; empty if not known."""
    device: str = ""
    """"cpu", another device's name, or empty if not known."""
    shape: Shape = None
    dense: bool = False
    """Whether its elements certainly lie in memory in order, so that it can be reshaped without a copy."""
    parameter: bool = False
    base: int | None = None
    """The tensor whose storage this view shares."""
    multi_view: bool = False
    dead_view: bool = False
    """A view made while grad mode was off: says that it requires grad, yet nothing flows."""
    inference: Tri = False
    walked: Tri = False
    """Whether a backward went through it."""
    zeroed: Place | None = field(default=None, compare=False)
    """Where its `.grad` was set to None again."""
    blank: Place | None = None
    """Where its `.grad`, which is there, was filled with zeros; nothing has added to it since."""
    statement: Place | None = field(default=None, compare=False)
    """The statement that made it."""
    flagged: Place | None = field(default=None, compare=False)
    """Where `requires_grad` was asked for."""
    masks: Place | None = field(default=None, compare=False)
    """Where `requires_grad` was asked for on a computed value that had lost its graph."""
    rebound: Place | None = field(default=None, compare=False)
    """Where a name for a leaf was bound to this result of an update step instead."""
    lost_leaf: Place | None = field(default=None, compare=False)
    """Where a leaf was made that the same binding then lost: `torch.ones(3, requires_grad=True) * 2`."""
    frozen: Place | None = field(default=None, compare=False)
    """Where `requires_grad` was switched off."""
    idle: Cut | None = None
    """A gradient without a graph that goes into it as a term only: adding it changes no gradient."""
    backward_raises: str = field(default="", compare=False)
    """The operation on its way whose backward is not implemented."""
    name: str = field(default="", compare=False)
    loose: bool = False
    """It may be something else instead, or more than one: a tuple, a mapping, None; what is read from it is likewise."""
    summary: bool = False
    """Stands for any number of tensors, so that a change of one leaves others as they were."""
    attrs: Mapping[str, Value] = field(default_factory=dict)
    """Attributes that the program itself has put on it."""
    hooks: tuple[Value, ...] = ()
    """What a backward through it calls with a gradient: hooks and custom `backward`s on its way, its own last."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, set, deque or iterator: known items, then any number of `rest`; with `some`, certainly at least one of it."""

    kind: str
    items: tuple[Value, ...]
    rest: Value | None = None
    some: bool = False
    whole: bool = False
    """Each object that a value in `rest` stands for is certainly there, and once."""
    own: Ids = NOTHING
    """Objects in `rest` that are made anew for each item: the batches of a loader, the rows of a tensor."""
    summary: bool = False
    """As of `Tensor`."""
    most: int | None = None
    """How many items a deque holds at most, as what is put in at one end pushes out what is at the other; -1 if not known."""

    @property
    def certain(self) -> bool:
        """Whether there certainly is an item."""
        return bool(self.items) or self.some

    @property
    def has_all(self) -> bool:
        """Whether what its values stand for is certainly there."""
        return self.whole or self.rest is None

    def within(self, left: bool = False) -> Sequence:
        """The same within its limit, after items were put in at its end, or `left` at its beginning."""
        if self.most is None:
            return self
        if not self.items:
            return self
        if self.rest is not None or self.most < 0:
            return self._in_any_order()
        over = len(self.items) - self.most
        if over <= 0:
            return self
        return replace(self, items=self.items[: self.most] if left else self.items[over:])

    def _in_any_order(self) -> Sequence:
        rest = choice([*self.items, *(() if self.rest is None else (self.rest,))])
        return replace(self, items=(), rest=rest, some=self.certain and self.most != 0, whole=False)


@dataclass(frozen=True, slots=True)
class Dict:
    """A mapping by known keys, then any number of `rest` under keys that are not known.

    Each key stands for all that are equal to it, as `Host.key` gives it. The `factory` of a `defaultdict` makes what is missing.
    """

    items: Mapping[Value, Value]
    rest: Value | None = None
    kind: str = "dict"
    factory: Value | None = None
    summary: bool = False
    """As of `Tensor`."""
    unsure: frozenset[Value] = frozenset()
    """Keys of `items` that may not be there: some path has not set them, or has deleted them."""
    spelled: Mapping[Value, Value] = field(default_factory=dict)
    """The keys that the program itself has used, where they are others than those of `items`."""

    @property
    def keys(self) -> list[Value]:
        """The keys as the program has them, in order."""
        return [self.spelled.get(key, key) for key in self.items] if self.spelled else list(self.items)

    def has(self, key: Value) -> Tri:
        """Whether a key is there, if it is one of `items`; what `rest` may add is not looked at."""
        return key in self.items if key not in self.unsure or key not in self.items else None

    @property
    def sure(self) -> int:
        """How many of `items` are certainly the first ones: all, or none if one may not be there."""
        return 0 if self.items.keys() & self.unsure else len(self.items)


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the program or of a library. Modules keep what torch registered, by name."""

    cls: Value
    attrs: Mapping[str, Value]
    registered: Mapping[str, str] = field(default_factory=dict)
    """Attribute name to "parameter", "buffer" or "module", in order of registration."""
    module: bool = False
    training: Tri = True
    guessed: bool = False
    """Taken for a module since nothing says otherwise."""
    opaque: Why | None = field(default=None, compare=False)
    """Why there may be more in it than `attrs` tells."""
    place: Place | None = field(default=None, compare=False)
    whole: bool = False
    """Of the attribute `MANY`, as of `Sequence`."""
    summary: bool = False
    """As of `Tensor`."""
    unsure: frozenset[str] = frozenset()
    """Names of `attrs` that may not be set: some path has not set them, or has deleted them."""

    @property
    def has_all(self) -> bool:
        """As of `Sequence`."""
        return self.whole or MANY not in self.attrs


MANY = "*"
"""The attribute that stands for any number of members or parameters."""


@dataclass(frozen=True, slots=True)
class Optimizer:
    """An optimizer of torch's or of a class of the program; its tensors are in `attrs["param_groups"]`."""

    cls: Value
    attrs: Mapping[str, Value]
    place: Place | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class Generator:
    """A generator that has not been started: running it is calling `function`."""

    function: Value
    frame: object = field(compare=False)


Object: TypeAlias = Tensor | Sequence | Dict | Instance | Optimizer | Generator


def is_summary(found: Object | None) -> bool:
    """Whether it stands for any number of objects."""
    return isinstance(found, Tensor | Sequence | Dict | Instance) and found.summary


def as_summary(found: Object, summary: bool = True) -> Object:
    """The same standing for any number of objects, or for one; what cannot is left as it is."""
    if not isinstance(found, Tensor | Sequence | Dict | Instance) or found.summary is summary:
        return found
    return replace(found, summary=summary)
