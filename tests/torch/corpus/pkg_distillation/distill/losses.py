import torch.nn.functional as F
from torch import nn


class DistillationLoss(nn.Module):
    def __init__(self, temperature, alpha):
        super().__init__()
        self.temperature, self.alpha = temperature, alpha
        self.hard = nn.CrossEntropyLoss()

    def forward(self, logits, answers, target):
        t = self.temperature
        soft = F.kl_div(F.log_softmax(logits / t, 1), F.softmax(answers / t, 1), reduction="batchmean") * t**2
        return self.alpha * soft + (1 - self.alpha) * self.hard(logits, target)
