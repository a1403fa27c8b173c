# finds: GS201 at 39
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: moves model
import torch
import torch.nn as nn


class IoULoss(nn.Module):
    def __init__(self, threshold=0.5, smooth=1e-6):
        super().__init__()
        self.threshold, self.smooth = threshold, smooth

    def forward(self, logits, targets):
        probs = torch.sigmoid(logits)
        preds = (probs > self.threshold).float()
        intersection = (preds * targets).sum((1, 2, 3))
        union = preds.sum((1, 2, 3)) + targets.sum((1, 2, 3)) - intersection
        return 1 - ((intersection + self.smooth) / (union + self.smooth)).mean()


class FCN(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        self.dec = nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(8, 1, 3, padding=1))

    def forward(self, x):
        return self.dec(self.enc(x))


def fit(model, epochs, lr):
    loss_fn = IoULoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for epoch in range(epochs):
        images = torch.rand(2, 3, 8, 8)
        masks = (torch.rand(2, 1, 8, 8) > 0.5).float()
        optimizer.zero_grad()
        loss = loss_fn(model(images), masks)
        loss.backward()
        optimizer.step()
        print(f"{epoch}: {loss.item():.3f}")


model = FCN()
fit(model, 2, 1e-3)
