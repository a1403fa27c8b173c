# cause: requires-grad-typo
# finds: GS405 at 22
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets model.classifier; moves model.classifier
import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(6, 8), nn.ReLU())
        self.classifier = nn.Linear(8, 3)

    def forward(self, x):
        return self.classifier(self.features(x))


def finetune(model):
    for p in model.parameters():
        p.requires_grad = False
    model.classifier.requires_grad = True
    return model


model = finetune(Model())
opt = torch.optim.Adam(model.classifier.parameters(), 1e-3)
for i in range(2):
    loss = nn.functional.cross_entropy(model(torch.randn(4, 6)), torch.randint(0, 3, (4,)))
    opt.zero_grad()
    loss.backward()
    opt.step()
