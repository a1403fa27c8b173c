"""`copy.copy` and `copy.deepcopy`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from gradsight.domain.events import Fault, Fine
from gradsight.domain.grad import Filled, Grad
from gradsight.domain.graph import EMPTY_GRAPH
from gradsight.domain.objects import Dict, Instance, Object, Optimizer, Sequence, Tensor
from gradsight.domain.reach import EMPTY
from gradsight.domain.values import MEMBERS, NONE, Bound, Choice, Class, Partial, Ref, Tuple, Value, options
from gradsight.domain.walk import rebuild
from gradsight.domain.why import Why
from gradsight.knowledge.host import Args, Call
from gradsight.knowledge.registry import handles

OWN_WAY = "__deepcopy__"


@handles("copy.copy")
def shallow(call: Call) -> Value:
    """Of a tensor: a leaf without a graph."""
    value = call.args.positional[0] if call.args.positional else NONE
    return call.host.each(options(value), lambda option: _shallow(call, option))


def _shallow(call: Call, value: Value) -> Value:
    found = call.host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Tensor):
        return _copied_tensor(call, found, Filled.NONE)
    if isinstance(found, Instance) and isinstance(found.cls, Class) and call.host.has(found.cls, "__copy__"):
        return call.host.call(call.host.attribute(value, "__copy__", call.place), Args(), call.place)
    return value if found is None or _is_member(call, found) else call.host.new(found)


def _is_member(call: Call, found: Object) -> bool:
    """Whether it is a member of an enumeration, of which there are no copies."""
    return isinstance(found, Instance) and isinstance(found.cls, Class) and call.host.has(found.cls, MEMBERS)


def _copied_tensor(call: Call, found: Tensor, grad: Filled) -> Ref:
    states = Grad.CONSTANT if found.states == Grad.CONSTANT else Grad.LEAF
    if found.states & Grad.CONSTANT:
        states |= Grad.CONSTANT
    why = Why(call.place, "a copy", (found.why,))
    return call.host.new(
        replace(
            found, states=states, grad=grad, reach=EMPTY, graph=EMPTY_GRAPH, why=why, base=None, name="", retains=False
        )
    )


@handles("copy.deepcopy")
def deep(call: Call) -> Value:
    """Copies of leaves are leaves; of a tensor in a graph torch refuses."""
    value = call.args.positional[0] if call.args.positional else NONE
    visit, events = call.host.visit(call.place), len(call.host.log.events)
    copied = _Copying(call).value(value)
    if len(call.host.log.events) == events:
        call.host.log.add(Fine(visit, "deepcopy"))
    return copied


@dataclass(slots=True)
class _Copying:
    """One deep copy of a value with all that it holds."""

    call: Call
    memo: dict[int, Value] = field(default_factory=dict)
    sure: bool = True
    """Whether what is copied now is certainly there."""

    def value(self, value: Value) -> Value:
        match value:
            case Tuple() | Bound() | Partial():
                return rebuild(value, self.value)
            case Choice(options=members):
                return self.call.host.either([partial(self._one_of_several, member) for member in members])
            case Ref(id):
                found = self.call.host.state.heap.get(id)
                if id not in self.memo and found is not None:
                    self._object(id, found)
                return self.memo.get(id, value)
        return value

    def _one_of_several(self, value: Value) -> Value:
        """Where one of them can be copied, it is not certain that torch refuses."""
        events = len(self.call.host.log.events)
        copied = _Copying(self.call, dict(self.memo), self.sure).value(value)
        if len(self.call.host.log.events) == events:
            self.call.host.log.add(Fine(self.call.host.visit(self.call.place), "deepcopy"))
        return copied

    def _object(self, id: int, found: Object) -> None:
        if isinstance(found, Tensor):
            self.memo[id] = self._tensor(id, found)
        elif _is_member(self.call, found):
            self.memo[id] = Ref(id)
        elif self._own_way(found):
            copied = self.call.host.attribute(Ref(id), OWN_WAY, self.call.place)
            memo = self.call.unknown("what was copied already")
            self.memo[id] = self.call.host.call(copied, Args((memo,)), self.call.place)
        else:
            fresh = self.memo[id] = self.call.host.new(found)
            self.call.host.state.heap.put(fresh.id, self._copied(found))

    def _own_way(self, found: Object) -> bool:
        if not isinstance(found, Instance) or OWN_WAY in found.attrs:
            return False
        return isinstance(found.cls, Class) and self.call.host.has(found.cls, OWN_WAY)

    def _tensor(self, id: int, found: Tensor) -> Ref:
        host = self.call.host
        if found.states == Grad.TRACKED and self.sure:
            host.log.add(Fault(host.visit(self.call.place), "deepcopy", found, frozenset({id}), found.name))
            host.fail()
        grad = Filled.NONE if found.parameter else found.grad | Filled.NONE if found.summary else found.grad
        return _copied_tensor(self.call, found, grad)  # parameters copy themselves, without their `.grad`

    def _copied(self, found: Object) -> Object:
        match found:
            case Sequence(items=items, rest=rest):
                return replace(found, items=tuple(map(self.value, items)), rest=self._rest(rest))
            case Dict(items=by_key, rest=rest):
                copied = {self.value(key): self.value(value) for key, value in by_key.items()}
                unsure, spelled = frozenset(map(self.value, found.unsure)), found.spelled.items()
                keys = {self.value(key): self.value(each) for key, each in spelled}
                return replace(found, items=copied, rest=self._rest(rest), unsure=unsure, spelled=keys)
            case Instance(attrs=attrs) | Optimizer(attrs=attrs):
                return replace(found, attrs={name: self.value(value) for name, value in attrs.items()})
        return found

    def _rest(self, rest: Value | None) -> Value | None:
        """Of any number, none included."""
        if rest is None:
            return None
        before, self.sure = self.sure, False
        copied = self.value(rest)
        self.sure = before
        return copied
