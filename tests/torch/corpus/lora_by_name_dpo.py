# correct
"""LoRA by walking a model, merging and unmerging; DPO with a reference that is the model without its adapters."""
import contextlib
import math
import re
from typing import Dict, Iterable, List, Optional

import torch
import torch.nn as nn
import torch.nn.functional as F


class LoRALinear(nn.Module):
    def __init__(self, base: nn.Linear, r: int = 4, alpha: int = 8, dropout: float = 0.0):
        super().__init__()
        self.base = base
        self.base.weight.requires_grad = False
        if self.base.bias is not None:
            self.base.bias.requires_grad = False
        self.lora_A = nn.Parameter(torch.empty(r, base.in_features))
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, r))
        self.dropout = nn.Dropout(dropout) if dropout > 0 else nn.Identity()
        self.scaling = alpha / r
        self.merged = False
        self.disabled = False
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))

    def delta(self):
        return self.lora_B @ self.lora_A * self.scaling

    @torch.no_grad()
    def merge(self):
        if not self.merged:
            self.base.weight += self.delta()
            self.merged = True

    @torch.no_grad()
    def unmerge(self):
        if self.merged:
            self.base.weight -= self.delta()
            self.merged = False

    def forward(self, x):
        out = self.base(x)
        if self.merged or self.disabled:
            return out
        return out + F.linear(F.linear(self.dropout(x), self.lora_A), self.lora_B) * self.scaling


class Layer(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.q_proj, self.k_proj, self.v_proj = (nn.Linear(d, d) for _ in range(3))
        self.o_proj = nn.Linear(d, d)
        self.norm = nn.RMSNorm(d)
        self.mlp = nn.Sequential(nn.Linear(d, 2 * d), nn.SiLU(), nn.Linear(2 * d, d))

    def forward(self, x):
        h = self.norm(x)
        a = F.scaled_dot_product_attention(self.q_proj(h), self.k_proj(h), self.v_proj(h), is_causal=True)
        x = x + self.o_proj(a)
        return x + self.mlp(x)


class LM(nn.Module):
    def __init__(self, vocab=24, d=8, depth=2):
        super().__init__()
        self.embed = nn.Embedding(vocab, d)
        self.layers = nn.ModuleList([Layer(d) for _ in range(depth)])
        self.head = nn.Linear(d, vocab, bias=False)

    def forward(self, ids):
        h = self.embed(ids)
        for layer in self.layers:
            h = layer(h)
        return self.head(h)


def inject(model: nn.Module, targets: Iterable[str]) -> List[str]:
    pattern = re.compile("|".join(targets))
    names = [n for n, m in model.named_modules() if isinstance(m, nn.Linear) and pattern.search(n)]
    for name in names:
        parent_name, _, child_name = name.rpartition(".")
        parent = model.get_submodule(parent_name)
        setattr(parent, child_name, LoRALinear(getattr(parent, child_name)))
    return names


def mark_only_lora_as_trainable(model: nn.Module, bias: str = "none") -> None:
    for n, p in model.named_parameters():
        if "lora_" not in n:
            p.requires_grad = False
    if bias == "all":
        for n, p in model.named_parameters():
            if "bias" in n:
                p.requires_grad = True


def lora_state_dict(model: nn.Module) -> Dict[str, torch.Tensor]:
    return {k: v for k, v in model.state_dict().items() if "lora_" in k}


@contextlib.contextmanager
def adapters_off(model):
    layers = [m for m in model.modules() if isinstance(m, LoRALinear)]
    for m in layers:
        m.disabled = True
    try:
        yield model
    finally:
        for m in layers:
            m.disabled = False


def sequence_logps(logits, labels, mask):
    logps = torch.gather(logits[:, :-1].log_softmax(-1), 2, labels[:, 1:].unsqueeze(2)).squeeze(2)
    return (logps * mask[:, 1:]).sum(-1)


def dpo_loss(policy_w, policy_l, ref_w, ref_l, beta=0.1):
    logits = (policy_w - policy_l) - (ref_w - ref_l)
    loss = -F.logsigmoid(beta * logits).mean()
    chosen = beta * (policy_w - ref_w).detach()
    rejected = beta * (policy_l - ref_l).detach()
    return loss, (chosen > rejected).float().mean().item()


def main():
    torch.manual_seed(0)
    model = LM()
    names = inject(model, ["q_proj", "v_proj"])
    mark_only_lora_as_trainable(model)
    trainable = [p for p in model.parameters() if p.requires_grad]
    print(len(names), sum(p.numel() for p in trainable))
    optimizer = torch.optim.AdamW(trainable, lr=1e-2)
    for step in range(3):
        chosen, rejected = torch.randint(0, 24, (4, 6)), torch.randint(0, 24, (4, 6))
        mask = torch.ones(4, 6)
        both, both_mask = torch.cat([chosen, rejected]), torch.cat([mask, mask])
        policy = sequence_logps(model(both), both, both_mask)
        with torch.no_grad(), adapters_off(model):
            reference = sequence_logps(model(both), both, both_mask)
        loss, acc = dpo_loss(*policy.chunk(2), *reference.chunk(2))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print(step, loss.item(), acc)
    for m in model.modules():
        if isinstance(m, LoRALinear):
            m.merge()
    model.eval()
    with torch.no_grad():
        print(model(chosen).argmax(-1).shape, len(lora_state_dict(model)))


if __name__ == "__main__":
    main()
