# cause: requires-grad-typo
# finds: GS405 at 12
# torch: raises TypeError: ones() got an unexpected keyword argument 'require_grad'
# fixed: gets bias
import torch


def loss(bias):
    return (torch.rand(4) + bias).pow(2).sum()


bias = torch.ones(4, require_grad=True)
loss(bias).backward()
