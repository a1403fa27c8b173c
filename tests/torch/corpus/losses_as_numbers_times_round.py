# raises: RuntimeError: element 0 of tensors does not require grad
# finds: GS201 at 9
import torch
x = torch.ones(3, requires_grad=True)
losses = []
for i in range(3):
    losses.append((x * i).sum().item())
total = torch.tensor(losses).sum()
total.backward()
print(x.grad)
