# correct
import torch
from torch import optim

# Four ways to minimise the Rosenbrock function.


def rosenbrock(xy):
    x, y = xy
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def with_lbfgs(start, rounds=5):
    xy = torch.tensor(start, requires_grad=True)
    lbfgs = optim.LBFGS([xy], history_size=10, max_iter=4, line_search_fn="strong_wolfe")
    history = []

    def closure():
        lbfgs.zero_grad()
        objective = rosenbrock(xy)
        objective.backward()
        return objective

    for _ in range(rounds):
        history.append(lbfgs.step(closure).item())
    return xy.detach(), history


def with_optimizer(start, cls, rounds=5, **kwargs):
    xy = torch.tensor(start, requires_grad=True)
    optimizer = cls([xy], **kwargs)
    for _ in range(rounds):
        optimizer.zero_grad()
        loss = rosenbrock(xy)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(xy, 1.0)
        optimizer.step()
    return xy.detach(), loss.item()


def by_hand(start, lr=1e-3, rounds=5):
    xy = torch.tensor(start).requires_grad_()
    for _ in range(rounds):
        (gradient,) = torch.autograd.grad(rosenbrock(xy), xy)
        xy = (xy - lr * gradient).detach().requires_grad_()
    return xy.detach(), rosenbrock(xy).item()


def newton(start, rounds=3):
    xy = torch.tensor(start)
    for _ in range(rounds):
        gradient = torch.autograd.functional.jacobian(rosenbrock, xy)
        hessian = torch.autograd.functional.hessian(rosenbrock, xy)
        xy = xy - torch.linalg.solve(hessian, gradient)
    return xy, rosenbrock(xy).item()


start = [-0.5, 1.5]
print(with_lbfgs(start))
print(with_optimizer(start, optim.Adam, lr=0.1))
print(with_optimizer(start, optim.SGD, rounds=8, lr=1e-2, momentum=0.5))
print(by_hand(start))
print(newton(start))
