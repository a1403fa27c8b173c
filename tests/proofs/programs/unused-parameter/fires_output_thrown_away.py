# cause: unused-in-graph
# finds: GS508 at 9
# torch: lacks critic.weight; moves actor, body
# no fix: GS508
import torch
from torch import nn

body, actor = nn.Linear(4, 8), nn.Linear(8, 2)
critic = nn.Linear(8, 1)
optimizer = torch.optim.Adam([*body.parameters(), *actor.parameters(), *critic.parameters()], lr=1e-2)
for episode in range(3):
    hidden = body(torch.rand(5, 4)).tanh()
    policy, value = torch.distributions.Categorical(logits=actor(hidden)), critic(hidden)
    action = policy.sample()
    loss = -(policy.log_prob(action) * torch.rand(5)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
