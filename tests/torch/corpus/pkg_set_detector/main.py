# correct
"""A set predictor: clones of layers, auxiliary outputs, a matcher without a graph, a criterion by names."""
import argparse

import torch

from datasets import build_dataset
from engine import evaluate, train_one_epoch
from models import build_model


def get_args_parser():
    parser = argparse.ArgumentParser("Set transformer detector", add_help=False)
    parser.add_argument("--lr", default=1e-3, type=float)
    parser.add_argument("--lr_backbone", default=1e-4, type=float)
    parser.add_argument("--hidden_dim", default=8, type=int)
    parser.add_argument("--dec_layers", default=2, type=int)
    parser.add_argument("--num_queries", default=3, type=int)
    parser.add_argument("--no_aux_loss", dest="aux_loss", action="store_false")
    parser.add_argument("--frozen_weights", type=str, default=None)
    parser.add_argument("--clip_max_norm", default=0.1, type=float)
    parser.add_argument("--epochs", default=2, type=int)
    return parser


def main(args):
    torch.manual_seed(0)
    model, criterion = build_model(args)
    param_dicts = [
        {"params": [p for n, p in model.named_parameters() if "backbone" not in n and p.requires_grad]},
        {"params": [p for n, p in model.named_parameters() if "backbone" in n and p.requires_grad], "lr": args.lr_backbone},
    ]
    optimizer = torch.optim.AdamW(param_dicts, lr=args.lr)
    lr_scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1)
    data = torch.utils.data.DataLoader(build_dataset(), batch_size=2, collate_fn=lambda b: tuple(zip(*b)))
    for epoch in range(args.epochs):
        train_one_epoch(model, criterion, data, optimizer, epoch, args.clip_max_norm)
        lr_scheduler.step()
        print(evaluate(model, criterion, data))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(parents=[get_args_parser()])
    main(parser.parse_args([]))
