# cause: nonreparam-sample
# finds: GS309 at 11
# torch: gets values; lacks logits
# no fix: GS309
import torch

logits = torch.zeros(5, requires_grad=True)
values = torch.rand(5, requires_grad=True)
optimizer = torch.optim.Adam([logits, values], lr=0.1)
for step in range(3):
    index = torch.multinomial(logits.softmax(0), 2)
    loss = values[index].sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
