# finds: GS506 at 37
# torch: stays model.classifier.weight; moves model.stem
# fixed: moves model
import torch
from torch import nn


def build_model(name="tiny", width=16):
    layers = {"tiny": 1, "small": 2}[name]
    body = []
    for i in range(layers):
        body += [nn.Linear(width, width), nn.ReLU()]
    return nn.ModuleDict({"stem": nn.Linear(8, width), "body": nn.Sequential(*body)})


class Model(nn.Module):
    def __init__(self, n_classes=10):
        super().__init__()
        parts = build_model()
        self.stem, self.body = parts["stem"], parts["body"]
        self.classifier = nn.Linear(16, n_classes)

    def forward(self, x):
        return self.classifier(self.body(self.stem(x)))


def accuracy(output, target, topk=(1,)):
    with torch.no_grad():
        maxk = max(topk)
        _, pred = output.topk(maxk, 1, True, True)
        correct = pred.t().eq(target.view(1, -1))
        return [correct[:k].reshape(-1).float().sum(0).mul_(100.0 / target.size(0)) for k in topk]


model = Model()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
model.classifier = nn.Linear(16, 3)
criterion = nn.CrossEntropyLoss()
for epoch in range(3):
    x, y = torch.randn(8, 8), torch.randint(3, (8,))
    out = model(x)
    loss = criterion(out, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(epoch, loss.item(), accuracy(out, y)[0].item())
