# finds: GS203 at 19
# The error message asked for requires_grad, so the loss got it: now it runs and learns nothing.
import torch
import torch.nn as nn

model = nn.Sequential(nn.Linear(6, 12), nn.ReLU(), nn.Linear(12, 4))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
criterion = nn.CrossEntropyLoss()

x = torch.randn(10, 6)
y = torch.randint(0, 4, (10,))

for epoch in range(3):
    model.train()
    logits = model(x)
    preds = torch.argmax(logits, dim=1)
    one_hot = nn.functional.one_hot(preds, num_classes=4).float()
    loss = criterion(one_hot, y)
    loss.requires_grad = True
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"epoch {epoch}: {loss.item():.4f}")
