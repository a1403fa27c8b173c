# raises: TypeError: unsupported operand type(s) for *: 'float' and 'NoneType'
# finds: GS402 at 27
"""MLP without nn.Module; the update rebuilds the list of parameters."""
import torch
import torch.nn.functional as F

torch.manual_seed(0)
sizes = [3, 8, 2]
params = []
for n_in, n_out in zip(sizes[:-1], sizes[1:]):
    params.append(torch.empty(n_out, n_in).normal_(0, n_in**-0.5).requires_grad_())
    params.append(torch.zeros(n_out, requires_grad=True))


def predict(x, params):
    *hidden, (w, b) = zip(params[0::2], params[1::2])
    for weight, bias in hidden:
        x = torch.relu(F.linear(x, weight, bias))
    return F.linear(x, w, b)


x, y = torch.randn(20, 3), torch.randint(2, (20,))
lr = 0.1
for step in range(5):
    loss = F.cross_entropy(predict(x, params), y)
    loss.backward()
    params = [p - lr * p.grad for p in params]
    print(step, loss.item())
