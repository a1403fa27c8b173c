# correct
"""Policy and value share a trunk; each batch of steps is gone over several times."""
import torch

from ppo.env import Pole
from ppo.policy import ActorCritic
from ppo.update import PPO, Settings

torch.manual_seed(17)
settings = Settings(epochs=2, minibatch=8)
policy = ActorCritic(Pole.observations, Pole.actions)
learner = PPO(policy, settings)
env = Pole()
observation = env.reset()
for iteration in range(2):
    steps = []
    for _ in range(16):
        action, logp, value = policy.act(observation)
        following, reward, done = env.step(action.item())
        steps.append(dict(obs=observation, action=action, logp=logp, value=value, reward=reward, done=done))
        observation = env.reset() if done else following
    with torch.no_grad():
        last = policy(observation)[1]
    stats = learner.update(steps, last)
    print(iteration, stats)
assert not policy.act(observation)[1].requires_grad
