# cause: grad-disabled-globally, no-grad-scope
# finds: GS303 at 9
# torch: gets w; lacks v
# fixed: gets v, w
import torch


def evaluate(weights):
    torch.set_grad_enabled(False)
    return (weights * weights).sum()


v = torch.rand(3, requires_grad=True)
w = torch.rand(3, requires_grad=True)
early = w.exp().sum()
print(evaluate(v))
late = (v * 3).sum()
torch.set_grad_enabled(True)
(early + late).backward()
print(v.grad)
