# raises: TypeError: unsupported operand type(s) for *: 'float' and 'NoneType'
# finds: GS401 at 8, GS401 at 10
import torch

# Small random initial weights; the scaling makes `W1` and `W2` results instead of leaves.
torch.manual_seed(0)
n_in, n_hidden, n_out = 4, 8, 3
W1 = torch.randn(n_in, n_hidden, requires_grad=True) * 0.01
b1 = torch.zeros(n_hidden, requires_grad=True)
W2 = torch.randn(n_hidden, n_out, requires_grad=True) * 0.01
b2 = torch.zeros(n_out, requires_grad=True)

X = torch.randn(20, n_in)
Y = torch.randint(n_out, (20,))
lr = 0.1

for epoch in range(5):
    h = torch.relu(X @ W1 + b1)
    logits = h @ W2 + b2
    loss = torch.nn.functional.cross_entropy(logits, Y)
    loss.backward()
    with torch.no_grad():
        for p in (W1, b1, W2, b2):
            p -= lr * p.grad
            p.grad = None
    print(epoch, loss.item())
