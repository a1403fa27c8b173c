# cause: optimizer-empty, frozen-params
# finds: GS503 at 22
# torch: raises ValueError: optimizer got an empty parameter list
# fixed: runs; holds len(optimizer.param_groups[0]["params"]) == 4
import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(8, 8)
        self.head = nn.Linear(8, 2)

    def forward(self, x):
        return self.head(self.body(x).relu())


model = Classifier()
for name, parameter in model.named_parameters():
    parameter.requires_grad = False
optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=1e-3)