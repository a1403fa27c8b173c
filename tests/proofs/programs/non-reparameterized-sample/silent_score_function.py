# cause: nonreparam-sample
# torch: moves policy
import torch
from torch import nn
from torch.distributions import Categorical

policy = nn.Linear(4, 3)
optimizer = torch.optim.Adam(policy.parameters(), lr=1e-2)
for episode in range(3):
    log_probs, rewards = [], []
    for step in range(4):
        choice = Categorical(logits=policy(torch.rand(4)))
        action = choice.sample()
        log_probs.append(choice.log_prob(action))
        rewards.append(float(action == 1))
    loss = -(torch.stack(log_probs) * torch.tensor(rewards)).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
