import random
from collections import deque

import torch


class Replay:
    def __init__(self, size):
        self.data = deque(maxlen=size)

    def __len__(self):
        return len(self.data)

    def push(self, *step):
        self.data.append(step)

    def sample(self, k):
        obs, actions, rewards, nxt, done = zip(*random.sample(self.data, k))
        stack = lambda rows: [torch.stack(column) for column in zip(*rows)]
        return stack(obs), stack(actions), torch.tensor(rewards).t(), stack(nxt)
