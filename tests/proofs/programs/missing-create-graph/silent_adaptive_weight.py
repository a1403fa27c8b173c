# cause: missing-create-graph
# torch: moves decoder
import torch
from torch import nn

decoder = nn.Linear(4, 4)
critic = nn.Linear(4, 1)
optimizer = torch.optim.Adam(decoder.parameters())
for step in range(3):
    out = decoder(torch.rand(8, 4))
    reconstruction, adversarial = out.pow(2).mean(), -critic(out).mean()
    first = torch.autograd.grad(reconstruction, decoder.weight, retain_graph=True)[0]
    second = torch.autograd.grad(adversarial, decoder.weight, retain_graph=True)[0]
    weight = first.norm() / (second.norm() + 1e-4)
    optimizer.zero_grad()
    (reconstruction + weight * adversarial).backward()
    optimizer.step()
