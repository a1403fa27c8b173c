# correct
# Each batch of a loader, and each row of a tensor, is a tensor of its own: a flag that is set on one is not set on the others.
import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.randn(12, 4), torch.randint(0, 2, (12,)))
loader = DataLoader(data, batch_size=3)

kept = []
for images, labels in loader:
    kept.append(images)
images.requires_grad_()
print(kept[0].requires_grad, kept[-1].requires_grad, images.requires_grad)

rows = []
for index, row in enumerate(torch.randn(6, 4)):
    rows.append(row)
last = row.requires_grad_()
print(rows[0].requires_grad, last.requires_grad)

model = torch.nn.Linear(4, 2)
worst = []
for step, (images, labels) in enumerate(loader):
    images.requires_grad_()
    loss = torch.nn.functional.cross_entropy(model(images), labels)
    loss.backward()
    attacked = (images + 0.1 * images.grad.sign()).detach()
    worst.append(attacked)
    print(images.grad is None, attacked.requires_grad)
