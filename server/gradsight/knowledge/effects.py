"""What a call that is not known may have done to what it was given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gradsight.domain.flow import flow
from gradsight.domain.grad import Filled, Grad
from gradsight.domain.objects import Dict, Instance, Sequence, Tensor
from gradsight.domain.search import Search
from gradsight.domain.values import (
    Bound,
    Choice,
    Class,
    Function,
    Method,
    Native,
    Partial,
    Ref,
    Tuple,
    Unknown,
    Value,
    choice,
)
from gradsight.domain.walk import WITHOUT_REFS, contents, parts
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.torch.keeping import GIVEN, WHOLE
from gradsight.knowledge.torch.parameters import parameters_of

DEEPEST = 4
EITHER = Filled.POPULATED | Filled.NONE


def tainted(host: Host, args: Args) -> bool:
    """Whether a call that is not known gets hold of tensors that require grad, or of modules."""
    return any(_taints(host, value, 0) for value in args.all())


def _taints(host: Host, value: Value, depth: int) -> bool:
    if isinstance(value, Unknown):
        return value.tainted
    if depth > DEEPEST:
        return True
    source = flow(host.state, value)
    if source.reach.may or source.reach.hidden:
        return True
    if isinstance(value, Choice | Tuple):
        return any(_taints(host, part, depth + 1) for part in parts(value))
    if isinstance(value, Bound | Partial):
        return any(_taints(host, part, depth + 1) for part in parts(value))
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Instance) and found.module:
        return True
    return (
        found is not None
        and not isinstance(found, Tensor)
        and any(_taints(host, v, depth + 1) for v in contents(found))
    )


def passed_to_unknown(host: Host, args: Args, place: Place) -> None:
    """Leaves tensors as they are, but what `.grad` holds, what lists hold and what a module's flags are is open afterwards.

    Functions and objects of the program may be called there, and do so to all that they get hold of; flags stay unless
    their code sets some.
    """
    why = Why(place, "it was given to a call that is not known")
    held = _Held(host)
    for value in args.all():
        held.add(value)
    held.open(why)


def handed_over(host: Host, values: Iterable[Value], place: Place) -> None:
    """The same for what a library object holds, of which a method is called: flags stay."""
    held = _Held(host)
    for value in values:
        held.add(value, 1)
    held.open(Why(place, "it was given to a library that may use it here"))


class _Held:
    """All that may be got hold of from some values."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.objects: dict[int, bool] = {}
        """By id whether it was given itself, and not only through code of the program."""
        self.seen: set[Value] = set()
        self.sets_flags = False
        self.attributes: set[str] = set()
        """What the code that may run sets, of whatever object."""

    def add(self, value: Value, depth: int = 0, direct: bool = True) -> None:
        if depth > DEEPEST or type(value) in WITHOUT_REFS:
            return
        match value:
            case Ref(id):
                self._object(id, depth, direct and depth == 0)
            case Function() | Class() if value not in self.seen:
                self.seen.add(value)
                closure = self.host.closure(value)
                self.sets_flags |= closure.sets_flags
                self.attributes |= closure.attributes
                self._all(closure.values, depth + 1, False)
            case Bound() | Partial() | Method() | Tuple() | Choice() | Native():
                self._all(parts(value), depth if isinstance(value, Choice | Tuple) else depth + 1, direct)

    def _all(self, values: Iterable[Value], depth: int, direct: bool) -> None:
        for value in values:
            self.add(value, depth, direct)

    def _object(self, id: int, depth: int, direct: bool) -> None:
        known = self.objects.get(id)
        if known is not None and (known or not direct):
            return
        self.objects[id] = direct
        match found := self.host.state.heap.get(id):
            case Sequence() | Dict():
                self._all(contents(found), depth if direct else depth + 1, direct)
            case Instance(module=True):
                self._all((found.attrs[name] for name in (GIVEN, WHOLE) if name in found.attrs), depth + 1, False)
                self._methods(found.cls)
            case Instance():
                self._all((*contents(found), found.cls), depth + 1, False)

    def _methods(self, cls: Value) -> None:
        """What methods of a module set."""
        if isinstance(cls, Class):
            methods = [each for each in self.host.closure(cls).values if isinstance(each, Function)]
            self.attributes.update(*(self.host.closure(each).attributes for each in methods))
            for base in cls.bases:
                self._methods(base)

    def open(self, why: Why) -> None:
        for id, direct in self.objects.items():
            _open_object(self.host, id, why, direct, self.sets_flags)
            _open_attributes(self.host, id, why, self.attributes)


def _open_attributes(host: Host, id: int, why: Why, names: set[str]) -> None:
    found = host.state.heap.get(id)
    if isinstance(found, Instance):
        either = {name: choice([found.attrs[name], Unknown(why, tainted=True)]) for name in names & found.attrs.keys()}
        host.state.heap[id] = replace(found, attrs={**found.attrs, **either}) if either else found


def _open_object(host: Host, id: int, why: Why, direct: bool, flags: bool) -> None:
    found = host.state.heap.get(id)
    match found:
        case Tensor():
            _open_grads(host, id)
            if flags:
                _open_flag(host, id)
        case Sequence(kind="list" | "set" | "deque"):
            host.state.heap[id] = replace(found, rest=found.rest or Unknown(why), whole=False)
        case Sequence(kind="iterator", items=items) if items:
            left = choice([*items, *(() if found.rest is None else (found.rest,))])
            host.state.heap[id] = replace(found, items=(), rest=left, some=False, whole=False)
        case Dict() if found.rest is None:
            host.state.heap[id] = replace(found, rest=Unknown(why))
        case Instance(module=True):
            for _, tensor in parameters_of(host, id):
                _open_grads(host, tensor)
                if direct or flags:
                    _open_flag(host, tensor)


def _open_grads(host: Host, id: int) -> None:
    """It may have called `backward`."""
    reach = flow(host.state, Ref(id)).reach
    for each in reach.may | {id}:
        found = host.state.tensor(each)
        if (
            found is not None
            and found.grad != EITHER
            and found.states & (Grad.LEAF | Grad.TRACKED)
            and (found.states & Grad.LEAF or found.retains)
        ):
            host.state.heap[each] = replace(found, grad=EITHER, blank=None)


def open_every_grad(host: Host) -> None:
    """A backward may have come to any leaf: its root came out of a call that is not known."""
    for id in host.state.heap.search(Search()):
        found = host.state.heap[id]
        keeps = isinstance(found, Tensor) and (found.states & Grad.LEAF or found.retains)
        if isinstance(found, Tensor) and keeps and (not found.grad & Filled.POPULATED or found.blank):
            host.state.heap[id] = replace(found, grad=found.grad | Filled.POPULATED, blank=None)


def _open_flag(host: Host, id: int) -> None:
    found = host.state.tensor(id)
    if found is not None and not found.states & Grad.TRACKED:
        host.state.heap[id] = replace(found, states=Grad.LEAF | Grad.CONSTANT)
