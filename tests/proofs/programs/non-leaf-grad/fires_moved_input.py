# cause: nonleaf-grad
# finds: GS101 at 16
# torch: raises AttributeError: 'NoneType' object has no attribute 'abs'
# fixed: gets image; holds saliency.shape == (3,)
import torch


def score(t):
    return (t * torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)).sum()


pixels = torch.rand(3, requires_grad=True)
image = pixels.double()
total = score(image)
total.backward()
saliency = image.grad.abs()
