# correct
"""Text enumerations with methods as keys; options loaded from a file."""
import enum
import json
from dataclasses import InitVar, dataclass, field

import torch
from torch import nn


class Part(str, enum.Enum):
    BODY = "body"
    HEAD = "head"

    def title(self):
        return self.value.upper()

    @classmethod
    def trained(cls, text):
        return [cls(name) for name in text.split(",")]


@dataclass
class Options:
    parts: dict = field(default_factory=dict)
    freeze: bool = True
    seed: InitVar[int] = 0

    def __post_init__(self, seed):
        torch.manual_seed(seed)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleDict({"body": nn.Linear(3, 3), "head": nn.Linear(3, 1)})

    def forward(self, x):
        for part in Part:
            x = self.parts[part.value](x)
        return x


options = Options(**json.loads('{"freeze": false, "seed": 3}'))
net = Net()
rates = {"body": 1e-3, "head": 1e-2}
scales = {Part.BODY: torch.ones(1, requires_grad=True), Part.HEAD: torch.ones(1)}
groups = [{"params": net.parts[p.value].parameters(), "lr": rates[p]} for p in Part]
optimizer = torch.optim.SGD(groups, lr=0.1)
if options.freeze:
    for p in net.parameters():
        p.requires_grad_(False)
a = scales["body"] * 2
b = scales.get(Part.HEAD, torch.ones(1, requires_grad=True)) * 2
c = {"body": torch.ones(1, requires_grad=True)}.get(Part.BODY, torch.ones(1)) * 2
d = torch.ones(1, requires_grad=Part.BODY in {"body": 1})
e = torch.ones(1, requires_grad="head" in scales)
loss = net(torch.ones(2, 3)).sum() + a.sum()
loss.backward()
optimizer.step()
for part in Part.trained("head"):
    rates[part] = 0.0
f = torch.ones(1, requires_grad=rates["head"] == 0.0)
a, b, c, d, e, f, loss
