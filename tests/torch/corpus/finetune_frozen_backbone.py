# correct
# Transfer learning: freeze everything, replace the head, train what still requires grad.
import torch
import torch.nn as nn
from torch import optim


class Backbone(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 6, 3, padding=1),
            nn.BatchNorm2d(6),
            nn.ReLU(inplace=True),
            nn.AdaptiveAvgPool2d(2),
        )
        self.fc = nn.Linear(24, num_classes)

    def forward(self, x):
        x = self.features(x)
        return self.fc(torch.flatten(x, 1))


def build(num_classes: int) -> nn.Module:
    model = Backbone()
    for param in model.parameters():
        param.requires_grad = False
    model.fc = nn.Linear(model.fc.in_features, num_classes)
    return model


def count_trainable(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


model = build(3)
print("trainable:", count_trainable(model))
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), lr=0.01, momentum=0.9)

inputs, labels = torch.rand(8, 3, 8, 8), torch.randint(3, (8,))
for epoch in range(2):
    for phase in ["train", "val"]:
        if phase == "train":
            model.train()
        else:
            model.eval()
        optimizer.zero_grad()
        with torch.set_grad_enabled(phase == "train"):
            outputs = model(inputs)
            _, preds = torch.max(outputs, 1)
            loss = criterion(outputs, labels)
            if phase == "train":
                loss.backward()
                optimizer.step()
        running_corrects = torch.sum(preds == labels.data)
        print(phase, loss.item(), running_corrects.double().item() / 8)

# second stage: everything with a smaller rate
for param in model.parameters():
    param.requires_grad = True
optimizer = optim.SGD(
    [
        {"params": model.features.parameters(), "lr": 1e-4},
        {"params": model.fc.parameters(), "lr": 1e-3},
    ],
    lr=1e-3,
)
loss = criterion(model(inputs), labels)
optimizer.zero_grad()
loss.backward()
optimizer.step()
grads = {name: p.grad.norm().item() for name, p in model.named_parameters() if p.grad is not None}
print(sorted(grads))
