# finds: GS102 at 14
from torch import nn, optim
import torch

# Sensitivity analysis: which of the three inputs matters? Only `params` asked for gradients.
torch.manual_seed(5)
surface = nn.Sequential(nn.Linear(3, 12), nn.SiLU(), nn.Linear(12, 1))
params = torch.tensor([[0.2, 0.4, 0.6]], requires_grad=True)
offsets = torch.zeros(1, 3)
response = surface(params + offsets)
response.backward()

print("d response / d params", params.grad)
print("d response / d offsets", offsets.grad)

optimizer = optim.SGD(surface.parameters(), lr=0.1)
optimizer.step()
with torch.no_grad():
    after = surface(params)
print("moved by", (after - response).item())
