"""Whose turn it is in a loop over all the objects that a summary stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gradsight.domain.events import Log
from gradsight.domain.merge import join_objects, join_tensors
from gradsight.domain.objects import Object, Tensor, as_summary, is_summary
from gradsight.domain.state import State
from gradsight.domain.values import Value
from gradsight.domain.walk import contents, refs, rename_object


class Turn:
    """In each round the summary stands for the one object whose turn it is, with all that is its own.

    At the end of the loop each had its turn, so all are as any of them was at the end of its own.
    """

    def __init__(self, state: State, item: Value, log: Log) -> None:
        self.before, self.log = _summaries(state, item), log
        self.ends: dict[int, Object] = {}

    def begin(self, state: State) -> None:
        """Before a round: what other rounds may have done to those that come later has been done by way of a backward."""
        for id, before in self.before.items():
            found = state.heap.get(id)
            if isinstance(before, Tensor) and isinstance(found, Tensor):
                state.heap.put(id, _untouched(before, join_tensors(before, found)))
            else:
                state.heap.put(id, as_summary(before, False))

    def end(self, state: State) -> None:
        """After a round."""
        for id in self.before if not state.dead else ():
            found = state.heap.get(id)
            if found is not None:
                ended = self.ends.get(id)
                self.ends[id] = found if ended is None else join_objects(ended, found)
        self.over(state)

    def left(self, state: State) -> State:
        """On a path that leaves the loop in the middle of it: some had their turn."""
        for id, before in self.before.items():
            found, ended = state.heap.get(id), self.ends.get(id)
            both = before if found is None else join_objects(before, found)
            state.heap.put(id, as_summary(both if ended is None else join_objects(both, ended)))
        return state

    def over(self, state: State) -> None:
        """After the loop. What the ends hold may have become one with other objects where paths met since."""
        became = {id: self.log.find(id) for id in self.log.same} if self.ends else {}
        for id, found in self.ends.items() if not state.dead else ():
            self.ends[id] = as_summary(rename_object(found, became))
            state.heap.put(id, self.ends[id])


def _untouched(before: Tensor, found: Tensor) -> Tensor:
    """The one tensor whose turn it is: what only a change of itself changes is as it was."""
    return replace(
        found,
        states=before.states,
        frozen=before.frozen,
        flagged=before.flagged,
        masks=before.masks,
        retains=before.retains,
        attrs=before.attrs,
        hooks=before.hooks,
        name=before.name,
        summary=False,
    )


def _summaries(state: State, item: Value) -> Mapping[int, Object]:
    """The summaries that a value consists of. Nothing where it is, or holds, a container that is no summary."""
    found: dict[int, Object] = {}
    todo = list(refs(item))
    while todo:
        id = todo.pop()
        each = state.heap.get(id)
        if id not in found and each is not None and is_summary(each):
            found[id] = each
            todo.extend(other for value in contents(each) for other in refs(value))
    return found
