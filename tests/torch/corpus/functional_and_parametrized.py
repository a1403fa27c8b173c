# correct
"""torch.func, checkpoint, parametrize, saved tensor hooks, stacked modules, optimizer groups."""
import torch
import torch.nn.functional as F
from torch import nn
from torch.func import functional_call, grad, grad_and_value, jacrev, jvp, stack_module_state, vjp, vmap
from torch.nn.utils import parametrize, parameters_to_vector, vector_to_parameters
from torch.utils.checkpoint import checkpoint, checkpoint_sequential


class Symmetric(nn.Module):
    def forward(self, x):
        return x.triu() + x.triu(1).T


class Net(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.a = nn.Linear(width, width)
        self.b = nn.Linear(width, 1)
        self.register_buffer("seen", torch.zeros(()))

    def forward(self, x):
        self.seen += 1
        h = checkpoint(self.inner, x, use_reentrant=False)
        return self.b(h)

    def inner(self, x):
        return torch.relu(self.a(x))


torch.manual_seed(0)
net = Net()
parametrize.register_parametrization(net.a, "weight", Symmetric())
x, y = torch.randn(6, 4), torch.randn(6, 1)
opt = torch.optim.AdamW(
    [
        {"params": [p for n, p in net.named_parameters() if p.ndim > 1], "weight_decay": 0.1},
        {"params": [p for n, p in net.named_parameters() if p.ndim <= 1], "weight_decay": 0.0},
    ],
    lr=0.01,
)
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda step: 0.9**step)
for epoch in range(2):
    opt.zero_grad(set_to_none=True)
    out = net(x)
    loss = F.mse_loss(out, y)
    loss.backward()
    total = nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    for group in opt.param_groups:
        for p in group["params"]:
            norm = p.grad.norm()
    opt.step()
    sched.step()

params = {k: v.detach().clone() for k, v in net.named_parameters()}
buffers = dict(net.named_buffers())


def objective(params, x, y):
    out = functional_call(net, (params, buffers), (x,))
    return F.mse_loss(out, y)


flat = parameters_to_vector(net.parameters())
vector_to_parameters(flat * 0.9, net.parameters())


def energy(v):
    return (v**3).sum()


v = torch.arange(3.0)
g = grad(energy)(v)
g2, value = grad_and_value(energy)(v)
rows = vmap(grad(energy))(torch.ones(2, 3))
out, pull = vjp(energy, v)
(back,) = pull(torch.ones(()))
primal, tangent = jvp(energy, (v,), (torch.ones(3),))
vr = v.clone().requires_grad_()
g3 = grad(energy)(vr)
g3.sum().backward()
models = [nn.Linear(4, 1) for _ in range(3)]
stacked, bufs = stack_module_state(models)
ens = vmap(lambda p, b, x: functional_call(models[0], (p, b), (x,)), in_dims=(0, 0, None))(stacked, bufs, x)
ens.mean().backward()
for k, p in stacked.items():
    got = p.grad
with torch.autograd.graph.save_on_cpu():
    z = (net(x) ** 2).mean()
z.backward()
with torch.autograd.graph.saved_tensors_hooks(lambda t: t, lambda t: t):
    q = (vr**2).sum()
q.backward()
seq = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 4))
cs = checkpoint_sequential(seq, 2, x, use_reentrant=False)
cs.sum().backward()
print(g, g2, value, rows, out, back, primal, tangent, vr.grad, seq[0].weight.grad is None)
