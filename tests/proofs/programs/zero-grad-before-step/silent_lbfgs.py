# torch: moves point
import torch

point = torch.tensor([-1.0, 2.0], requires_grad=True)
optimizer = torch.optim.LBFGS([point], max_iter=10)


def closure():
    optimizer.zero_grad()
    loss = (1 - point[0]) ** 2 + 100 * (point[1] - point[0] ** 2) ** 2
    loss.backward()
    return loss


for _ in range(3):
    optimizer.step(closure)
    optimizer.zero_grad()
