import random
from collections import deque
from typing import NamedTuple

import torch


class Transition(NamedTuple):
    state: torch.Tensor
    action: int
    reward: float
    following: torch.Tensor
    done: bool


class ReplayBuffer:
    def __init__(self, capacity):
        self._items = deque(maxlen=capacity)

    def push(self, transition):
        self._items.append(transition)

    def sample(self, count):
        batch = Transition(*zip(*random.sample(list(self._items), count)))
        return (
            torch.stack(batch.state),
            torch.tensor(batch.action).unsqueeze(1),
            torch.tensor(batch.reward),
            torch.stack(batch.following),
            torch.tensor(batch.done, dtype=torch.float32),
        )

    def __len__(self):
        return len(self._items)
