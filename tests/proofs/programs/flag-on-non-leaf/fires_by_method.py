# cause: nonleaf-flag
# finds: GS404 at 10
# torch: raises RuntimeError: you can only change requires_grad flags of leaf variables
# fixed: runs
import torch


def advantage(values, rewards):
    target = rewards + 0.9 * values
    target.requires_grad_(False)
    return target - values


values = torch.rand(4, requires_grad=True)
advantage(values, torch.rand(4)).pow(2).sum().backward()
