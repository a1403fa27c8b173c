# raises: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
# finds: GS201 at 34
# The head is replaced first and the freeze loop runs afterwards, so that nothing is left to train.
import torch
import torch.nn as nn
import torch.optim as optim


def make_backbone():
    return nn.Sequential(
        nn.Linear(12, 16),
        nn.BatchNorm1d(16),
        nn.ReLU(),
        nn.Linear(16, 1000),
    )


model = make_backbone()
model[3] = nn.Linear(16, 2)

for param in model.parameters():
    param.requires_grad = False

criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.01, momentum=0.9)

data = torch.randn(6, 12)
labels = torch.tensor([0, 1, 0, 1, 1, 0])

for epoch in range(2):
    optimizer.zero_grad()
    outputs = model(data)
    loss = criterion(outputs, labels)
    loss.backward()
    optimizer.step()
