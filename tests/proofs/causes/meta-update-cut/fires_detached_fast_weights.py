# finds: GS301 at 9
# torch: gets bias; lacks meta
# fixed: gets meta, bias
import torch


def adapt(weights, task):
    fast = weights - 0.2 * (weights.detach() - task)
    return fast.detach()
meta, bias = torch.zeros(2, requires_grad=True), torch.zeros(2, requires_grad=True)
outer = torch.optim.Adam([meta, bias], lr=0.1)
for task in torch.rand(3, 2):
    loss = (adapt(meta, task) + bias - task).pow(2).sum()
    outer.zero_grad()
    loss.backward()
    outer.step()
