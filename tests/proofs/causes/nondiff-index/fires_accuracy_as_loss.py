# finds: GS201 at 15
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets model; moves model
import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
optimizer = torch.optim.Adam(model.parameters())
for step in range(3):
    x, y = torch.rand(8, 4), torch.randint(3, (8,))
    logits = model(x)
    accuracy = (logits.argmax(dim=1) == y).float().mean()
    loss = 1 - accuracy
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
