# correct
"""Two modules import each other; the names they need are there when they are used."""
import torch

from nodes import Node, grow

torch.manual_seed(0)
root = grow(2)
optimizer = torch.optim.SGD(root.parameters(), lr=0.1)
loss = root(torch.ones(3)).sum()
loss.backward()
optimizer.step()
print(isinstance(root, Node), loss)
