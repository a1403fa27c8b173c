import torch
import torch.nn.functional as F
from torch.optim.lr_scheduler import CosineAnnealingLR, StepLR

from .config import Config


class Mean:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def update(self, value, n=1):
        self.total += value * n
        self.count += n

    @property
    def value(self):
        return self.total / max(self.count, 1)


SCHEDULES = {
    "step": lambda optimizer, config: StepLR(optimizer, step_size=1, gamma=0.5),
    "cosine": lambda optimizer, config: CosineAnnealingLR(optimizer, T_max=config.epochs),
}


class Engine:
    def __init__(self, model, config: Config):
        self.model, self.config = model, config
        with torch.no_grad():
            model(torch.zeros(1, 3, config.size, config.size))
        self.optimizer = torch.optim.SGD(model.parameters(), **vars_of(config.optim), nesterov=True)
        self.scheduler = SCHEDULES[config.schedule](self.optimizer, config)

    def train_epoch(self, loader):
        self.model.train()
        meter = Mean()
        for images, labels in loader:
            self.optimizer.zero_grad(set_to_none=True)
            logits = self.model(images)
            loss = F.cross_entropy(logits, labels, label_smoothing=0.05)
            loss.backward()
            if self.config.clip is not None:
                torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip)
            self.optimizer.step()
            meter.update(loss.item(), len(labels))
        self.scheduler.step()
        return meter.value

    @torch.no_grad()
    def evaluate(self, loader):
        self.model.eval()
        losses, hits = Mean(), Mean()
        for images, labels in loader:
            logits = self.model(images)
            losses.update(F.cross_entropy(logits, labels).item(), len(labels))
            hits.update((logits.argmax(1) == labels).float().mean().item(), len(labels))
        return {"loss": losses.value, "accuracy": hits.value}


def vars_of(options):
    return {name: getattr(options, name) for name in ("lr", "momentum", "weight_decay")}
