# raises: TypeError: unsupported operand type(s) for *: 'float' and 'NoneType'
# finds: GS402 at 29
import torch as th
import torch.nn as nn

th.manual_seed(3)


class Decoder(nn.Module):
    def __init__(self, z=4, out=10):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(z, 12), nn.ReLU(), nn.Linear(12, out))

    def forward(self, z):
        return self.layers(z)


decoder = Decoder().eval()
for p in decoder.parameters():
    p.requires_grad_(False)

target = decoder(th.randn(1, 4))
z = th.zeros(1, 4, requires_grad=True)
for i in range(10):
    error = (decoder(z) - target).pow(2).mean()
    error.backward()
    if i % 5 == 0:
        print(i, error.item())
    z = z - 0.1 * z.grad
print("done")
