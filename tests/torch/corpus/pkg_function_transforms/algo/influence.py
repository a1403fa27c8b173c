import torch
from torch.func import functional_call, grad, hessian, vmap


def loss_of(net):
    def loss(params, x, y):
        out = functional_call(net, params, (x.unsqueeze(0),))
        return (out.squeeze(0) - y).square().mean()
    return loss


def per_sample(net, x, y):
    params = {k: v.detach() for k, v in net.named_parameters()}
    return vmap(grad(loss_of(net)), in_dims=(None, 0, 0))(params, x, y)


def curvature(net, x, y):
    params = {k: v.detach() for k, v in net.named_parameters()}
    return hessian(lambda p: functional_call(net, p, (x,)).sub(y).square().mean())(params)
