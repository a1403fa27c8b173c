"""One path of execution: the heap, the scopes, the grad mode."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gradsight.domain.objects import Object, Tensor, is_summary
from gradsight.domain.search import Search
from gradsight.domain.values import Literal, Ref, Switch, Value
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
ALL = "*all"
_item, _get, _set = dict.__getitem__, dict.get, dict.__setitem__


@dataclass(slots=True)
class Clock:
    """Gives out ids. Time is the newest id."""

    now: int = 1

    def tick(self) -> int:
        self.now += 1
        return self.now

    def align(self, window: int) -> int:
        """Goes on to the next multiple of `window`."""
        self.now = -(-self.now // window) * window
        return self.now


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment before paths part: ids from `id` on are newer, and so are entries of a heap's journal from `writes` on."""

    id: int
    writes: int


@dataclass(slots=True)
class Reads:
    """What was asked for of what was there before `oldest`: objects by id, names by scope, and searches of the heap."""

    oldest: int = 0
    objects: set[int] = field(default_factory=set)
    names: set[tuple[int, str]] = field(default_factory=set)
    searches: set[Search] = field(default_factory=set)

    def add(self, objects: Iterable[int], names: Iterable[tuple[int, str]], searches: Iterable[Search]) -> None:
        """What was asked for by a part that began later, as far as it was there before `oldest`."""
        oldest = self.oldest
        self.objects.update(id for id in objects if id < oldest)
        self.names.update(key for key in names if key[0] < oldest)
        self.searches.update(older for search in searches if (older := search.among(oldest)) is not None)


class Heap(dict[int, Object]):
    """Objects by id. The journal lists what was written, in order, so that a join need only look at what is newer."""

    __slots__ = ("journal", "oldest", "reads", "seen")

    def __init__(self, objects: Mapping[int, Object], journal: Iterable[int], reads: Reads) -> None:
        super().__init__(objects)
        self.journal = list(journal)
        self.reads = reads
        self.oldest, self.seen = reads.oldest, reads.objects

    def __getitem__(self, id: int) -> Object:
        if id < self.oldest:
            self.seen.add(id)
        return _item(self, id)

    def get(self, id: int) -> Object | None:  # type: ignore[override]
        if id < self.oldest:
            self.seen.add(id)
        return _get(self, id)

    def __setitem__(self, id: int, found: Object) -> None:
        """Writes an object. What is known of a container or instance that stands for many holds of the others still."""
        if type(found) is not Tensor and is_summary(before := _get(self, id)) and before is not found:
            from gradsight.domain.merge import join_objects

            found = join_objects(before, found)  # type: ignore[arg-type]
        _set(self, id, found)
        self.journal.append(id)

    def put(self, id: int, found: Object) -> None:
        """Writes an object as it is, also where it stands for many: all of them are so now."""
        _set(self, id, found)
        self.journal.append(id)

    def peek(self, id: int) -> Object | None:
        """The object, without noting that it was read."""
        return _get(self, id)

    def copy(self) -> Heap:
        return Heap(self, self.journal, self.reads)

    def search(self, question: Search) -> list[int]:
        """The ids of all that match, oldest first."""
        older = question.among(self.oldest)
        if older is not None:
            self.reads.searches.add(older)
        return sorted(question.find(self))

    def resume(self, outer: Heap) -> None:
        """After what began with `outer` and a journal of its own: goes on with the journal and the reads of `outer`."""
        self.journal = outer.journal + self.journal
        self.reads, self.oldest, self.seen = outer.reads, outer.oldest, outer.seen

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

    def look(self, scope: int, name: str) -> Value | None:
        """What the name means in that one scope; None if it is not bound there."""
        if scope < self.heap.oldest:
            self.heap.reads.names.add((scope, name))
        names = self.scopes.get(scope)
        return None if names is None else names.get(name)

    def peek(self, scope: int, name: str) -> Value | None:
        """The same, without noting that it was read. The name `ALL` stands for the names that are bound."""
        names = self.scopes.get(scope)
        if names is None or name != ALL:
            return None if names is None else names.get(name)
        return Literal(tuple(names), "names")

    def bound(self, scope: int) -> tuple[str, ...]:
        """The names that are bound in one scope."""
        if scope < self.heap.oldest:
            self.heap.reads.names.add((scope, ALL))
        return tuple(self.scopes.get(scope, ()))

    def enclosing(self, scope: int) -> int | None:
        """The scope around it; None for a module's."""
        around = self.scopes.get(scope, {}).get("*enclosing")
        return around.id if isinstance(around, Ref) else None

    def names(self, scope: int) -> Names:
        """The names of a scope, to be written."""
        if scope not in self.owned:
            # The scope of a function whose call is over is gone, though a closure may still write there.
            self.scopes[scope] = self.scopes.get(scope, {}).copy()
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
