"""Walking a module for its parameters, buffers and submodules, in torch's order, each object once."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.objects import MANY, Instance, Tensor
from gradsight.domain.values import Ref, Value, options
from gradsight.knowledge.host import Host

WRAPPERS = (
    "torch.nn.DataParallel",
    "torch.nn.parallel.DataParallel",
    "torch.nn.parallel.DistributedDataParallel",
    "torch.distributed.fsdp.FullyShardedDataParallel",
    "torch.optim.swa_utils.AveragedModel",
)
"""Modules that hold another one as `module` and call it."""


def parameters_of(host: Host, id: int, kind: str = "parameter", recurse: bool = True) -> list[tuple[str, int]]:
    """Path and id of each parameter (or `kind="buffer"`), of submodules too."""
    seen: dict[int, str] = {}
    for path, module in modules_of(host, id) if recurse else [("", id)]:
        found = host.state.heap[module]
        assert isinstance(found, Instance)
        for name, value in _registered(found, kind):
            for option in options(value):
                if isinstance(option, Ref) and isinstance(host.state.heap.get(option.id), Tensor):
                    seen.setdefault(option.id, f"{path}.{name}" if path else name)
    return [(path, tensor) for tensor, path in seen.items()]


def _registered(found: Instance, kind: str) -> Iterator[tuple[str, Value]]:
    for name, registered in found.registered.items():
        if registered == kind and name in found.attrs:
            yield name, found.attrs[name]


def modules_of(host: Host, id: int) -> list[tuple[str, int]]:
    """Path and id of the module itself and of everything below it, each once."""
    result: list[tuple[str, int]] = []
    _walk(host, id, "", result, set())
    return result


def _walk(host: Host, id: int, path: str, result: list[tuple[str, int]], seen: set[int]) -> None:
    found = host.state.heap.get(id)
    if id in seen or not isinstance(found, Instance):
        return
    seen.add(id)
    result.append((path, id))
    for name, child in children_of(host, id):
        _walk(host, child, f"{path}.{name}" if path else name, result, seen)


def children_of(host: Host, id: int) -> list[tuple[str, int]]:
    """Name and id of each direct submodule."""
    found = host.state.heap[id]
    assert isinstance(found, Instance)
    return [
        (name, option.id)
        for name, value in _registered(found, "module")
        for option in options(value)
        if isinstance(option, Ref) and isinstance(host.state.heap.get(option.id), Instance)
    ]


def opaque_of(host: Host, id: int) -> bool:
    """Whether there may be parameters that are not seen."""
    for _, module in modules_of(host, id):
        found = host.state.heap[module]
        if isinstance(found, Instance) and found.opaque is not None and found.registered.get(MANY) != "parameter":
            return True
    return False
