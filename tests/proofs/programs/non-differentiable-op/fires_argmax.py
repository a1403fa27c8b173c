# cause: nondiff-index
# finds: GS308 at 11
# torch: gets embed; stays gate.weight
# fixed: moves gate, embed
import torch
from torch import nn

gate, embed = nn.Linear(4, 3), nn.Embedding(3, 2)
optimizer = torch.optim.SGD([*gate.parameters(), *embed.parameters()], lr=0.1)
for step in range(8):
    chosen = gate(torch.rand(16, 4)).argmax(dim=1)
    loss = embed(chosen).pow(2).mean() + 0 * embed.weight.sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
