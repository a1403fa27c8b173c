# cause: state-dict-detached, optimizer-wrong-params
# finds: GS502 at 9
# torch: gets model; stays model.weight
# fixed: moves model
import torch
from torch import nn

model = nn.Linear(5, 1)
optimizer = torch.optim.AdamW(model.state_dict().values(), lr=0.1)
x, y = torch.rand(16, 5), torch.rand(16, 1)
for epoch in range(3):
    loss = nn.functional.mse_loss(model(x), y)
    model.zero_grad()
    loss.backward()
    optimizer.step()
