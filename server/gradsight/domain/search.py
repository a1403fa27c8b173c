"""What the whole heap is asked for, as questions that can be kept and asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gradsight.domain.objects import Instance, Object, Tensor
from gradsight.domain.reach import NOTHING, Ids
from gradsight.domain.values import NONE, Value

Objects = Mapping[int, Object]


@dataclass(frozen=True, slots=True)
class Search:
    """Every tensor. Other searches ask for those that have to do with the ids in `about`."""

    about: Ids = NOTHING

    def find(self, objects: Objects) -> list[int]:
        """The ids of all that match."""
        return [id for id, found in objects.items() if isinstance(found, Tensor)]

    def among(self, oldest: int) -> Search | None:
        """The same question to objects older than that; None where none of them can match."""
        if not self.about:
            return self
        older = frozenset(id for id in self.about if id < oldest)
        return replace(self, about=older) if older else None


@dataclass(frozen=True, slots=True)
class Views(Search):
    """The tensors that share the storage of a base, itself excluded."""

    def find(self, objects: Objects) -> list[int]:
        return [id for id, found in objects.items() if type(found) is Tensor and found.base in self.about]


@dataclass(frozen=True, slots=True)
class Savers(Search):
    """The tensors whose operation saved one of them for backward."""

    def find(self, objects: Objects) -> list[int]:
        apart = self.about.isdisjoint
        return [id for id, found in objects.items() if type(found) is Tensor and not apart(found.graph.saved)]


@dataclass(frozen=True, slots=True)
class Reaching(Search):
    """The tensors that may reach one of them backwards."""

    def find(self, objects: Objects) -> list[int]:
        apart = self.about.isdisjoint
        return [id for id, found in objects.items() if type(found) is Tensor and not apart(found.reach.may)]


@dataclass(frozen=True, slots=True)
class Losses(Search):
    """The numbers with a name that certainly depend on one of these leaves."""

    def find(self, objects: Objects) -> list[int]:
        tensors = ((id, t) for id, t in objects.items() if isinstance(t, Tensor))
        named = [(id, t) for id, t in tensors if t.name and not t.base and not t.shape]
        return [id for id, t in named if not self.about.isdisjoint(t.reach.must)]


@dataclass(frozen=True, slots=True)
class Handles(Search):
    """The handles that remove a hook."""

    hook: Value = NONE

    def find(self, objects: Objects) -> list[int]:
        handles = ((id, found) for id, found in objects.items() if isinstance(found, Instance))
        return [id for id, found in handles if found.attrs.get("*hook") == self.hook]


@dataclass(frozen=True, slots=True)
class Hooked(Search):
    """The tensors that have a hook and may pass their gradient on to these."""

    hook: Value = NONE

    def find(self, objects: Objects) -> list[int]:
        tensors = ((id, found) for id, found in objects.items() if isinstance(found, Tensor) and found.hooks)
        apart = self.about.isdisjoint
        return [id for id, found in tensors if self.hook in found.hooks and not apart(found.reach.may)]
