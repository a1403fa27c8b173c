# finds: GS203 at 24
"""Policy search that "differentiates" the reward, which is computed with numpy."""
import numpy as np
import torch
from torch import nn, optim


class Simulator:
    target = np.array([0.5, -0.25], dtype=np.float32)

    def reward(self, actions: np.ndarray) -> np.ndarray:
        return -np.square(actions - self.target).sum(axis=-1)


policy = nn.Sequential(nn.Linear(3, 16), nn.Tanh(), nn.Linear(16, 2))
optimizer = optim.Adam(policy.parameters(), lr=1e-2)
simulator = Simulator()

for iteration in range(4):
    states = torch.randn(8, 3)
    actions = policy(states)
    rewards = torch.from_numpy(simulator.reward(actions.detach().numpy()))
    loss = -rewards.mean()
    loss.requires_grad_()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{iteration}: reward {-loss.item():.3f}")
