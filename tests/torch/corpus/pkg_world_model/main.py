# correct
"""A world model: its parameters are frozen by a context manager while the actor learns through it."""
import torch

from agent import Dreamer
from buffer import Episodes
from configs import Config

config = Config(horizon=3, batch=4)
torch.manual_seed(config.seed)
episodes = Episodes(config)
for _ in range(3):
    episodes.add(torch.randn(6, config.obs), torch.randn(6, config.act), torch.randn(6))
agent = Dreamer(config)
for step in range(2):
    metrics = agent.train_step(*episodes.sample())
    print({k: round(v, 3) for k, v in metrics.items()})
assert all(p.requires_grad for p in agent.world.parameters())
assert all(p.grad is not None for p in agent.actor.parameters())
