# cause: nonleaf-grad
# finds: GS101 at 15
# torch: gets w, b; lacks output
# fixed: gets output, w, b
import torch

x = torch.rand(10)
w = torch.rand(10, requires_grad=True)
b = torch.rand(10, requires_grad=True)

# What the model says of this input.
output = x * w + b  # a product and a sum
loss = output.sum()
loss.backward()
print(output.grad)
