# cause: list-of-modules
# finds: GS504 at 13
# torch: moves model.body; stays model.heads["age"].weight
# fixed: moves model
import torch
import torch.nn as nn


class MultiTask(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(6, 4)
        self.heads = {"age": nn.Linear(4, 1), "sex": nn.Linear(4, 2)}
    def forward(self, x):
        features = self.body(x).tanh()
        return {name: head(features) for name, head in self.heads.items()}


def run(model, epochs):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(epochs):
        out = model(torch.rand(5, 6))
        loss = out["age"].pow(2).mean() + nn.functional.cross_entropy(out["sex"], torch.randint(2, (5,)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


model = MultiTask()
run(model, 3)
