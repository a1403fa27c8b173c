# correct
"""Builds everything from a nested configuration by structural pattern matching."""
import torch
from torch import nn

config = {
    "model": [("linear", 6, 12), ("norm", 12), "gelu", ("drop", 0.1), ("linear", 12, 3)],
    "optimizer": {"name": "sgd", "lr": 0.1, "momentum": 0.9},
    "loss": {"kind": "smoothed", "eps": 0.1},
    "schedule": ["warmup", 2],
}


def build_layer(spec):
    match spec:
        case ("linear", int(n_in), int(n_out)):
            return nn.Linear(n_in, n_out)
        case ("norm", width) if width > 1:
            return nn.LayerNorm(width)
        case ("drop", float() as p):
            return nn.Dropout(p)
        case "relu" | "gelu" as name:
            return nn.ReLU() if name == "relu" else nn.GELU()
        case _:
            raise ValueError(f"unknown layer {spec!r}")


def build_optimizer(parameters, spec):
    match spec:
        case {"name": "sgd", "lr": lr, **rest}:
            return torch.optim.SGD(parameters, lr=lr, **rest)
        case {"name": "adam", **rest}:
            return torch.optim.Adam(parameters, **rest)
    raise ValueError(spec)


def build_loss(spec):
    match spec:
        case {"kind": "plain"}:
            return nn.functional.cross_entropy
        case {"kind": "smoothed", "eps": eps}:

            def smoothed(logits, target):
                logp = logits.log_softmax(dim=-1)
                nll = -logp.gather(1, target.unsqueeze(1)).squeeze(1)
                return ((1 - eps) * nll - eps * logp.mean(dim=-1)).mean()

            return smoothed


model = nn.Sequential(*map(build_layer, config["model"]))
optimizer = build_optimizer(model.parameters(), config["optimizer"])
criterion = build_loss(config["loss"])
match config["schedule"]:
    case ["warmup", steps]:
        scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: min(1.0, (k + 1) / steps))
    case []:
        scheduler = None

x, y = torch.randn(10, 6), torch.randint(3, (10,))
for step in range(4):
    out = model(x)
    loss = criterion(out, y)
    match loss.item():
        case float() as value if value != value:
            print("nan")
            break
        case value:
            print(step, round(value, 4))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if scheduler is not None:
        scheduler.step()
