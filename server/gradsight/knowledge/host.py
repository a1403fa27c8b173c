"""What a handler gets (`Call`) and what it may ask of the interpreter (`Host`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from gradsight.domain.events import Log, Visit
from gradsight.domain.grad import Tri
from gradsight.domain.objects import Generator, Object
from gradsight.domain.reach import NOTHING, Ids
from gradsight.domain.state import Mode, State
from gradsight.domain.values import Choice, Class, Function, Ref, Unknown, Value
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Items:
    """What iterating gives: known items, then any number of `rest`; with `some`, certainly at least one of it."""

    known: tuple[Value, ...] = ()
    rest: Value | None = None
    some: bool = False
    whole: bool = False
    """As of `Sequence`."""
    mode: Mode | None = None
    """The grad mode while an item is used, where a generator that has it has not ended yet."""
    own: Ids = NOTHING
    """As of `Sequence`."""

    @property
    def certain(self) -> bool:
        """Whether there certainly is an item."""
        return bool(self.known) or self.some


@dataclass(frozen=True, slots=True)
class Args:
    """The arguments of a call. `more` stands for arguments in a `*` or `**` of unknown length."""

    positional: tuple[Value, ...] = ()
    keywords: dict[str, Value] = field(default_factory=dict)
    more: Value | None = None
    places: tuple[Place, ...] = ()
    """Where the positional arguments stand; may be shorter."""
    whole: bool = False
    """Of `more`, as of `Sequence`."""

    def with_first(self, first: Value) -> Args:
        return Args((first, *self.positional), self.keywords, self.more, self.places, self.whole)

    def all(self) -> tuple[Value, ...]:
        """Every value that is passed."""
        more = () if self.more is None else (self.more,)
        return (*self.positional, *self.keywords.values(), *more)


@dataclass(frozen=True, slots=True)
class Closure:
    """What a function or class of the program gets hold of by names; whether its code sets `requires_grad` anywhere."""

    values: tuple[Value, ...]
    sets_flags: bool = False
    attributes: frozenset[str] = frozenset()
    """What the function sets, of whatever object; constructors set nothing of one that is there."""


class Host(Protocol):
    """The interpreter, as far as knowledge needs it."""

    state: State
    log: Log
    backwards: int
    grad_reads: dict[int, Place]
    saves: bool
    """Whether what operations save for backward is kept by torch itself, as it is outside checkpoints and hooks."""
    twice: bool
    """Whether the program takes gradients of gradients anywhere."""

    @property
    def statement(self) -> Place: ...
    def new(self, found: Object) -> Ref: ...
    def call(self, function: Value, args: Args, place: Place) -> Value: ...
    def iterate(self, value: Value, lazily: bool = False) -> Items: ...
    def attribute(self, value: Value, name: str, place: Place) -> Value: ...
    def item(self, value: Value, index: Value, place: Place) -> Value: ...
    def set_attribute(self, value: Value, name: str, new: Value, place: Place, plainly: bool = False) -> None: ...
    def key(self, value: Value) -> Value | None: ...
    def truth(self, value: Value) -> Tri: ...
    def fail(self) -> None: ...
    def visit(self, place: Place) -> Visit: ...
    def switched(self, mode: Mode) -> AbstractContextManager[None]: ...
    def vaguely(self) -> AbstractContextManager[None]: ...
    def result_only(self) -> AbstractContextManager[None]: ...
    def returned(self, owner: Value, method: str) -> Place | None: ...
    def either(self, branches: list[Callable[[], Value]]) -> Value: ...
    def each(self, values: Sequence[Value], run: Callable[[Value], Value]) -> Value: ...
    def is_subclass(self, cls: Value, name: str) -> Tri: ...
    def modes(self, context: Generator) -> tuple[Mode, Mode]: ...
    def closure(self, code: Function | Class) -> Closure: ...
    def has(self, cls: Value, name: str) -> bool: ...
    def is_instance(self, value: Value, cls: Value) -> Tri: ...
    def binary(self, name: str, left: Value, right: Value, place: Place) -> Value: ...
    def library_base(self, cls: Value) -> Value | None: ...
    def source(self, place: Place) -> str: ...
    def meaning(self, name: str) -> Meaning | None: ...


@dataclass(slots=True)
class Call:
    """One call of something that a library defines. Positional arguments of a method begin with its receiver."""

    host: Host
    name: str
    args: Args
    place: Place

    def arg(self, index: int, name: str, default: Value | None = None) -> Value | None:
        """The argument at a position or under a name; `default` if it is not given."""
        if name in self.args.keywords:
            return self.args.keywords[name]
        if index < len(self.args.positional):
            return self.args.positional[index]
        return self.args.more if self.args.more is not None and default is None else default

    @property
    def receiver(self) -> Value:
        """The first argument; unknown where there is none, as in `re.match(**given)`."""
        return (
            self.args.positional[0]
            if self.args.positional
            else Unknown(Why(self.place, "it is not given in its place"))
        )

    def receivers(self) -> Iterator[int]:
        """The heap objects that the receiver may be."""
        receiver = self.receiver
        for option in receiver.options if isinstance(receiver, Choice) else (receiver,):
            if isinstance(option, Ref):
                yield option.id

    def unknown(self, text: str) -> Unknown:
        """A result that is not known; a gradient may go through it to whatever was passed."""
        from gradsight.knowledge.effects import tainted

        return Unknown(Why(self.place, text), tainted=tainted(self.host, self.args))


Handler = Callable[[Call], Value]
