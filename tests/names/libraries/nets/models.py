from __future__ import annotations

import functools
from contextlib import contextmanager
from typing import TYPE_CHECKING, Dict, List, Optional, Tuple, Union

import torch
import torch.nn as nn
from torch import Tensor
from torch.nn import Module as M

if TYPE_CHECKING:
    from typing import Self

    from nets.slow import Config

Batch = Dict[str, Tensor]


class Net(nn.Module):
    limit: int = 3

    def __init__(self, width=8):
        super().__init__()
        self.body = nn.Linear(width, width)

    def embed(self, x: Tensor) -> "Tensor":
        return self.body(x)

    def width(self) -> int:
        return 8

    @property
    def scale(self) -> float:
        return 1.0

    def copy(self) -> Self:
        return self


class Deep(Net, M):
    pass


class Head(nn.Linear):
    pass


class Own:
    pass


class Store:
    size: int = 3

    def fetch(self, index) -> Tensor:
        return torch.ones(3)

    def weigh(self, index) -> float:
        return 1.0

    def build(self) -> Net:
        return Net()

    def silent(self, x):
        return x

    @property
    def table(self) -> Tensor:
        return torch.ones(3)


def open_store(path) -> Store:
    return Store()


class Half(Own, absent.Mixin):
    pass


def helper(x, config: Config) -> Optional[Tensor]:
    return x


def build(name) -> Net:
    return Net()


def count(x: Tensor) -> int:
    return len(x)


def pair(x) -> Tuple[Tensor, torch.LongTensor]:
    return x, x


def many(x) -> List[Tensor]:
    return [x]


def batch(x) -> Batch:
    return {"x": x}


def mixed(x) -> Tensor | Absent:
    return x


def either(x) -> Union[Tensor, str]:
    return x


def sphinx(x):
    """Halves.

    :param x: anything
    :rtype: torch.Tensor
    """
    return x / 2


def google(x):
    """Halves.

    Returns:
        Tensor: the half
    """
    return x / 2


def silent(x):
    return x


@functools.lru_cache
def cached(x) -> float:
    return 1.0


@contextmanager
def opened(x) -> Tensor:
    yield x


@unheard_of
def wrapped(x) -> Tensor:
    return x


async def awaited(x) -> Tensor:
    return x
