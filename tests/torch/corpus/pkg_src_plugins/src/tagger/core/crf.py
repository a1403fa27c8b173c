import torch
from torch import nn


class Crf(nn.Module):
    """A chain of tags whose transitions are learnt."""

    def __init__(self, tags):
        super().__init__()
        self.tags = tags
        self.transitions = nn.Parameter(torch.zeros(tags, tags))
        self.start = nn.Parameter(torch.zeros(tags))

    def loss(self, emissions, tags):
        return (self._total(emissions) - self._gold(emissions, tags)).mean()

    def _total(self, emissions):
        alpha = self.start + emissions[:, 0]
        for t in range(1, emissions.size(1)):
            scores = alpha.unsqueeze(2) + self.transitions + emissions[:, t].unsqueeze(1)
            alpha = torch.logsumexp(scores, dim=1)
        return alpha.logsumexp(1)

    def _gold(self, emissions, tags):
        score = self.start[tags[:, 0]] + emissions.gather(2, tags.unsqueeze(2)).squeeze(2).sum(1)
        return score + self.transitions[tags[:, :-1], tags[:, 1:]].sum(1)
