import torch

x = torch.randn(10, requires_grad=False)
w = torch.randn(10, requires_grad=True)
b = torch.randn(1, requires_grad=True)

output = torch.mm(x, w) + b  # Output won't have grad because x doesn't require it

loss = output.sum()
loss.backward()

print(output.grad)  # Output: None
print(w.grad)      # Output: A tensor (gradients are computed for w)
