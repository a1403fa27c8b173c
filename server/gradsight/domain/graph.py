"""What autograd has saved in the graph behind a tensor, and whether it is still as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gradsight.domain.grad import Tri, agree
from gradsight.domain.reach import NOTHING, Ids, renamed
from gradsight.findings import Place


@dataclass(frozen=True, slots=True)
class Graph:
    """Only what is certain: an operation with several signatures, or one that is not known, is taken to save nothing."""

    saved: Ids = NOTHING
    """The tensors that the operation which made this one saved for backward, itself among them if it saved its result."""
    siblings: Ids = NOTHING
    """What the same call returned as well, so that a walk over the one is a walk over the other."""
    saves: bool = False
    """Whether something was saved here or anywhere behind, so that a second walk over it raises."""
    behind: Ids = NOTHING
    """The tensors behind it to which a backward cannot come without walking over something that was saved."""
    freed: Tri = False
    """Whether a backward has walked over it and let go of what was saved."""
    freed_at: Place | None = field(default=None, compare=False)
    written: Place | None = None
    """Where a saved tensor was then changed in place, so that a walk over it raises."""
    saved_by: Place | None = field(default=None, compare=False)
    """The operation that had saved that tensor."""
    outdated: Ids = NOTHING
    """The tensors behind it that have got another node since, by a change in place or `detach_()`: a backward from here goes to
    what they were."""
    moved: Ids = NOTHING
    """The leaves certainly behind it that have got a history by a change in place: while they have it, a backward that comes
    there raises."""

    def join(self, other: Graph) -> Graph:
        """What holds on both of two paths."""
        if self is other or self == other:
            return self
        return Graph(
            self.saved & other.saved,
            self.siblings & other.siblings,
            self.saves and other.saves,
            self.behind & other.behind,
            agree(self.freed, other.freed),
            self.freed_at or other.freed_at,
            self.written if self.written == other.written else None,
            self.saved_by,
            self.outdated | other.outdated,
            self.moved & other.moved,
        )

    def walked(self, place: Place, sure: bool) -> Graph:
        """After a backward that does not retain the graph has come here, or may have."""
        if self.freed is True or not self.saves:
            return self
        return replace(self, freed=True if sure else None, freed_at=place)

    def changed(self, place: Place, by: Place) -> Graph:
        """After what the operation `by` saved was changed in place."""
        return self if self.written is not None else replace(self, written=place, saved_by=by)

    def rename(self, ids: Mapping[int, int], dropped: Ids) -> Graph:
        """The same under other ids; `dropped` tensors exist no longer."""
        before = (self.saved, self.siblings, self.behind, self.outdated, self.moved)
        after = [renamed(members, ids, dropped) if members else members for members in before]
        if all(one is other for one, other in zip(before, after, strict=True)):
            return self
        saved, siblings, behind, outdated, moved = after
        return replace(self, saved=saved, siblings=siblings, behind=behind, outdated=outdated, moved=moved)


EMPTY_GRAPH = Graph()
