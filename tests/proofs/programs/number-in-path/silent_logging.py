# cause: item-in-loss
# torch: moves model
import torch
from torch import nn

model, history = nn.Linear(3, 1), []
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    loss = model(torch.rand(4, 3)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    history.append(loss.item())
    print(f"{float(loss):.3f}")
