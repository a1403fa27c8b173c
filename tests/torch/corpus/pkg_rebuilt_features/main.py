# raises: RuntimeError: does not require grad
# finds: GS201 at 20
import argparse

import torch

from losses import build_loss
from models import create
from trainer import Trainer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="siamese")
    args = parser.parse_args()
    model = create("siamese")
    trainer = Trainer(model, build_loss("triplet", margin=0.3))
    data = [(torch.randn(4, 8), torch.randn(4, 8), torch.randn(4, 8)) for _ in range(3)]
    for epoch in range(2):
        print(trainer.fit(data))


if __name__ == "__main__":
    main()
