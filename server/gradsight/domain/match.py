"""Which object of one path stands where which object of the other stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gradsight.domain.objects import Dict, Instance, Object, Optimizer, Sequence, Tensor
from gradsight.domain.state import State
from gradsight.domain.values import Choice, Function, Ref, Value
from gradsight.domain.walk import contents, parts

ENOUGH = 3
"""So many containers of one place are told apart."""


class Matching:
    """Ids of `b` that stand for the same as ids of `a`.

    Two objects match if each was made on its own path only, since the paths parted (`since`): then on either path there
    is exactly one. With `widen`, tensors of one place match also where both exist on one path; such a tensor is a
    summary from then on.
    """

    def __init__(self, a: State, b: State, since: int, widen: bool) -> None:
        self.a, self.b, self.since, self.widen = a, b, since, widen
        self.ids: dict[int, int] = {}
        self.summaries: set[int] = set()
        self._taken: set[int] = set()
        self._shared: set[int] = set()
        self._todo: list[tuple[int, int]] = []

    def values(self, u: Value, v: Value) -> None:
        """Matches what stands at the same place in both."""
        if u is v:
            if type(u) is Ref and u.id >= self.since:
                self._same(u.id)
            return
        if isinstance(u, Choice) and isinstance(v, Choice):
            self._choices(u, v)
        elif isinstance(u, Choice) and self.widen and isinstance(v, Ref):
            self._into(u, v)
        elif isinstance(u, Ref) and self.widen and isinstance(v, Choice):
            for one in v.options:
                self.values(u, one)
        elif type(u) is type(v):
            self._alike(u, v)

    def _choices(self, u: Choice, v: Choice) -> None:
        """What may be the same stays so, whatever the order; only the others stand for each other."""
        mine, theirs = dict.fromkeys(u.options), dict.fromkeys(v.options)
        for x in [o for o in mine if o in theirs]:
            self.values(x, x)
        for x, y in zip([o for o in mine if o not in theirs], [o for o in theirs if o not in mine], strict=False):
            self.values(x, y)
        for one in theirs if self.widen else ():
            if isinstance(one, Ref) and one.id not in self.ids and one not in mine:
                self._into(u, one)

    def _alike(self, u: Value, v: Value) -> None:
        if isinstance(u, Ref) and isinstance(v, Ref):
            self._objects(u.id, v.id)
        elif isinstance(u, Function) and isinstance(v, Function):
            if u.code == v.code:
                self._scopes(u.scope, v.scope)
        else:
            for x, y in zip(parts(u), parts(v), strict=False):
                self.values(x, y)

    def _into(self, many: Choice, one: Ref) -> None:
        """One more of the same: a tensor joins the first, a container the last of several, the others being as they were."""
        if self._is_tensor(one.id, self.b):
            same = (o.id for o in many.options if isinstance(o, Ref) and self._is_tensor(o.id, self.a))
            for id in same:
                self._objects(id, one.id)
                return
        found = self.b.heap.get(one.id)
        fresh = one.id >= self.since and one.id not in self.a.heap
        if fresh and (
            isinstance(found, Sequence | Dict) or (isinstance(found, Instance) and (found.guessed or not found.module))
        ):
            last = self._containers(many, found)[ENOUGH - 1 :][-1:]
            for id in last:
                self._take(id, one.id)

    def _containers(self, many: Choice, found: Object) -> list[int]:
        """Those among them that were made since, and are like it."""
        ids = (option.id for option in many.options if isinstance(option, Ref) and option.id >= self.since)
        return [id for id in ids if (mine := self.a.heap.get(id)) is not None and alike(mine, found)]

    def finish(self) -> Mapping[int, int]:
        """Follows what the matched objects hold; answers ids of `b` to ids of `a`."""
        while self._todo:
            x, y = self._todo.pop()
            mine, theirs = self.a.heap.get(x), self.b.heap.get(y)
            if mine is not None and theirs is not None:
                for u, v in pairs(mine, theirs):
                    self.values(u, v)
            names, others = self.a.scopes.get(x), self.b.scopes.get(y)
            if names is not None and others is not None:
                for name in names.keys() & others.keys():
                    self.values(names[name], others[name])
        return self.ids

    def _objects(self, x: int, y: int) -> None:
        if x == y:
            self._same(x)
            return
        if y in self.ids or min(x, y) < self.since:
            return
        mine, theirs = self.a.heap.get(x), self.b.heap.get(y)
        if mine is None or theirs is None or not alike(mine, theirs) or not self._one_base(mine, theirs):
            return
        if x in self.b.heap or y in self.a.heap or x in self._taken:
            if not self.widen or not isinstance(mine, Tensor) or x in self.ids:
                return
            self.summaries.add(x)
        self._take(x, y)

    def _one_base(self, mine: Object, theirs: Object) -> bool:
        """Whether views share the storage of what is one tensor on both paths; a write to them reaches it."""
        if not isinstance(mine, Tensor) or not isinstance(theirs, Tensor) or mine.base == theirs.base or self.widen:
            return True
        if mine.base is None or theirs.base is None:
            return False
        self._objects(mine.base, theirs.base)
        return self.ids.get(theirs.base) == mine.base

    def _same(self, id: int) -> None:
        """One object made since, which both have: what it holds may be of either path."""
        if id >= self.since and id not in self._shared and self.a.heap.get(id) is not self.b.heap.get(id):
            self._shared.add(id)
            self._todo.append((id, id))

    def _scopes(self, x: int, y: int) -> None:
        if x == y or y in self.ids or x in self._taken or min(x, y) < self.since:
            return
        if x not in self.b.scopes and y not in self.a.scopes:
            self._take(x, y)

    def _take(self, x: int, y: int) -> None:
        self.ids[y] = x
        self._taken.add(x)
        self._todo.append((x, y))

    def _is_tensor(self, id: int, state: State) -> bool:
        return id >= self.since and state.tensor(id) is not None


def alike(mine: Object, theirs: Object) -> bool:
    """Whether one object may stand for both."""
    if isinstance(mine, Instance) and isinstance(theirs, Instance):
        return mine.cls == theirs.cls and mine.registered.keys() == theirs.registered.keys()
    if isinstance(mine, Sequence) and isinstance(theirs, Sequence):
        return mine.kind == theirs.kind
    if isinstance(mine, Optimizer) and isinstance(theirs, Optimizer):
        return mine.cls == theirs.cls
    return type(mine) is type(theirs)


def pairs(mine: Object, theirs: Object) -> Iterator[tuple[Value, Value]]:
    """The values that stand at the same place in both."""
    if isinstance(mine, Dict) and isinstance(theirs, Dict):
        yield from ((mine.items[key], theirs.items[key]) for key in mine.items.keys() & theirs.items.keys())
        if mine.rest is not None and theirs.rest is not None:
            yield mine.rest, theirs.rest
    elif isinstance(mine, Instance | Optimizer) and isinstance(theirs, Instance | Optimizer):
        yield from ((mine.attrs[key], theirs.attrs[key]) for key in mine.attrs.keys() & theirs.attrs.keys())
    elif isinstance(mine, Tensor) and isinstance(theirs, Tensor):
        if mine.base is not None and theirs.base is not None:
            yield Ref(mine.base), Ref(theirs.base)
        yield from zip(mine.hooks, theirs.hooks, strict=False)
        yield from ((mine.attrs[key], theirs.attrs[key]) for key in mine.attrs.keys() & theirs.attrs.keys())
    elif isinstance(mine, Sequence) and isinstance(theirs, Sequence):
        yield from zip(contents(mine), contents(theirs), strict=False)
