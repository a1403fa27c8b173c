# correct
"""Generator and discriminator come out of a registry; the losses are chosen by name."""
import argparse

import torch

import zoo  # noqa: F401  fills the registry
from registry import build, names
from steps import LOSSES, Pair

parser = argparse.ArgumentParser()
parser.add_argument("--loss", default="hinge", choices=sorted(LOSSES))
parser.add_argument("--steps", type=int, default=3)
args = parser.parse_args([])
print(names())
torch.manual_seed(3)
pair = Pair(build("mlp-generator", latent=6, out=4), build("mlp-critic", inp=4), LOSSES[args.loss])
for step in range(args.steps):
    real = torch.randn(16, 4) * 0.5 + 1.0
    d_loss = pair.critic_step(real)
    g_loss = pair.generator_step(len(real))
    print(step, d_loss, g_loss)
    assert all(p.requires_grad for p in pair.critic.parameters())
with torch.no_grad():
    samples = pair.generator(torch.randn(4, 6))
