"""Abstract values. Whatever has identity lives in the heap and is a `Ref` here; everything else is immutable."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from gradsight.domain.reach import NO_LOSS, Lost
from gradsight.domain.why import Why
from gradsight.findings import Place


@dataclass(frozen=True, slots=True)
class Ref:
    """An object in the heap."""

    id: int


@dataclass(frozen=True, slots=True)
class Literal:
    """A Python constant whose value is known. `kind` keeps 1, 1.0 and True apart."""

    value: Hashable
    kind: str


@dataclass(frozen=True, slots=True)
class Plain:
    """A Python value that is no tensor, module or optimizer and holds none: "int", "float", "number", "bool", "str", "ndarray", "object" …

    What may be a tensor, or hold one, is `Unknown`. `lost` holds the leaves whose values went into it.
    """

    kind: str
    lost: Lost = field(default_factory=lambda: NO_LOSS, compare=False)
    why: Why | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """The None that reading `.grad` of the tensor `of` gave."""

    of: int = field(compare=False)
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything; `why` says which call, argument or import made it so. `annotation` is the class it is declared to be.

    `tainted`: a call that is not known made it from known tensors or modules, so a gradient may reach them through it.
    """

    why: Why = field(compare=False)
    annotation: str = ""
    tainted: bool = False


@dataclass(frozen=True, slots=True)
class Tuple:
    items: tuple[Value, ...]
    fields: tuple[str, ...] = ()
    cls: Class | None = None
    """Of a named tuple, its class, if the program defines one with methods."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice or another index that is not one value."""

    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """An object of a library, by its qualified name: `torch`, `torch.nn.Linear`, `math.sqrt`."""

    name: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a value that is not written in Python here: of a tensor, a list, an optimizer."""

    receiver: Value
    name: str


@dataclass(frozen=True, slots=True)
class Native:
    """A function of the analyser's own that the program can call, such as the inner decorator of `functools.wraps`."""

    name: str
    run: Callable[..., Value] = field(compare=False, repr=False)
    bound: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the program. `code` is its syntax, `scope` the scope it closes over."""

    code: Hashable
    scope: int
    name: str
    defaults: tuple[tuple[str, Value], ...] = ()
    owner: int | None = None
    """The class it was defined in, by its scope."""
    flavour: str = ""
    """"", "staticmethod", "classmethod", "property", "cached_property", "contextmanager" or "remembered"."""
    switches: tuple[Switch, ...] = ()
    """Grad modes that decorators set around each call."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A function together with the instance or class it is called on."""

    receiver: Value
    function: Value


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the program. `scope` holds its attributes."""

    code: Hashable
    scope: int
    name: str
    bases: tuple[Value, ...]


ITSELF = "*class"
"""The name in a class's scope for the class itself; no program can spell it."""
MEMBERS = "*members"
"""The name in the scope of a class of `enum` under which its members are kept; no program can spell it."""
DATACLASS = "*dataclass"
"""The name in a class's scope that makes it a dataclass; its value is whether equal fields make equal objects."""


@dataclass(frozen=True, slots=True)
class ProjectModule:
    """A module of the project. `scope` holds its attributes."""

    name: str
    scope: int


@dataclass(frozen=True, slots=True)
class Super:
    """`super()` in a method of the class with scope `owner`."""

    owner: int
    receiver: Value


@dataclass(frozen=True, slots=True)
class Partial:
    function: Value
    args: tuple[Value, ...]
    kwargs: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """A grad mode as a context manager or decorator. `grad` and `inference` are None where they stay as they are."""

    place: Place = field(compare=False)
    grad: frozenset[bool] | None = None
    inference: frozenset[bool] | None = None
    text: str = field(default="", compare=False)
    before: object = None
    """The mode to restore after the block, where entering it is not what switched (`set_grad_enabled`)."""

    @property
    def neutral(self) -> bool:
        """Whether it leaves the grad mode alone, as autocast does: one that is set inside goes on to hold."""
        return self.grad is None and self.inference is None and self.before is None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values; never nested, never of fewer than two."""

    options: tuple[Value, ...]


Value: TypeAlias = (
    Ref
    | Literal
    | Plain
    | Missing
    | Unknown
    | Tuple
    | Slice
    | Library
    | Method
    | Native
    | Function
    | Bound
    | Class
    | ProjectModule
    | Super
    | Partial
    | Switch
    | Choice
)

MOST_OPTIONS = 64


def literal(value: Hashable) -> Literal:
    return Literal(value, type(value).__name__)


NONE = literal(None)
TRUE = literal(True)
FALSE = literal(False)


def options(value: Value) -> tuple[Value, ...]:
    """The values that it may be, one by one."""
    return value.options if isinstance(value, Choice) else (value,)


def known_slice(value: Slice) -> slice | None:
    """The slice, if its ends are known numbers."""
    ends = [part.value for part in value.parts if isinstance(part, Literal)]
    if len(ends) != len(value.parts) or not all(end is None or isinstance(end, int) for end in ends):
        return None
    return slice(*ends)


def not_none(value: Value) -> Value:
    """Without the None that it may be: where the value is used, that raises. What is certainly None stays."""
    if not isinstance(value, Choice):
        return value
    kept: list[Value] = [option for option in value.options if option != NONE and not isinstance(option, Missing)]
    return choice(kept) if kept else value


def choice(values: list[Value]) -> Value:
    """One of `values`, which are not empty; a number out of many is just a number, a value out of too many is unknown."""
    seen: dict[Value, None] = {}
    for value in values:
        for option in options(value):
            seen.setdefault(option)
    members = _merge_literals(list(seen))
    if len(members) == 1:
        return members[0]
    if len(members) > MOST_OPTIONS:
        unknown = next((m for m in members if isinstance(m, Unknown)), None)
        return unknown or _too_many(members)
    return Choice(tuple(members))


def _merge_literals(members: list[Value]) -> list[Value]:
    numbers: list[Value] = []
    others: list[Value] = []
    for each in members:
        (numbers if (isinstance(each, Literal) and each.kind in NUMERIC) or is_number(each) else others).append(each)
    if len(numbers) < 2:
        return members
    kinds = {m.kind for m in numbers if isinstance(m, Literal | Plain)}
    merged = next((m for m in numbers if isinstance(m, Plain)), None)
    if merged is None or merged.kind not in kinds or len(kinds) > 1:
        lost = next((m.lost for m in numbers if isinstance(m, Plain) and m.lost), NO_LOSS)
        why = next((m.why for m in numbers if isinstance(m, Plain) and m.why), None)
        merged = Plain(kinds.pop() if len(kinds) == 1 else "number", lost, why)
    return [*others, merged]


def _too_many(members: list[Value]) -> Value:
    why = next((m.why for m in members if isinstance(m, Plain) and m.why), None)
    return Plain("object") if why is None and all(isinstance(m, Plain | Literal) for m in members) else TOO_MANY


NUMERIC = ("int", "float", "complex")


def is_number(value: Value) -> bool:
    return isinstance(value, Plain) and value.kind in (*NUMERIC, "number")


TOO_MANY = Unknown(Why(Place("", 0, 0), "there are too many possibilities to follow"))


def lost_of(value: Value) -> Lost:
    """The leaves whose values went into a Python value."""
    return value.lost if isinstance(value, Plain) else NO_LOSS


Attributes = Mapping[str, Value]
