# correct
import numpy as np
import torch
from torch import nn, optim

rng = np.random.default_rng(7)
raw = rng.normal(size=(60, 4)).astype("float32")
mean, std = raw.mean(0), raw.std(0)
X = torch.from_numpy((raw - mean) / std)
y = torch.tensor((raw[:, 0] * raw[:, 1] > 0).astype(np.int64))
split = int(0.8 * len(X))

net = nn.Sequential(nn.Linear(4, 12), nn.ReLU(), nn.BatchNorm1d(12), nn.Linear(12, 2))
opt = optim.Adam(net.parameters(), lr=0.02)
class_weights = torch.as_tensor(1.0 / np.bincount(y[:split].numpy(), minlength=2), dtype=torch.float32)
criterion = nn.CrossEntropyLoss(weight=class_weights / class_weights.sum())
log = {"loss": [], "acc": [], "grad": []}


def confusion(pred: np.ndarray, true: np.ndarray) -> np.ndarray:
    matrix = np.zeros((2, 2), dtype=int)
    np.add.at(matrix, (true, pred), 1)
    return matrix


for epoch in range(5):
    net.train()
    logits = net(X[:split])
    loss = criterion(logits, y[:split])
    opt.zero_grad()
    loss.backward()
    opt.step()

    log["loss"].append(float(loss.detach()))
    log["grad"].append(np.sqrt(sum(float(p.grad.pow(2).sum()) for p in net.parameters())))
    predicted = logits.detach().cpu().numpy().argmax(axis=1)
    log["acc"].append(np.mean(predicted == y[:split].numpy()))

net.eval()
with torch.no_grad():
    scores = net(X[split:]).softmax(1).numpy()[:, 1]
order = np.argsort(-scores)
ranked = y[split:].numpy()[order]
precision_at_5 = ranked[:5].mean()
print(confusion((scores > 0.5).astype(int), y[split:].numpy()).tolist(), float(precision_at_5))
print([round(v, 3) for v in log["loss"]], np.round(log["grad"], 2).tolist())

weights = {k: v.numpy().copy() for k, v in net.state_dict().items() if v.is_floating_point()}
importance = np.abs(weights["0.weight"]).sum(axis=0)
grid = torch.stack(torch.meshgrid(torch.linspace(-1, 1, 5), torch.linspace(-1, 1, 5), indexing="ij"), -1).reshape(-1, 2)
surface = net(torch.cat([grid, torch.zeros(25, 2)], 1)).detach().numpy().reshape(5, 5, 2)
print(importance.argmax(), surface.shape)
