# correct
import torch
import torch.autograd as autograd
import torch.nn as nn
import torch.nn.functional as F


def anderson(f, x0, m=3, lam=1e-4, max_iter=6, tol=1e-2, beta=1.0):
    bsz, d = x0.shape
    X = torch.zeros(bsz, m, d, dtype=x0.dtype)
    Fs = torch.zeros(bsz, m, d, dtype=x0.dtype)
    X[:, 0], Fs[:, 0] = x0, f(x0)
    X[:, 1], Fs[:, 1] = Fs[:, 0], f(Fs[:, 0])
    H = torch.zeros(bsz, m + 1, m + 1)
    H[:, 0, 1:] = H[:, 1:, 0] = 1
    y = torch.zeros(bsz, m + 1, 1)
    y[:, 0] = 1
    res = []
    for k in range(2, max_iter):
        n = min(k, m)
        G = Fs[:, :n] - X[:, :n]
        H[:, 1 : n + 1, 1 : n + 1] = torch.bmm(G, G.transpose(1, 2)) + lam * torch.eye(n)[None]
        alpha = torch.linalg.solve(H[:, : n + 1, : n + 1], y[:, : n + 1])[:, 1 : n + 1, 0]
        X[:, k % m] = beta * (alpha[:, None] @ Fs[:, :n])[:, 0] + (1 - beta) * (alpha[:, None] @ X[:, :n])[:, 0]
        Fs[:, k % m] = f(X[:, k % m])
        res.append((Fs[:, k % m] - X[:, k % m]).norm().item() / (1e-5 + Fs[:, k % m].norm().item()))
        if res[-1] < tol:
            break
    return X[:, k % m], res


class Layer(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.w = nn.Linear(d, d)
        self.norm = nn.LayerNorm(d)
        self.w.weight.data.mul_(0.1)

    def forward(self, z, x):
        return self.norm(torch.tanh(self.w(z) + x))


class DEQFixedPoint(nn.Module):
    def __init__(self, f, solver, **kwargs):
        super().__init__()
        self.f, self.solver, self.kwargs = f, solver, kwargs

    def forward(self, x):
        with torch.no_grad():
            z, self.forward_res = self.solver(lambda z: self.f(z, x), torch.zeros_like(x), **self.kwargs)
        z = self.f(z, x)
        z0 = z.clone().detach().requires_grad_()
        f0 = self.f(z0, x)

        def backward_hook(grad):
            g, self.backward_res = self.solver(lambda y: autograd.grad(f0, z0, y, retain_graph=True)[0] + grad, grad, **self.kwargs)
            return g

        if z.requires_grad:
            z.register_hook(backward_hook)
        return z


model = nn.Sequential(nn.Linear(5, 8), DEQFixedPoint(Layer(8), anderson, tol=1e-2, max_iter=5), nn.Linear(8, 2))
opt = torch.optim.Adam(model.parameters(), lr=1e-3)


def epoch(loader, model, opt=None):
    total_loss, total_err = 0.0, 0.0
    model.eval() if opt is None else model.train()
    for X, y in loader:
        yp = model(X)
        loss = nn.CrossEntropyLoss()(yp, y)
        if opt:
            opt.zero_grad()
            loss.backward()
            opt.step()
        total_err += (yp.max(dim=1)[1] != y).sum().item()
        total_loss += loss.item() * X.shape[0]
    return total_err, total_loss


loader = [(torch.randn(6, 5), torch.randint(2, (6,))) for _ in range(2)]
for i in range(2):
    print(epoch(loader, model, opt), epoch(loader, model))
