from torch import nn
from torch.nn.functional import cross_entropy


class Softmax(nn.Module):
    def __init__(self, tags):
        super().__init__()
        self.tags = tags

    def loss(self, emissions, tags):
        return cross_entropy(emissions.flatten(0, 1), tags.flatten())
