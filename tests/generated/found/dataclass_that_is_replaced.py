# Seed 33020.
import dataclasses

import torch


@dataclasses.dataclass
class Data:
    t: torch.Tensor
    u: torch.Tensor = None

    def __post_init__(self):
        self.u = self.t * 2


w = torch.ones(3, requires_grad=True)
one = Data(torch.ones(3))
two = dataclasses.replace(one, t=w)
print(one.u, two.t, two.u)
