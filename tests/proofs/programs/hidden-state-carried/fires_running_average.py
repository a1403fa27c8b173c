# cause: hidden-state-carry
# finds: GS206 at 15
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: moves model
import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
average = torch.zeros(())
for step in range(10):
    loss = model(torch.rand(8, 4)).pow(2).mean()
    average = 0.9 * average + 0.1 * loss
    optimizer.zero_grad()
    average.backward()
    optimizer.step()
