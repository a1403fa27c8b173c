import random
import torch
w = torch.nn.Parameter(torch.ones(()))
with torch.inference_mode():
    a = torch.ones(3) * 2
b = random.choice([a, torch.ones(3), torch.ones(3), torch.ones(3), torch.ones(3)])
if random.random() < 0.1:
    with torch.inference_mode():
        w = w * 2
w.requires_grad_(True)
y = b.mul(torch.ones(3, requires_grad=True))
y
