# correct
"""Optimizers that call a closure: LBFGS, and SGD with a closure that is optional."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
model = nn.Linear(2, 1)
x, y = torch.randn(10, 2), torch.randn(10, 1)
optimizer = torch.optim.LBFGS(model.parameters(), max_iter=3, line_search_fn="strong_wolfe")
history = []


def closure():
    optimizer.zero_grad()
    prediction = model(x)
    loss = F.mse_loss(prediction, y)
    loss.backward()
    history.append(loss.item())
    return loss


for _ in range(2):
    loss = optimizer.step(closure)
final = closure()

image = torch.zeros(1, 3, requires_grad=True)
artist = torch.optim.LBFGS([image])
run = [0]
while run[0] < 3:

    def repaint():
        with torch.no_grad():
            image.clamp_(0, 1)
        artist.zero_grad()
        style = (image - 0.5).square().sum()
        style.backward()
        run[0] += 1
        return style

    artist.step(repaint)
with torch.no_grad():
    painted = image.clamp(0, 1)

plain = torch.optim.SGD(model.parameters(), lr=0.01)
value = plain.step(lambda: F.mse_loss(model(x), y))
