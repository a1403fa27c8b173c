# finds: GS202 at 40
# torch: raises AttributeError: 'float' object has no attribute 'backward'
# fixed: moves model
import torch
import torch.nn as nn


class MultiTask(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = nn.Linear(8, 16)
        self.heads = nn.ModuleDict({"age": nn.Linear(16, 1), "sex": nn.Linear(16, 2)})

    def forward(self, x):
        h = torch.relu(self.shared(x))
        return {name: head(h) for name, head in self.heads.items()}


criteria = {"age": nn.MSELoss(), "sex": nn.CrossEntropyLoss()}
weights = {"age": 0.1, "sex": 1.0}


def compute_loss(outputs, targets):
    total = 0.0
    parts = {}
    for name in outputs:
        value = criteria[name](outputs[name], targets[name])
        parts[name] = value.item()
        total += weights[name] * value.item()
    return total, parts


model = MultiTask()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for step in range(3):
    x = torch.rand(4, 8)
    targets = {"age": torch.rand(4, 1), "sex": torch.randint(2, (4,))}
    loss, parts = compute_loss(model(x), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, parts)
