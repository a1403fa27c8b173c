# raises: AttributeError: 'NoneType' object has no attribute 'clone'
# finds: GS101 at 16
# The gradient of one row is asked from the row, which is a new tensor each time it is indexed.
import torch
from torch import nn

emb = nn.Embedding(6, 3)
proj = nn.Linear(3, 1)
tokens = torch.tensor([0, 2, 2, 5])

row = emb.weight[2]
score = proj(emb(tokens)).sigmoid().mean() + proj(row).tanh().squeeze()
score.backward()

print("table:", emb.weight.grad.norm(dim=1))
per_row = row.grad.clone()
print("row 2:", per_row)

for name, p in proj.named_parameters():
    print(name, p.grad.norm().item())
