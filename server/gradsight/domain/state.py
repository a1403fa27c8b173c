"""One path of execution: the heap, the scopes, the grad mode."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from gradsight.domain.objects import Object, Tensor
from gradsight.domain.values import Ref, Switch, Value
from gradsight.findings import Place

ON = frozenset({True})
OFF = frozenset({False})
EITHER = frozenset({True, False})


@dataclass(frozen=True, slots=True)
class Mode:
    """The grad modes that may be in force, and where they were set."""

    grad: frozenset[bool] = ON
    inference: frozenset[bool] = OFF
    place: Place | None = field(default=None, compare=False)
    text: str = field(default="", compare=False)

    @property
    def records(self) -> frozenset[bool]:
        """Whether operations are recorded."""
        if self.inference == OFF:
            return self.grad
        return OFF if self.inference == ON else self.grad | OFF

    def switched(self, switch: Switch) -> Mode:
        """`inference_mode(False)` also switches grad mode on, as torch does."""
        if switch.grad is None and switch.inference is None:
            return self
        inference = self.inference if switch.inference is None else switch.inference
        grad = self.grad if switch.grad is None else switch.grad
        if switch.inference is not None:
            grad = frozenset(not i for i in switch.inference)
        return Mode(grad, inference, switch.place, switch.text)

    def join(self, other: Mode) -> Mode:
        if self == other:
            return self
        off = self if False in self.records else other
        return Mode(self.grad | other.grad, self.inference | other.inference, off.place, off.text)


Names = dict[str, Value]


@dataclass(slots=True)
class Clock:
    """Gives out ids. Time is the newest id."""

    now: int = 1

    def tick(self) -> int:
        self.now += 1
        return self.now


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment before paths part: ids from `id` on are newer, and so are entries of a heap's journal from `writes` on."""

    id: int
    writes: int


class Heap(dict[int, Object]):
    """Objects by id. The journal lists what was written, in order, so that a join need only look at what is newer."""

    __slots__ = ("journal",)

    def __init__(self, objects: Mapping[int, Object] = MappingProxyType({}), journal: Iterable[int] = ()) -> None:
        super().__init__(objects)
        self.journal = list(journal)

    def __setitem__(self, id: int, found: Object) -> None:
        super().__setitem__(id, found)
        self.journal.append(id)

    def copy(self) -> Heap:
        return Heap(self, self.journal)

    def newer(self, mark: Mark) -> set[int]:
        """What was written since, scopes included."""
        return set(self.journal[mark.writes :])


@dataclass(slots=True)
class State:
    """What is so at one point of one path.

    `certain` ends where torch has certainly raised: from there on the state only tells what would be. `dead` means
    that nothing goes on here (after `return`, `break`, `raise`). Scopes are shared between forks until one writes.
    """

    heap: Heap
    scopes: dict[int, Names] = field(default_factory=dict)
    mode: Mode = field(default_factory=Mode)
    certain: bool = True
    dead: bool = False
    owned: set[int] = field(default_factory=set)

    def fork(self) -> State:
        self.owned.clear()
        return State(self.heap.copy(), self.scopes.copy(), self.mode, self.certain, self.dead)

    def names(self, scope: int) -> Names:
        """The names of a scope, to be written."""
        if scope not in self.owned:
            self.scopes[scope] = self.scopes[scope].copy()
            self.owned.add(scope)
        self.heap.journal.append(scope)
        return self.scopes[scope]

    def open(self, scope: int, enclosing: int | None = None) -> None:
        """A new scope. It keeps the one around it alive by a name that no program can spell."""
        self.scopes[scope] = {} if enclosing is None else {"*enclosing": Ref(enclosing)}
        self.owned.add(scope)
        self.heap.journal.append(scope)

    def tensor(self, id: int) -> Tensor | None:
        found = self.heap.get(id)
        return found if isinstance(found, Tensor) else None
