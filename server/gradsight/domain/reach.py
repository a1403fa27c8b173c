"""The part of the graph that a tensor can reach backwards, and the leaves that were severed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from gradsight.domain.why import Cut

Ids = frozenset[int]
NOTHING: Ids = frozenset()
Lost = Mapping[int, Cut]
"""Severed leaves, each with the cut that lies between it and the value."""
NO_LOSS: Lost = {}


NO_BENDS: Mapping[int, Ids] = {}
MOST_BENT = 200
"""Of so many tensors it is followed what their gradients depend on: of the oldest, which are the leaves."""
_address = id  # parameters of this name hide it


@dataclass(frozen=True, slots=True)
class Reach:
    """Tensors on the way back: possibly, certainly, and along edges whose derivative is not identically zero.

    `hidden` says that there may be leaves that have no object here (a call that is not known). `bent` holds tensors whose gradient
    certainly is in a graph under `create_graph=True`, each with what it certainly depends on; for `deep` ones that holds once more.
    """

    may: Ids = NOTHING
    must: Ids = NOTHING
    live: Ids = NOTHING
    hidden: bool = False
    bent: Mapping[int, Ids] = field(default_factory=lambda: NO_BENDS)
    deep: Ids = NOTHING

    def union(self, other: Reach) -> Reach:
        """What an operation on both reaches."""
        if other is EMPTY or other is self:
            return self
        if self is EMPTY:
            return other
        may = self.may | other.may
        return Reach(
            may,
            may if self.sure and other.sure else self.must | other.must,
            may if self.alive and other.alive else self.live | other.live,
            self.hidden or other.hidden,
            unite_bends(self.bent, other.bent),
            self.deep | other.deep,
        )

    @property
    def sure(self) -> bool:
        """Whether all is certainly reached. What is equal is one object, since many operations make large sets."""
        return self.must is self.may

    @property
    def alive(self) -> bool:
        """Whether no derivative on the way is identically zero."""
        return self.live is self.may

    def including(self, id: int, certain: bool, once: bool) -> Reach:
        """The same with the tensor itself, that requires grad: certainly or not, and one tensor or any number of them."""
        me = frozenset({id})
        may = self.may | me
        must = NOTHING if not certain else self.must if not once else may if self.sure else self.must | me
        live = may if self.alive else self.live | me
        bent, deep = (self.bent, self.deep) if certain else (NO_BENDS, NOTHING)
        return Reach(may, must, live, self.hidden, bent, deep)

    def join(self, other: Reach) -> Reach:
        """What is reached on either of two paths."""
        if other is self or other == self:
            return self
        may, must = self.may | other.may, self.must & other.must
        return Reach(
            may,
            may if len(must) == len(may) else must,
            may if self.alive and other.alive else self.live | other.live,
            self.hidden or other.hidden,
            {id: self.bent[id] & other.bent[id] for id in self.bent.keys() & other.bent.keys()},
            self.deep & other.deep,
        )

    def possibly(self) -> Reach:
        """The same, where it is not certain that the value is in the graph at all."""
        return self if not self.must else Reach(self.may, NOTHING, self.live, self.hidden)

    def unsure_of(self, ids: Ids) -> Reach:
        """The same, where it is not certain that these are reached."""
        return self if ids.isdisjoint(self.must) else replace(self, must=self.must - ids)

    def dead(self) -> Reach:
        """Behind an operation whose derivative is identically zero."""
        return self if not self.live else Reach(self.may, self.must, NOTHING, self.hidden)

    def rename(self, ids: Mapping[int, int], dropped: Ids) -> Reach:
        """The same under other ids; `dropped` objects exist no longer."""
        if self.may.isdisjoint(ids) and self.may.isdisjoint(dropped):
            return self
        # Most of them depend on the same.
        same = {on: renamed(on, ids, dropped) for on in set(self.bent.values())}
        bent = {ids.get(id, id): same[on] for id, on in self.bent.items() if id not in dropped}
        may = renamed(self.may, ids, dropped)
        return Reach(
            may,
            may if self.sure else renamed(self.must, ids, dropped),
            may if self.alive else renamed(self.live, ids, dropped),
            self.hidden,
            bent,
            renamed(self.deep, ids, dropped),
        )


def unite_bends(some: Mapping[int, Ids], others: Mapping[int, Ids]) -> Mapping[int, Ids]:
    """For each tensor all that its gradient depends on."""
    if not some or not others:
        return some or others
    united: dict[tuple[int, int], Ids] = {}  # most of them depend on the same, which is many
    result = dict(some)
    for id, on in others.items():
        before = some.get(id, NOTHING)
        if before is not on:
            key = _address(before), _address(on)
            result[id] = united[key] if key in united else united.setdefault(key, before | on)
    return result if len(result) <= MOST_BENT else {id: result[id] for id in sorted(result)[:MOST_BENT]}


EMPTY = Reach()


def unite_lost(losses: Iterable[Lost]) -> Lost:
    """All severed leaves; the cut seen first is kept, since it is nearest to the leaf, but one of stored data gives way."""
    result: dict[int, Cut] = {}
    for lost in losses:
        if lost and result:
            given_way = {
                leaf: lost[leaf] for leaf in result.keys() & lost.keys() if _gives_way(result[leaf], lost[leaf])
            }
            result = {**lost, **result, **given_way}
        elif lost:
            result = dict(lost)
    return result or NO_LOSS


def _gives_way(one: Cut, other: Cut) -> bool:
    """Of two cuts of stored data the first stays, or a loop in which they take turns would come to no end."""
    return one.stored and not other.stored


def stored(lost: Lost) -> Lost:
    """The same, where what came out of the cuts is stored as data."""
    if all(cut.stored for cut in lost.values()):
        return lost
    return {leaf: replace(cut, stored=True) for leaf, cut in lost.items()}


def rename_lost(lost: Lost, ids: Mapping[int, int]) -> Lost:
    if not lost or all(leaf not in ids for leaf in lost):
        return lost
    return {ids.get(leaf, leaf): cut for leaf, cut in lost.items()}


def renamed(members: Ids, ids: Mapping[int, int], dropped: Ids) -> Ids:
    """The members under other ids, without those that exist no longer; themselves where nothing changes."""
    old = ids.keys() & members
    left = members if members.isdisjoint(dropped) else members - dropped
    return (left - old) | {ids[id] for id in old if id in left} if old else left
