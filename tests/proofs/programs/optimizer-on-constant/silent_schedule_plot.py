# torch: runs
import torch

rates = []
dummy = torch.optim.SGD([torch.tensor(1.0)], lr=1.0)
warmup = torch.optim.lr_scheduler.LambdaLR(dummy, lambda epoch: min(1.0, epoch / 5))
for epoch in range(10):
    dummy.step()
    rates.append(warmup.get_last_lr()[0])
    warmup.step()
