import torch


class Corridor:
    """Walk right to be paid."""

    actions = 2

    def __init__(self, length):
        self.size = length
        self.position = 0

    def reset(self):
        self.position = 0
        return self._observe()

    def step(self, action):
        self.position = min(max(self.position + (1 if action else -1), 0), self.size - 1)
        done = self.position == self.size - 1
        return self._observe(), 1.0 if done else -0.01, done

    def _observe(self):
        state = torch.zeros(self.size)
        state[self.position] = 1.0
        return state
