# correct
import logging
import math
from copy import deepcopy

import torch
from torch import nn

log = logging.getLogger(__name__)


def de_parallel(model):
    return model.module if isinstance(model, (nn.DataParallel, nn.parallel.DistributedDataParallel)) else model


def copy_attr(a, b, include=(), exclude=()):
    for k, v in b.__dict__.items():
        if (len(include) and k not in include) or k.startswith("_") or k in exclude:
            continue
        setattr(a, k, v)


class ModelEMA:
    """Keeps a moving average of everything in the model state_dict."""

    def __init__(self, model, decay=0.9999, tau=2000, updates=0):
        self.ema = deepcopy(de_parallel(model)).eval()
        self.updates = updates
        self.decay = lambda x: decay * (1 - math.exp(-x / tau))
        for p in self.ema.parameters():
            p.requires_grad_(False)

    def update(self, model):
        self.updates += 1
        d = self.decay(self.updates)
        msd = de_parallel(model).state_dict()
        for k, v in self.ema.state_dict().items():
            if v.dtype.is_floating_point:
                v *= d
                v += (1 - d) * msd[k].detach()

    def update_attr(self, model, include=(), exclude=("process_group", "reducer")):
        copy_attr(self.ema, model, include, exclude)


class Conv(nn.Module):
    def __init__(self, c1, c2):
        super().__init__()
        self.conv = nn.Conv2d(c1, c2, 3, 1, 1, bias=False)
        self.bn = nn.BatchNorm2d(c2)
        self.act = nn.SiLU()

    def forward(self, x):
        return self.act(self.bn(self.conv(x)))


class Net(nn.Module):
    def __init__(self, nc=3):
        super().__init__()
        self.names = ["a", "b", "c"]
        self.body = nn.Sequential(Conv(3, 8), Conv(8, 8))
        self.head = nn.Linear(8, nc)

    def forward(self, x):
        return self.head(self.body(x).mean((2, 3)))


def smart_optimizer(model, lr=0.01, momentum=0.9, decay=1e-5):
    g = [], [], []
    bn = tuple(v for k, v in nn.__dict__.items() if "Norm" in k)
    for v in model.modules():
        for p_name, p in v.named_parameters(recurse=0):
            if p_name == "bias":
                g[2].append(p)
            elif p_name == "weight" and isinstance(v, bn):
                g[1].append(p)
            else:
                g[0].append(p)
    optimizer = torch.optim.SGD(g[2], lr=lr, momentum=momentum, nesterov=True)
    optimizer.add_param_group({"params": g[0], "weight_decay": decay})
    optimizer.add_param_group({"params": g[1], "weight_decay": 0.0})
    return optimizer


def train(epochs=2, batches=3, nbs=4, bs=2):
    model = Net()
    ema = ModelEMA(model)
    optimizer = smart_optimizer(model)
    lf = lambda x: (1 - x / epochs) * 0.99 + 0.01
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lr_lambda=lf)
    accumulate = max(round(nbs / bs), 1)
    last_opt_step, mloss = -1, torch.zeros(1)
    criterion = nn.CrossEntropyLoss()
    best_fitness = 0.0
    for epoch in range(epochs):
        model.train()
        optimizer.zero_grad()
        for i in range(batches):
            ni = i + batches * epoch
            imgs, targets = torch.rand(bs, 3, 8, 8), torch.randint(3, (bs,))
            loss = criterion(model(imgs), targets) * bs
            loss.backward()
            if ni - last_opt_step >= accumulate:
                torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=10.0)
                optimizer.step()
                optimizer.zero_grad()
                ema.update(model)
                last_opt_step = ni
            mloss = (mloss * i + loss.detach()) / (i + 1)
        scheduler.step()
        ema.update_attr(model, include=["names"])
        with torch.no_grad():
            fi = ema.ema(torch.rand(4, 3, 8, 8)).softmax(1).max(1)[0].mean().item()
        if fi > best_fitness:
            best_fitness = fi
        ckpt = {"epoch": epoch, "model": deepcopy(de_parallel(model)), "ema": deepcopy(ema.ema), "optimizer": optimizer.state_dict()}
        log.info("%s %s", mloss, ckpt["epoch"])
        del ckpt


if __name__ == "__main__":
    train()
