# correct
import numpy as np
import torch
from torch import Tensor, nn


def ode_solve(z0, t0, t1, f):
    h_max = 0.25
    n_steps = 4
    h = (t1 - t0) / n_steps
    t = t0
    z = z0
    for i_step in range(n_steps):
        z = z + h * f(z, t)
        t = t + h
    return z


class ODEF(nn.Module):
    def forward_with_grad(self, z, t, grad_outputs):
        batch_size = z.shape[0]
        out = self.forward(z, t)
        a = grad_outputs
        adfdz, adfdt, *adfdp = torch.autograd.grad(
            (out,), (z, t) + tuple(self.parameters()), grad_outputs=(a), allow_unused=True, retain_graph=True
        )
        if adfdp is not None:
            adfdp = torch.cat([p_grad.flatten() for p_grad in adfdp]).unsqueeze(0)
            adfdp = adfdp.expand(batch_size, -1) / batch_size
        if adfdt is not None:
            adfdt = adfdt.expand(batch_size, 1) / batch_size
        return out, adfdz, adfdt, adfdp

    def flatten_parameters(self):
        return torch.cat([p.flatten() for p in self.parameters()])


class ODEAdjoint(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z0, t, flat_parameters, func):
        assert isinstance(func, ODEF)
        time_len = t.size(0)
        with torch.no_grad():
            z = torch.zeros(time_len, *z0.shape).to(z0)
            z[0] = z0
            for i_t in range(time_len - 1):
                z0 = ode_solve(z0, t[i_t], t[i_t + 1], func)
                z[i_t + 1] = z0
        ctx.func = func
        ctx.save_for_backward(t, z.clone(), flat_parameters)
        return z

    @staticmethod
    def backward(ctx, dLdz):
        func = ctx.func
        t, z, flat_parameters = ctx.saved_tensors
        time_len, bs, *z_shape = z.size()
        n_dim, n_params = int(np.prod(z_shape)), flat_parameters.size(0)
        adj_z = torch.zeros(bs, n_dim).to(dLdz)
        adj_p = torch.zeros(bs, n_params).to(dLdz)
        with torch.no_grad():
            for i_t in range(time_len - 1, 0, -1):
                z_i = z[i_t]
                t_i = t[i_t]
                adj_z += dLdz[i_t].view(bs, n_dim)
                with torch.set_grad_enabled(True):
                    z_req = z_i.detach().requires_grad_(True)
                    t_req = t_i.detach().requires_grad_(True)
                    _, adfdz, adfdt, adfdp = func.forward_with_grad(z_req, t_req, grad_outputs=adj_z.view(bs, *z_shape))
                h = t[i_t] - t[i_t - 1]
                adj_z = adj_z + h * adfdz.view(bs, n_dim)
                adj_p = adj_p + h * adfdp
            adj_z += dLdz[0].view(bs, n_dim)
        return adj_z.view(bs, *z_shape), None, adj_p.sum(0), None


class NeuralODE(nn.Module):
    def __init__(self, func):
        super().__init__()
        self.func = func

    def forward(self, z0, t=Tensor([0.0, 0.5, 1.0]), return_whole_sequence=False):
        z = ODEAdjoint.apply(z0, t, self.func.flatten_parameters(), self.func)
        return z if return_whole_sequence else z[-1]


class Lin(ODEF):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(2, 2)

    def forward(self, x, t):
        return torch.tanh(self.lin(x)) + 0 * t


ode = NeuralODE(Lin())
opt = torch.optim.Adam(ode.parameters(), lr=0.01)
for i in range(2):
    z0 = torch.randn(3, 2)
    pred = ode(z0, return_whole_sequence=True)
    loss = nn.functional.mse_loss(pred, torch.zeros_like(pred).detach())
    opt.zero_grad()
    loss.backward(retain_graph=True)
    opt.step()
