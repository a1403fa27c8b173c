# correct
# Deep equilibrium layer: the fixed point is found without a graph, one further step records it.
import torch
import torch.nn as nn


class TanhFixedPoint(nn.Module):
    def __init__(self, dim, tol=1e-4, max_iter=50):
        super().__init__()
        self.W = nn.Linear(dim, dim, bias=False)
        self.U = nn.Linear(dim, dim)
        with torch.no_grad():
            self.W.weight.mul_(0.4)
        self.tol, self.max_iter = tol, max_iter

    def cell(self, z, x):
        return torch.tanh(self.W(z) + self.U(x))

    def forward(self, x):
        with torch.no_grad():
            z, self.iterations = torch.zeros_like(x), 0
            while self.iterations < self.max_iter:
                z_next = self.cell(z, x)
                self.err = torch.norm(z - z_next).item()
                z = z_next
                self.iterations += 1
                if self.err < self.tol:
                    break
        z = self.cell(z, x)
        if not self.training:
            return z
        z0 = z.clone().detach().requires_grad_()
        f0 = self.cell(z0, x)

        def backward_hook(grad):
            g, steps = grad, 0
            while True:
                g_next = torch.autograd.grad(f0, z0, g, retain_graph=True)[0] + grad
                steps += 1
                if (g_next - g).norm() < self.tol or steps >= self.max_iter:
                    return g_next
                g = g_next

        z.register_hook(backward_hook)
        return z


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), TanhFixedPoint(8), nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
x = torch.randn(10, 4)
y = x.prod(1, keepdim=True)
for step in range(3):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, loss.item(), model[1].iterations, model[1].W.weight.grad.norm().item() > 0)

# Newton's method for a square root, unrolled: the graph goes through all rounds
a = torch.tensor([2.0, 9.0], requires_grad=True)
root = torch.ones(2)
rounds = 0
while not torch.allclose(root * root, a, atol=1e-5) and rounds < 20:
    root = 0.5 * (root + a / root)
    rounds += 1
else:
    print("rounds", rounds)
root.sum().backward()
print(a.grad.tolist(), (0.5 / a.detach().sqrt()).tolist())
