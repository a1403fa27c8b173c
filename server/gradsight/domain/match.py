"""Which object of one path stands where which object of the other stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gradsight.domain.objects import MANY, Dict, Instance, Object, Optimizer, Sequence, Tensor, is_summary
from gradsight.domain.state import State
from gradsight.domain.values import Choice, Function, Ref, Value, options
from gradsight.domain.walk import contents, parts, refs, refs_in

ENOUGH = 3
"""So many containers of one place are told apart."""


class Matching:
    """Ids of `b` that stand for the same as ids of `a`.

    Two objects match if each was made on its own path only, since the paths parted (`since`): then on either path there
    is exactly one. With `widen`, tensors of one place match also where both exist on one path; such a tensor is a
    summary from then on. So are the objects that a container collects in the rounds of a loop, all but the first (`gather`).
    """

    def __init__(self, a: State, b: State, since: int, widen: bool) -> None:
        self.a, self.b, self.since, self.widen = a, b, since, widen
        self.ids: dict[int, int] = {}
        self.summaries: set[int] = set()
        """Objects and scopes that stand for any number from now on."""
        self.lacking: set[int] = set()
        """Containers that may lack some of what their summaries stand for."""
        self._taken: set[int] = set()
        self._shared: set[int] = set()
        self._todo: list[tuple[int, int, bool]] = []
        self._first: list[Value] = []
        """What the first of many rounds alike has put into containers."""

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
                for (_, x), (_, y) in zip(u.defaults, v.defaults, strict=False):
                    self.values(x, y)
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
            x, y, many = self._todo.pop()
            match = self._all_of if many else self.values
            mine, theirs = self._mine(x), self.b.heap.get(y)
            if mine is not None and theirs is not None:
                for u, v in pairs(mine, theirs):
                    match(u, v)
            names, others = self.a.scopes.get(x, self.b.scopes.get(x)), self.b.scopes.get(y)
            if names is not None and others is not None:
                for name in names.keys() & others.keys():
                    match(names[name], others[name])
        self._first_of_many()
        return self.ids

    def _first_of_many(self) -> None:
        """More of the same will be put there in the rounds to come, so it stands for any number already: that saves a round."""
        todo = refs_in(self._first)
        while todo:
            id = todo.pop()
            fresh = id >= self.since and id not in self.a.heap and id not in self.a.scopes
            if fresh and id not in self.ids and id not in self.summaries:
                self.summaries.add(id)
                found, names = self.b.heap.get(id), self.b.scopes.get(id)
                todo += refs_in(contents(found)) if found is not None else []
                todo += refs_in(names.values()) if names is not None else []

    def gather(self, id: int) -> None:
        """What a container has collected in one more round becomes one with what it had collected before."""
        mine, theirs = self.a.heap.get(id), self.b.heap.get(id)
        if mine is None or theirs is None or mine is theirs:
            return
        have, more = collected(mine, theirs)
        if self.widen and not have:
            self._first += more
        have = have or [value for value in more if self._are_many(value)]
        for value in more:
            if value not in have and any(self._one_of(one, value) for one in have) and self._are_many(value):
                self.lacking.add(id)

    def _are_many(self, value: Value) -> bool:
        ids = list(refs(value))
        return bool(ids) and min(ids) >= self.since and all(map(self._is_many, ids))

    def _is_many(self, id: int) -> bool:
        names = self.b.scopes.get(id)
        return is_summary(self.b.heap.get(id)) if names is None else MANY in names

    def _all_of(self, u: Value, v: Value) -> None:
        """What stands at one place of two objects of which one stands for both from now on."""
        mine = options(u)
        for other in options(v):
            if other not in mine:
                any(self._one_of(one, other) for one in mine)

    def _one_of(self, u: Value, v: Value) -> bool:
        """`v`, made in this round, becomes one of those that `u` stands for; answers False where it cannot."""
        if u == v:
            return True
        if isinstance(u, Ref) and isinstance(v, Ref):
            return self._object_of(u.id, v.id)
        if isinstance(u, Function) and isinstance(v, Function):
            return u.code == v.code and self._function_of(u, v)
        mine, theirs = list(parts(u)), list(parts(v))
        if type(u) is not type(v) or isinstance(u, Choice) or not mine or len(mine) != len(theirs):
            return False
        done = [self._one_of(one, other) for one, other in zip(mine, theirs, strict=True)]
        return all(done)

    def _function_of(self, u: Function, v: Function) -> bool:
        if u.scope != v.scope and not self._scope_of(u.scope, v.scope):
            return False
        done = [self._one_of(x, y) for (_, x), (_, y) in zip(u.defaults, v.defaults, strict=False)]
        return all(done)

    def _object_of(self, x: int, y: int) -> bool:
        if y in self.ids or y in self.a.heap or x in self.ids or min(x, y) < self.since:
            return self.ids.get(y) == x
        mine, theirs = self._mine(x), self.b.heap.get(y)
        if mine is None or theirs is None or not alike(mine, theirs):
            return False
        if isinstance(mine, Tensor) and isinstance(theirs, Tensor) and not self._base_of(mine, theirs):
            return False
        self.summaries.add(x)
        self._take(x, y, many=True)
        return True

    def _base_of(self, mine: Tensor, theirs: Tensor) -> bool:
        if mine.base is None or theirs.base is None:
            return mine.base == theirs.base
        return mine.base == theirs.base or self._object_of(mine.base, theirs.base)

    def _scope_of(self, x: int, y: int) -> bool:
        if y in self.ids or y in self.a.scopes or x in self.ids or min(x, y) < self.since:
            return self.ids.get(y) == x
        mine, theirs = self.a.scopes.get(x, self.b.scopes.get(x)), self.b.scopes.get(y)
        if mine is None or theirs is None or mine.get("*enclosing") != theirs.get("*enclosing"):
            return False
        self.summaries.add(x)
        self._take(x, y, many=True)
        return True

    def _mine(self, x: int) -> Object | None:
        return self.a.heap.get(x) or self.b.heap.get(x)

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
            self._todo.append((id, id, False))

    def _scopes(self, x: int, y: int) -> None:
        if x == y or y in self.ids or x in self._taken or min(x, y) < self.since:
            return
        if x not in self.b.scopes and y not in self.a.scopes:
            self._take(x, y)

    def _take(self, x: int, y: int, many: bool = False) -> None:
        self.ids[y] = x
        self._taken.add(x)
        self._todo.append((x, y, many))

    def _is_tensor(self, id: int, state: State) -> bool:
        return id >= self.since and state.tensor(id) is not None


def alike(mine: Object, theirs: Object) -> bool:
    """Whether one object may stand for both."""
    if isinstance(mine, Instance) and isinstance(theirs, Instance):
        return mine.cls == theirs.cls and mine.registered.keys() == theirs.registered.keys()
    if isinstance(mine, Sequence) and isinstance(theirs, Sequence):
        return mine.kind == theirs.kind and mine.most == theirs.most
    if isinstance(mine, Optimizer) and isinstance(theirs, Optimizer):
        return mine.cls == theirs.cls
    return type(mine) is type(theirs)


def collected(mine: Object, theirs: Object) -> tuple[list[Value], list[Value]]:
    """What a container holds in any number on either path."""
    if isinstance(mine, Sequence) and isinstance(theirs, Sequence):
        return _rest(mine.rest), [*theirs.items[len(mine.items) :], *_rest(theirs.rest)]
    if isinstance(mine, Dict) and isinstance(theirs, Dict):
        return _rest(mine.rest), _rest(theirs.rest)
    if isinstance(mine, Instance) and isinstance(theirs, Instance) and theirs.module:
        more = [theirs.attrs[name] for name in numbered(theirs, mine)]
        return _rest(mine.attrs.get(MANY)), [*more, *_rest(theirs.attrs.get(MANY))]
    return [], []


def _rest(value: Value | None) -> list[Value]:
    return [] if value is None else list(options(value))


def numbered(found: Instance, other: Instance) -> list[str]:
    """The names of numbered members that the other has not."""
    return [name for name in found.registered if name.isdecimal() and name not in other.registered]


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
