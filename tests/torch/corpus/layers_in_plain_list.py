# finds: GS504 at 12
# The hidden layers sit in a list: only input and output layer are trained.
import torch
import torch.nn as nn
import torch.nn.functional as F


class DeepMLP(nn.Module):
    def __init__(self, dim_in, dim_hidden, dim_out, depth):
        super().__init__()
        self.inp = nn.Linear(dim_in, dim_hidden)
        self.hidden = [nn.Linear(dim_hidden, dim_hidden) for _ in range(depth)]
        self.out = nn.Linear(dim_hidden, dim_out)

    def forward(self, x):
        x = F.relu(self.inp(x))
        for layer in self.hidden:
            x = x + F.relu(layer(x))
        return self.out(x)


model = DeepMLP(4, 8, 1, depth=3)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
print(sum(p.numel() for p in model.parameters()), "parameters")

x = torch.randn(30, 4)
y = (x**2).sum(1, keepdim=True)
for epoch in range(5):
    optimizer.zero_grad()
    loss = F.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
print(loss.item())
