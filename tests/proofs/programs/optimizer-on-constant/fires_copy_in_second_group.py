# cause: optimizer-wrong-params
# finds: GS502 at 10
# torch: gets encoder, head; stays encoder.weight; moves head
# fixed: moves encoder, head
import torch
from torch import nn

encoder, head = nn.Linear(4, 4), nn.Linear(4, 1)
optimizer = torch.optim.SGD(
    [{"params": head.parameters()}, {"params": [encoder.weight.data, encoder.bias], "lr": 1e-2}],
    lr=0.1,
)
for step in range(3):
    loss = head(encoder(torch.rand(8, 4)).tanh()).pow(2).mean()
    for module in (encoder, head):
        module.zero_grad()
    loss.backward()
    optimizer.step()
