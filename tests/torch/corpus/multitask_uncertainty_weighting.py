# correct
from collections import OrderedDict, defaultdict

import torch
from torch import Tensor, nn
import torch.nn.functional as F


class UncertaintyLoss(nn.Module):
    """Kendall et al.: one learned log variance a task."""

    def __init__(self, tasks):
        super().__init__()
        self.log_vars = nn.ParameterDict({t: nn.Parameter(torch.zeros(1)) for t in tasks})

    def forward(self, losses: dict[str, Tensor]) -> Tensor:
        total = 0
        for task, loss in losses.items():
            precision = torch.exp(-self.log_vars[task])
            total = total + precision * loss + self.log_vars[task]
        return total.squeeze()


class MultiTaskNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(OrderedDict([("fc", nn.Linear(6, 16)), ("act", nn.ReLU())]))
        self.heads = nn.ModuleDict({"digit": nn.Linear(16, 4), "angle": nn.Linear(16, 1), "flag": nn.Linear(16, 1)})

    def forward(self, x):
        shared = self.trunk(x)
        return {name: head(shared) for name, head in self.heads.items()}


criteria = {
    "digit": lambda out, y: F.cross_entropy(out, y),
    "angle": lambda out, y: F.smooth_l1_loss(out.squeeze(1), y),
    "flag": lambda out, y: F.binary_cross_entropy_with_logits(out.squeeze(1), y),
}
net, weighting = MultiTaskNet(), UncertaintyLoss(criteria)
optimizer = torch.optim.Adam([*net.parameters(), *weighting.parameters()], lr=1e-2)
history = defaultdict(list)

for step in range(4):
    x = torch.randn(12, 6)
    targets = {"digit": torch.randint(4, (12,)), "angle": torch.rand(12), "flag": (x[:, 0] > 0).float()}
    outputs = net(x)
    losses = {task: criterion(outputs[task], targets[task]) for task, criterion in criteria.items()}
    total = weighting(losses)
    optimizer.zero_grad()
    total.backward()
    optimizer.step()
    for task, value in losses.items():
        history[task].append(value.item())
print({task: [round(v, 3) for v in values] for task, values in history.items()})

# conflicting gradients, PCGrad style, on the shared trunk
shared = list(net.trunk.parameters())
outputs = net(x)
grads = []
for i, (task, criterion) in enumerate(criteria.items()):
    loss = criterion(outputs[task], targets[task])
    g = torch.autograd.grad(loss, shared, retain_graph=i + 1 < len(criteria))
    grads.append(torch.cat([part.flatten() for part in g]))
projected = [g.clone() for g in grads]
for i, gi in enumerate(projected):
    for j, gj in enumerate(grads):
        if i != j and (dot := torch.dot(gi, gj)) < 0:
            gi -= dot / gj.norm() ** 2 * gj
merged = torch.stack(projected).sum(0)
offset = 0
for p in shared:
    p.grad = merged[offset : offset + p.numel()].view_as(p).clone()
    offset += p.numel()
optimizer.step()
print(merged.shape, weighting.log_vars["angle"].grad is not None)
