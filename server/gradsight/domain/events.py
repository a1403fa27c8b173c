"""What happened during a run that a rule may speak of. Events name tensors by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from gradsight.domain.flow import Flow
from gradsight.domain.objects import Tensor
from gradsight.domain.reach import Ids
from gradsight.domain.why import Cut
from gradsight.findings import Place

Round = Literal["once", "rest"]
"""Whether it happened in straight-line code or a loop's first round, or in a later round."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One time that a place was reached. `certain` is False after torch has certainly raised."""

    place: Place
    certain: bool
    round: Round
    site: Place | None = field(default=None, compare=False)
    """For a place in another file than the opened one: the statement of the opened file that led there."""
    option: bool = False
    """Whether it is so for one of the values only that something may be there."""


@dataclass(frozen=True, slots=True)
class Backward:
    """`backward()` or `autograd.grad` of one root."""

    visit: Visit
    root: Flow
    place: Place
    """The root's own expression."""
    leaves: Ids
    root_leaf: bool = False
    """Whether the root is certainly itself a leaf."""
    number: bool = False
    """Whether the root is certainly a Python number, or None."""
    kind: Literal["backward", "grad"] = "backward"
    dead_views: tuple[Tensor, ...] = ()
    """Views among the leaves that were made while grad mode was off, so that nothing flows on to their base."""
    idle: Cut | None = None
    """A gradient without a graph from which a term of the root is made, and nothing but a term."""
    nothing: bool = False
    """Whether the root is certainly None: what a function gives that returns nothing."""


@dataclass(frozen=True, slots=True)
class GradRead:
    """`.grad` of one tensor was read and is certainly None. `used` is where the None is then used, which raises."""

    visit: Visit
    tensor: Tensor
    id: int
    after_backward: bool
    base: Place
    used: Place | None = None


@dataclass(frozen=True, slots=True)
class GradSeen:
    """`.grad` of one tensor was read and may be populated, or is only compared with None."""

    visit: Visit
    id: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A gradient for these leaves is plainly wanted: an input of `autograd.grad`, or in an optimizer that is stepped."""

    visit: Visit
    ids: Ids
    how: Literal["input", "step", "read"]


FaultKind = Literal[
    "in-place-on-leaf",
    "flag-on-non-leaf",
    "useless-flag",
    "integer-requires-grad",
    "optimizer-on-non-leaf",
    "flag-typo",
    "module-flag",
    "unregistered",
    "rebound",
    "masked-cut",
    "inference-saved",
    "inference-flag",
    "deepcopy",
    "derived",
    "empty-optimizer",
    "zero-before-step",
    "custom-none",
    "custom-count",
    "graph-freed",
    "saved-modified",
    "leaf-moved",
    "unused-input",
    "constant-input",
    "step-without-gradient",
    "late-retain",
    "not-called",
    "non-scalar-backward",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong, or at least worth a rule's look, right where it stands."""

    visit: Visit
    kind: FaultKind
    tensor: Tensor | None = None
    ids: Ids = frozenset()
    text: str = ""
    other: Place | None = None
    owner: int | None = None
    """The module that it is in, or the object that it makes; the position of an argument."""


@dataclass(frozen=True, slots=True)
class Fine:
    """The same place was reached without that fault."""

    visit: Visit
    kind: FaultKind


@dataclass(frozen=True, slots=True)
class Enumerated:
    """The parameters of a module were listed. `hidden` are those that plain containers keep from it: owner, attribute, ids."""

    visit: Visit
    ids: Ids
    hidden: tuple[tuple[int, str, Ids], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """An optimizer was made for these tensors, or was given them later; `at` is where they were passed."""

    visit: Visit
    ids: Ids
    statement: Place
    optimizer: int
    at: Place


@dataclass(frozen=True, slots=True)
class Stepped:
    """An optimizer stepped with these tensors, group by group. `whole` says that it certainly held nothing else."""

    visit: Visit
    optimizer: int
    groups: tuple[tuple[tuple[int, Tensor], ...], ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Cleared:
    """`zero_grad()` of these tensors."""

    visit: Visit
    ids: Ids


@dataclass(frozen=True, slots=True)
class Made:
    """A parameter was made."""

    visit: Visit
    id: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """A module got other parameters under a name: `old` were registered there, `new` are."""

    visit: Visit
    owner: int
    name: str
    old: Ids
    new: Ids


@dataclass(frozen=True, slots=True)
class Written:
    """The program itself wrote values into leaves that come from something else than they."""

    visit: Visit
    ids: Ids


Event: TypeAlias = (
    Backward
    | GradRead
    | GradSeen
    | Wanted
    | Fault
    | Fine
    | Enumerated
    | Held
    | Stepped
    | Cleared
    | Made
    | Replaced
    | Written
)


@dataclass(slots=True)
class Log:
    """The events of a run, and which ids came to stand for the same tensor."""

    events: list[Event] = field(default_factory=list)
    same: dict[int, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    """The name that a tensor was given first."""
    paths: dict[int, str] = field(default_factory=dict)
    """What modules call their tensors, `net.fc.weight`, which is better than a name."""
    leaves: dict[int, Tensor] = field(default_factory=dict)
    """Leaves as they were when they were made, by the ids of then."""

    def add(self, event: Event) -> None:
        self.events.append(event)

    def doubt(self, ends: Sequence[int]) -> None:
        """What is wrong for one of several values, and not for another, is so for one only. `ends`: where the events of each end."""
        parts = [range(begin, end) for begin, end in pairwise(ends)]
        faults = [{_key(e): i for i in part if isinstance(e := self.events[i], Fault)} for part in parts]
        if not any(faults):
            return
        fine = [{_key(e) for i in part if isinstance(e := self.events[i], Fine)} for part in parts]
        unnoted = {
            key for bad in faults for key in bad if key[0] == "inference-saved"
        }  # no operation notes that it is fine
        doubted = {key for good, bad in zip(fine, faults, strict=True) for key in (good | unnoted) - bad.keys()}
        for index in range(ends[0], ends[-1]):
            event = self.events[index]
            if isinstance(event, Fault) and _key(event) in doubted:
                self.events[index] = replace(event, visit=replace(event.visit, option=True, certain=False))

    def unite(self, ids: Mapping[int, int]) -> None:
        """From now on each key and its value stand for the same tensor."""
        for one, other in ids.items():
            stands, instead = self.find(one), self.find(other)
            if stands != instead:
                self.same[stands] = instead

    def name(self, id: int) -> str:
        """What the program calls a tensor; empty if nothing. A path that begins with a number tells little."""
        ids = (id, self.find(id))
        found = [name for each in ids for name in (self.paths.get(each), self.names.get(each)) if name]
        return next((name for name in found if not name[0].isdigit()), next(iter(found), ""))

    def find(self, id: int) -> int:
        """The id that stands for it in the end."""
        while id in self.same:
            id = self.same[id]
        return id

    def absorb(self, later: Log) -> None:
        """Takes over what happened next."""
        self.events.extend(later.events)
        self.unite(later.same)
        self.paths.update(later.paths)
        self.leaves.update(later.leaves)
        for id, name in later.names.items():
            self.names.setdefault(id, name)


def _key(event: Fault | Fine) -> tuple[FaultKind, Place]:
    return event.kind, event.visit.place


def unfinished(log: Log) -> Log:
    """What a log is good for whose run stopped short: at every place another path might still have come by."""
    open_ended = (_open_ended(event) for event in log.events if not isinstance(event, Fault | GradRead))
    return replace(log, events=list(open_ended))


def _open_ended(event: Event) -> Event:
    if not isinstance(event, Backward):
        return event
    root = replace(event.root, possible=True, certain=False, reach=replace(event.root.reach.possibly(), hidden=True))
    return replace(event, root=root, number=False, root_leaf=False, idle=None)


def merged(logs: Iterable[Log]) -> Log:
    """One log of several, in order."""
    result = Log()
    for log in logs:
        result.absorb(log)
    return result
