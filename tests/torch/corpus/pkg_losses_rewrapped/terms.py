from dataclasses import dataclass, field

import torch


@dataclass
class Terms:
    weights: dict
    values: dict = field(default_factory=dict)

    def add(self, name, value):
        self.values[name] = value * self.weights[name]
        return self

    def total(self):
        return torch.tensor([value for value in self.values.values()]).sum()


def collect(model, x, y, weights):
    terms = Terms(weights).add("fit", (model(x) - y).pow(2).mean())
    return terms.add("decay", sum(p.pow(2).sum() for p in model.parameters()))
