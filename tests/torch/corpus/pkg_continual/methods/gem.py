import torch

from .base import Finetune, register


def flat(net):
    return torch.cat([p.grad.view(-1) if p.grad is not None else torch.zeros(p.numel()) for p in net.body.parameters()])


@register("gem")
class GEM(Finetune):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.memory = []

    def correct(self, task):
        if not self.memory:
            return
        g = flat(self.net)
        for ref in self.memory:
            dot = g @ ref
            if dot < 0:
                g = g - dot / ref.square().sum() * ref
        start = 0
        for p in self.net.body.parameters():
            p.grad.copy_(g[start:start + p.numel()].view_as(p))
            start += p.numel()

    def end(self, task, batches):
        self.memory.append(flat(self.net).clone())
