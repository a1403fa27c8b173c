import torch, sys
a = torch.ones(3)
x = torch.ones((), requires_grad=True)
if len(sys.argv) > 1:
    v = a[0]
else:
    v = a[0].clone()
v += x
print(a)
