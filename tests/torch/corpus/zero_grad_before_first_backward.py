# raises: AttributeError: 'NoneType' object has no attribute 'zero_'
# finds: GS103 at 16
# From an old tutorial: clear the gradients at the top of the loop.
import torch
from torch.autograd import Variable

N, D_in, H, D_out = 8, 10, 6, 2

x = Variable(torch.randn(N, D_in), requires_grad=False)
y = Variable(torch.randn(N, D_out), requires_grad=False)
w1 = Variable(torch.randn(D_in, H), requires_grad=True)
w2 = Variable(torch.randn(H, D_out), requires_grad=True)

learning_rate = 1e-4
for t in range(5):
    w1.grad.zero_()
    w2.grad.zero_()

    y_pred = x.mm(w1).clamp(min=0).mm(w2)
    loss = (y_pred - y).pow(2).sum()
    loss.backward()

    with torch.no_grad():
        w1 -= learning_rate * w1.grad
        w2 -= learning_rate * w2.grad
    print(t, loss.item())
