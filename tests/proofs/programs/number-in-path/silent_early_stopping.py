# torch: moves w
import torch

w = torch.rand(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
best = float("inf")
for step in range(5):
    loss = (w - 1).pow(2).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if float(loss) > best:
        break
    best = min(best, float(loss))
