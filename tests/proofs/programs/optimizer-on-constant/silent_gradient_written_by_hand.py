# cause: optimizer-wrong-params
# torch: moves master
import torch
from torch import nn

model = nn.Linear(4, 1).to(torch.bfloat16)
master = [p.detach().clone().float() for p in model.parameters()]
optimizer = torch.optim.SGD(master, lr=0.1)
for step in range(3):
    loss = model(torch.rand(8, 4, dtype=torch.bfloat16)).pow(2).mean()
    model.zero_grad()
    loss.backward()
    for copy, parameter in zip(master, model.parameters()):
        copy.grad = parameter.grad.float()
    optimizer.step()
    with torch.no_grad():
        for copy, parameter in zip(master, model.parameters()):
            parameter.copy_(copy)
master = master[0]
