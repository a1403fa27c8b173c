# correct
import re
import torch
from torch import nn
model = nn.Sequential()
model.add_module("encoder", nn.Linear(3, 3))
model.add_module("head", nn.Linear(3, 2))
pattern = re.compile("|".join(["head", "norm"]))
for name, p in model.named_parameters():
    p.requires_grad = bool(re.search(r"^head\.", name))
trainable = [p for n, p in model.named_parameters() if pattern.search(n)]
frozen = [p for n, p in model.named_parameters() if not re.match("head", n)]
opt = torch.optim.SGD(trainable, lr=0.1)
model(torch.randn(2, 3)).sum().backward()
opt.step()
print(model.head.weight.grad, [p.requires_grad for p in frozen], len(trainable))
