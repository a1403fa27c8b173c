# cause: optimizer-empty
# finds: GS503 at 12
# torch: raises ValueError: optimizer got an empty parameter list
# fixed: moves model
import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
params = model.parameters()
total = sum(p.numel() for p in params)
print(f"{total} parameters")
optimizer = torch.optim.Adam(params, lr=1e-2)
loss = model(torch.rand(2, 4)).sum()
loss.backward()
optimizer.step()
