# correct
"""Q-learning from a buffer, with a target net that follows softly."""
import torch

from agents.buffer import ReplayBuffer, Transition
from agents.dqn import Agent
from envs import Corridor

torch.manual_seed(4)
env = Corridor(length=5)
agent = Agent(env.size, env.actions)
memory = ReplayBuffer(capacity=200)
losses = []
for episode in range(4):
    state, done, steps = env.reset(), False, 0
    while not done and steps < 20:
        action = agent.act(state, epsilon=max(0.1, 1.0 - 0.2 * episode))
        following, reward, done = env.step(action)
        memory.push(Transition(state, action, reward, following, done))
        state = following
        steps += 1
        if len(memory) >= 8:
            losses.append(agent.learn(memory.sample(8)))
print(len(losses), sum(losses) / len(losses))
for online, target in zip(agent.online.parameters(), agent.target.parameters()):
    assert online.grad is not None and target.grad is None
