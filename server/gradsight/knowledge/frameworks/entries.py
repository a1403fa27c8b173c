"""Entry points: methods that a framework calls. They are run as the framework runs them where the program does not show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gradsight.domain.objects import Dict, Optimizer, Tensor
from gradsight.domain.values import Ref, Tuple, Value, options
from gradsight.domain.walk import contents
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.torch.backward import run_backward
from gradsight.knowledge.torch.optimizers import note_step

Run = Callable[[Host, Ref, Place], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a framework does with instances of the program's classes. `methods` are those that `run` calls."""

    base: str
    """The last part of the name of the framework's class."""
    libraries: tuple[str, ...]
    first: str
    """The method without which there is nothing to run."""
    methods: tuple[str, ...]
    run: Run


ENTRIES: list[Entry] = []


def entry(base: str, libraries: tuple[str, ...], first: str, *methods: str) -> Callable[[Run], Run]:
    """Registers what a framework does with subclasses of its class `base`."""

    def register(run: Run) -> Run:
        ENTRIES.append(Entry(base, libraries, first, (first, *methods), run))
        return run

    return register


def entry_of(name: str) -> Entry | None:
    """The entry for subclasses of the library class of this name."""
    library, last = name.partition(".")[0], name.rpartition(".")[2]
    return next((each for each in ENTRIES if last == each.base and library in each.libraries), None)


def call_if_there(host: Host, instance: Ref, name: str, args: Args, place: Place) -> Value | None:
    """The result of a method that the program's class defines; None if it does not."""
    found = host.state.heap[instance.id]
    cls = getattr(found, "cls", None)
    if cls is None or not host.has(cls, name):
        return None
    return host.call(host.attribute(instance, name, place), args, place)


def optimizers_in(host: Host, value: Value, depth: int = 0) -> list[int]:
    """The optimizers that a value is, or that lists and dicts in it hold."""
    result: list[int] = []
    for option in value.items if isinstance(value, Tuple) else options(value):
        found = host.state.heap.get(option.id) if isinstance(option, Ref) else None
        if isinstance(found, Optimizer) and isinstance(option, Ref):
            result.append(option.id)
        elif depth < 3 and isinstance(option, Tuple):
            result.extend(optimizers_in(host, option, depth + 1))
        elif depth < 3 and found is not None and not isinstance(found, Tensor):
            result.extend(id for part in contents(found) for id in optimizers_in(host, part, depth + 1))
    return list(dict.fromkeys(result))


def loss_in(host: Host, result: Value) -> Ref | None:
    """The tensor in what a step returned: itself, the first of a tuple, or the item `loss` of a dict."""
    if isinstance(result, Tuple) and result.items:
        return loss_in(host, result.items[0])
    if not isinstance(result, Ref):
        return None
    found = host.state.heap[result.id]
    if isinstance(found, Dict):
        named = next((value for key, value in found.items.items() if getattr(key, "value", None) == "loss"), None)
        return None if named is None else loss_in(host, named)
    return result if isinstance(found, Tensor) and not found.loose else None


def train_on(host: Host, result: Value, optimizers: list[int], place: Place) -> None:
    """The framework's `backward` of what a step returned, and the optimizers' steps."""
    loss = loss_in(host, result)
    if loss is None:
        return
    found = host.state.heap[loss.id]
    assert isinstance(found, Tensor)
    at = found.why.place if found.why.place.path else place
    run_backward(Call(host, "torch.Tensor.backward", Args((loss,), places=(at,)), at), loss, first=1)
    for id in optimizers:
        note_step(host, id, at)
