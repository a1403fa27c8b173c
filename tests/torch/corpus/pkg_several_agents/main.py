# correct
"""Several agents with critics over all observations, targets copied deeply, noise scheduled, settings from the command line."""
import sys

import torch

from core.env import Spread
from core.team import Team
from core.replay import Replay

n = int(sys.argv[1]) if len(sys.argv) > 1 else 3
torch.manual_seed(0)
env = Spread(n)
team = Team.from_env(env, hidden=8)
replay = Replay(50)
for episode in range(3):
    obs = env.reset()
    for t in range(5):
        actions = team.act(obs, explore=True)
        nxt, rewards, done = env.step([a.numpy() for a in actions])
        replay.push(obs, actions, rewards, nxt, done)
        obs = nxt
        if len(replay) >= 8:
            for i in range(team.n):
                losses = team.update(replay.sample(4), i)
            team.soft_update()
print(losses, sum(p.numel() for p in team.parameters()))
