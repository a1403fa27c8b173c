from torch import nn

from functions import binarize, reverse


class Coder(nn.Module):
    def __init__(self, inputs, bits):
        super().__init__()
        self.encode = nn.Linear(inputs, bits)
        self.norm = nn.BatchNorm1d(bits, affine=False)
        self.heads = nn.ModuleDict({"label": nn.Linear(bits, 2), "domain": nn.Linear(bits, 2)})

    def forward(self, x, strength):
        codes = binarize(self.norm(self.encode(x)))
        return codes, self.heads["label"](codes), self.heads["domain"](reverse(codes, strength))
