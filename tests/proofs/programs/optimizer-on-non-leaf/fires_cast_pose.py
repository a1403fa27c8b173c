# cause: nonleaf-optimizer
# finds: GS501 at 9
# torch: raises ValueError: can't optimize a non-leaf Tensor
# fixed: moves rotation, translation
import torch


def fit(points, observed, rotation, translation):
    optimizer = torch.optim.LBFGS([rotation, translation], lr=0.1, max_iter=5)
    def closure():
        optimizer.zero_grad()
        loss = (points * rotation + translation - observed).pow(2).sum()
        loss.backward()
        return loss

    return optimizer.step(closure)


rotation = torch.ones(3, requires_grad=True).double()
translation = torch.zeros(3, dtype=torch.float64, requires_grad=True)
points = torch.rand(10, 3, dtype=torch.float64)
print(fit(points, points * 2 + 1, rotation, translation))
