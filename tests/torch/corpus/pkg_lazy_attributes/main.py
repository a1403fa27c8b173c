# correct
"""A project with lazy attributes, star imports, fallbacks and cycles."""
from __future__ import annotations

import argparse
import importlib
from typing import TYPE_CHECKING

import torch

import proj
import proj.core.state as st
from proj import Trainer, build
from proj.models import *
from proj.models import heads as H

if TYPE_CHECKING:
    from proj.core.engine import Batch

try:
    from apex import amp  # noqa
except ImportError:
    amp = None

try:
    import orjson as json
except ImportError:
    import json


def parse(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="mlp")
    parser.add_argument("--freeze", action="store_true")
    return parser.parse_args(argv)


def make_batch(n: int) -> Batch:
    from proj.core.engine import Batch

    return Batch(x=torch.randn(n, 4), y=torch.randn(n, 1))


def main(argv=None):
    args = parse(argv)
    torch.manual_seed(0)
    model = build("mlp", width=4)
    trainer = Trainer(model, lr=0.1)
    for _ in range(2):
        loss = trainer.step(make_batch(8))
    head = H.Linear2(4)
    out = head(torch.randn(2, 4))
    with st.evaluating(model):
        preview = model(torch.randn(1, 4))
    extra = importlib.import_module("proj.models.extra")
    scaled = extra.scale(out)
    lazy = proj.temperature
    hot = out / lazy
    final = Deep(4)(torch.randn(2, 4))
    st.STATE.frozen = True
    st.apply(model)
    kept = model.net[0].weight
    again = trainer.loss_of(make_batch(2))
    print(json.dumps({"loss": loss.item()}), args.model)
    return preview, scaled, hot, final, kept, again


if __name__ == "__main__":
    result = main([])
    preview, scaled, hot, final, kept, again = result
    print([t.requires_grad for t in result])
