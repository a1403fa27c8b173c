# finds: GS209 at 23
# torch: gets model; stays model[0].weight
# fixed: moves model
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

dataset = TensorDataset(torch.rand(16, 6), torch.rand(16, 1))
dataloader = DataLoader(dataset, batch_size=4, shuffle=True)


def fit(model, dataloader, epochs=2, lr=0.01):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.9)
    loss_fn = nn.MSELoss()
    losses = []
    for epoch in range(epochs):
        for X, y in dataloader:
            pred = model(X)
            loss = loss_fn(pred, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step
            losses.append(loss.item())
        scheduler.step()
    return losses


model = nn.Sequential(nn.Linear(6, 4), nn.ReLU(), nn.Linear(4, 1))
fit(model, dataloader)
