# correct
"""A training script that wraps its model for several processes when it was started by a launcher."""

import argparse
import os

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel as DDP
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.data.distributed import DistributedSampler


class Net(nn.Module):
    def __init__(self, inputs: int, hidden: int, classes: int):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(inputs, hidden), nn.GELU(), nn.Linear(hidden, hidden))
        self.head = nn.Linear(hidden, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.body(x))


def is_distributed() -> bool:
    return dist.is_available() and "RANK" in os.environ


def unwrap(model: nn.Module) -> nn.Module:
    return model.module if isinstance(model, DDP) else model


def average(value: torch.Tensor) -> torch.Tensor:
    """The mean of a number over all processes, for the log."""
    value = value.detach().clone()
    if is_distributed():
        dist.all_reduce(value)
        value /= dist.get_world_size()
    return value


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--accumulate", type=int, default=2)
    return parser.parse_args([])


def main() -> None:
    args = parse()
    torch.manual_seed(0)
    model: nn.Module = Net(6, 12, 3)
    dataset = TensorDataset(torch.randn(40, 6), torch.randint(3, (40,)))
    sampler = None
    if is_distributed():
        dist.init_process_group("gloo")
        sampler = DistributedSampler(dataset)
        model = DDP(model)
    loader = DataLoader(dataset, batch_size=10, shuffle=sampler is None, sampler=sampler)
    optimizer = torch.optim.SGD(model.parameters(), lr=args.lr, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=args.epochs)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(args.epochs):
        if sampler is not None:
            sampler.set_epoch(epoch)
        model.train()
        optimizer.zero_grad()
        for index, (x, y) in enumerate(loader):
            loss = criterion(model(x), y) / args.accumulate
            loss.backward()
            if (index + 1) % args.accumulate == 0:
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                optimizer.zero_grad()
        scheduler.step()
        mean = average(loss)
        print(f"epoch {epoch}: {mean.item():.3f} at {scheduler.get_last_lr()[0]:.3f}")
    saved = {name: value.cpu() for name, value in unwrap(model).state_dict().items()}
    print(sum(value.numel() for value in saved.values()), "numbers saved")
    if is_distributed():
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
