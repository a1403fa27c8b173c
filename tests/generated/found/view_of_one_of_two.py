import torch, sys
a = torch.ones(3)
b = torch.ones(3)
x = torch.ones((), requires_grad=True)
if len(sys.argv) > 1:
    v = a[0]
else:
    v = b[0]
v += x
print(a, b)
