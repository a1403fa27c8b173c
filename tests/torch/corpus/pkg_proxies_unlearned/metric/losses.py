import torch
from torch import nn
from torch.nn.functional import cross_entropy, normalize


class ProxyLoss(nn.Module):
    def __init__(self, classes, size, scale=8.0):
        super().__init__()
        self.proxies = torch.randn(classes, size, requires_grad=True)
        self.scale = scale
        self.shift = nn.Parameter(torch.zeros(classes))

    def forward(self, embeddings, labels):
        similarity = embeddings @ normalize(self.proxies, dim=-1).t()
        return cross_entropy(self.scale * similarity + self.shift, labels)
