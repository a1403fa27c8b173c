# cause: leaf-rebound
# finds: GS402 at 14
# torch: raises RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
# fixed: runs
import torch


def fit(points, steps, rate):
    centre = torch.zeros(2, requires_grad=True)
    for _ in range(steps):
        loss = (points - centre).norm(dim=1).sum()
        loss.backward()
        with torch.no_grad():
            centre = centre - rate * centre.grad
    return centre


print(fit(torch.rand(12, 2), 4, 0.05))
