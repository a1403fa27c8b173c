# cause: constant-output
# finds: GS313 at 12
# torch: zeros model.weight, model.bias
# fixed: gets model; moves model
import torch
from torch import nn

model = nn.Linear(5, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for step in range(3):
    x, y = torch.rand(8, 5), torch.randint(2, (8, 1)).float()
    p = torch.softmax(model(x), dim=1)
    loss = nn.functional.binary_cross_entropy(p, y.clamp(1.0, 1.0))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
