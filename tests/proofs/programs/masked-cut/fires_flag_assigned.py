# cause: requires-grad-on-result
# finds: GS203 at 14
# torch: stays model
# fixed: moves model
import torch
from torch import nn

model = nn.Linear(4, 3)
optimizer = torch.optim.Adam(model.parameters())
x = torch.rand(8, 4)
with torch.no_grad():
    score = model(x).logsumexp(dim=1)
loss = score.mean()
loss.requires_grad = True
optimizer.zero_grad()
loss.backward()
optimizer.step()
