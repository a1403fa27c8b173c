# correct
"""Modules with unusual constructions."""
import math
from collections import OrderedDict
from functools import partial
from typing import Callable

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


def make_norm(kind: str, dim: int) -> nn.Module:
    return {"layer": nn.LayerNorm, "none": lambda d: nn.Identity(), "batch": partial(nn.BatchNorm1d, affine=False)}[kind](dim)


class LayerScale(nn.Module):
    def __init__(self, dim, init=1e-5, inplace=False):
        super().__init__()
        self.inplace = inplace
        self.gamma = nn.Parameter(init * torch.ones(dim))

    def forward(self, x):
        return x.mul_(self.gamma) if self.inplace else x * self.gamma


class DropPath(nn.Module):
    def __init__(self, p=0.0):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.p == 0.0 or not self.training:
            return x
        keep = 1 - self.p
        mask = x.new_empty((x.shape[0],) + (1,) * (x.ndim - 1)).bernoulli_(keep)
        if keep > 0.0:
            mask.div_(keep)
        return x * mask


class Attention(nn.Module):
    fused: bool = True

    def __init__(self, dim, heads=2, qk_norm=False):
        super().__init__()
        self.heads, self.scale = heads, (dim // heads) ** -0.5
        self.qkv = nn.Linear(dim, 3 * dim, bias=False)
        self.q_norm = nn.LayerNorm(dim // heads) if qk_norm else nn.Identity()
        self.proj = nn.Linear(dim, dim)
        self.maps: list[Tensor] = []

    def forward(self, x):
        B, N, C = x.shape
        q, k, v = self.qkv(x).reshape(B, N, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        q = self.q_norm(q)
        if self.fused:
            out = F.scaled_dot_product_attention(q, k, v)
        else:
            attn = (q * self.scale @ k.transpose(-2, -1)).softmax(-1)
            self.maps.append(attn.detach())
            out = attn @ v
        return self.proj(out.transpose(1, 2).reshape(B, N, C))


class Block(nn.Module):
    def __init__(self, dim, norm="layer", drop=0.1, init=None):
        super().__init__()
        self.norm1, self.norm2 = make_norm(norm, dim), make_norm("layer", dim)
        self.attn = Attention(dim)
        self.mlp = nn.Sequential(OrderedDict(fc1=nn.Linear(dim, 2 * dim), act=nn.GELU(), fc2=nn.Linear(2 * dim, dim)))
        self.ls = LayerScale(dim, init) if init else nn.Identity()
        self.drop = DropPath(drop) if drop > 0 else nn.Identity()

    def forward(self, x):
        x = x + self.drop(self.ls(self.attn(self.norm1(x))))
        return x + self.drop(self.ls(self.mlp(self.norm2(x))))


class Encoder(nn.Module):
    def __init__(self, dim=8, depth=3, classes=3, **kw):
        super().__init__()
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.register_parameter("unused", None)
        self.register_buffer("pos", self.sinusoid(10, dim), persistent=False)
        rates = [r.item() for r in torch.linspace(0, 0.2, depth)]
        self.blocks = nn.ModuleList(Block(dim, drop=rates[i], **kw) for i in range(depth))
        self.heads = nn.ModuleDict({"cls": nn.Linear(dim, classes), "reg": nn.Linear(dim, 1)})
        self.apply(self._init)
        nn.init.trunc_normal_(self.cls, std=0.02)
        self.features: dict[str, Tensor] = {}

    @staticmethod
    def sinusoid(n, d):
        pos = torch.arange(n).unsqueeze(1)
        div = torch.exp(torch.arange(0, d, 2) * (-math.log(10000.0) / d))
        pe = torch.zeros(n, d)
        pe[:, 0::2], pe[:, 1::2] = torch.sin(pos * div), torch.cos(pos * div)
        return pe

    def _init(self, m):
        if isinstance(m, nn.Linear):
            nn.init.xavier_uniform_(m.weight)
            if m.bias is not None:
                nn.init.zeros_(m.bias)

    def forward_features(self, x):
        x = torch.cat((self.cls.expand(len(x), -1, -1), x), 1)
        x = x + self.pos[: x.shape[1]]
        for i, block in enumerate(self.blocks):
            x = block(x)
            if i == 1:
                self.features["mid"] = x
        return x

    def forward(self, x, task="cls"):
        out = self.forward_features(x)[:, 0]
        return self.heads[task](out)

    def no_weight_decay(self):
        return {"cls", "pos"}

    @torch.no_grad()
    def embed(self, x):
        return self.forward_features(x).mean(1)


def groups(model, wd):
    skip = model.no_weight_decay()
    decay, rest = [], []
    for name, p in model.named_parameters():
        if not p.requires_grad:
            continue
        (rest if p.ndim <= 1 or name in skip else decay).append(p)
    return [{"params": rest, "weight_decay": 0.0}, {"params": decay, "weight_decay": wd}]


torch.manual_seed(0)
model = Encoder(init=0.1)
opt = torch.optim.AdamW(groups(model, 0.05), lr=1e-3)
x, y = torch.randn(4, 5, 8), torch.tensor([0, 1, 2, 0])
model.train()
logits = model(x)
loss = F.cross_entropy(logits, y, label_smoothing=0.1)
loss.backward()
g1 = model.cls.grad
g2 = model.blocks[0].attn.qkv.weight.grad
g3 = model.heads["reg"].weight.grad
opt.step()
mid = model.features["mid"]
emb = model.embed(x)
for n, p in model.named_parameters():
    if not n.startswith("heads."):
        p.requires_grad_(False)
reg = model(x, "reg")
reg.sum().backward()
frozen = model.blocks[1].ls.gamma
head = model.heads["reg"].weight.grad
logits, loss, g1, g2, mid, emb, reg, frozen, head
