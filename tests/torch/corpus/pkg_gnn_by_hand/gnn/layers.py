import torch
from torch import nn

from .scatter import scatter_softmax, scatter_sum

__all__ = ["Convolution", "Attention"]


class Convolution(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.linear = nn.Linear(before, after, bias=False)
        self.bias = nn.Parameter(torch.zeros(after))

    def forward(self, x, edges):
        source, target = edges
        degree = scatter_sum(torch.ones_like(source, dtype=x.dtype), target, len(x)).clamp(min=1)
        norm = degree.rsqrt()[source] * degree.rsqrt()[target]
        messages = self.linear(x)[source] * norm.unsqueeze(-1)
        return scatter_sum(messages, target, len(x)) + self.bias


class Attention(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.linear = nn.Linear(before, after)
        self.query = nn.Parameter(torch.empty(2 * after))
        nn.init.normal_(self.query, std=0.1)

    def forward(self, x, edges):
        source, target = edges
        h = self.linear(x)
        scores = nn.functional.leaky_relu(torch.cat([h[source], h[target]], -1) @ self.query, 0.2)
        weights = scatter_softmax(scores, target, len(x))
        return scatter_sum(h[source] * weights[:, None], target, len(x))
