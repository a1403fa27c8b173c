# cause: item-in-loss
# finds: GS305 at 9
# torch: gets w; lacks scale
# fixed: gets w, scale
import torch


def objective(w, scale):
    factor = float(scale)
    return (w * factor).pow(2).sum()


w = torch.rand(3, requires_grad=True)
scale = torch.tensor(2.0, requires_grad=True)
objective(w, scale).backward()
print(w.grad, scale.grad)
