import contextlib

import torch
from torch import nn


class Loop:
    def __init__(self, model, features, amp=False, warmup=4):
        self.model, self.features, self.amp = model, features, amp
        self.loss = nn.CTCLoss(zero_infinity=True)
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda s: min(1.0, (s + 1) / warmup))
        self.scaler = torch.amp.GradScaler("cpu", enabled=amp)

    def _autocast(self):
        return torch.autocast("cpu", dtype=torch.bfloat16) if self.amp else contextlib.nullcontext()

    def _forward(self, waves, targets):
        feats = self.features(waves)
        lengths = torch.full((len(feats),), feats.shape[1], dtype=torch.long)
        with self._autocast():
            log_probs = self.model(feats, lengths)
        return self.loss(log_probs.float().transpose(0, 1), targets, lengths, torch.full((len(targets),), targets.shape[1]))

    def train(self, waves, targets):
        self.model.train()
        self.optimizer.zero_grad(set_to_none=True)
        loss = self._forward(waves, targets)
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimizer)
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.schedule.step()
        return loss.item()

    @torch.inference_mode()
    def valid(self, waves, targets):
        self.model.eval()
        return self._forward(waves, targets).item()
