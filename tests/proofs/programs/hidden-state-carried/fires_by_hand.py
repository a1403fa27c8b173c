# cause: hidden-state-carry
# finds: GS206 at 14
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: gets w_in, w_rec
import torch

w_in = torch.rand(3, 4, requires_grad=True)
w_rec = torch.rand(4, 4, requires_grad=True)
h = torch.zeros(2, 4)
data = [torch.rand(2, 3) for _ in range(5)]
for t, x in enumerate(data):
    h = torch.tanh(x @ w_in + h @ w_rec)
    # one step at a time
    h.pow(2).sum().backward()
