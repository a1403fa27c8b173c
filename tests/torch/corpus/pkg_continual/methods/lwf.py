import copy

import torch
import torch.nn.functional as F

from .base import Finetune, register


@register("lwf")
class LwF(Finetune):
    old = None

    def penalty(self, x, task):
        if self.old is None:
            return torch.tensor(0.0)
        total = 0.0
        for past in range(task):
            with torch.no_grad():
                target = self.old(x, past).softmax(1)
            total = total + F.kl_div(self.net(x, past).log_softmax(1), target, reduction="batchmean")
        return total

    def end(self, task, batches):
        self.old = copy.deepcopy(self.net).eval()
        for p in self.old.parameters():
            p.requires_grad_(False)
