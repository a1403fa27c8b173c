import torch, sys
x = torch.ones((), requires_grad=True)
if len(sys.argv) > 1:
    a = torch.ones(3)
    v = a[0]
else:
    v = torch.ones(2, 3).view(-1)[0]
    a = torch.ones(3)
v += x
print(a)
