# finds: GS201 at 19
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets model
import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


def validate(model):
    torch.set_grad_enabled(False)
    return model(torch.rand(8, 4)).mean().item()


for epoch in range(100):
    loss = model(torch.rand(8, 4)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(validate(model))
