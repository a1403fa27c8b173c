import random
from typing import NamedTuple

import torch
from torch import Tensor


class Episode(NamedTuple):
    obs: Tensor
    act: Tensor
    rew: Tensor


class Episodes:
    def __init__(self, config):
        self.config = config
        self.episodes: list[Episode] = []

    def add(self, obs, act, rew):
        self.episodes.append(Episode(obs, act, rew))

    def sample(self):
        chosen = [random.choice(self.episodes) for _ in range(self.config.batch)]
        return tuple(torch.stack(parts, dim=1) for parts in zip(*chosen))
