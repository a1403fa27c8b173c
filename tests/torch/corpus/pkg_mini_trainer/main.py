# correct
"""A trainer that knows nothing: what happens between the steps is up to its callbacks."""
import torch
from torch.utils.data import DataLoader, TensorDataset

from trainer import Trainer
from trainer.callbacks import BestWeights, History, StopEarly, Warmup

torch.manual_seed(13)
x = torch.randn(48, 3)
y = (x @ torch.tensor([1.0, -2.0, 0.5]) + 0.3).unsqueeze(1)
loaders = [DataLoader(TensorDataset(x[part], y[part]), batch_size=8) for part in (slice(0, 32), slice(32, None))]
model = torch.nn.Sequential(torch.nn.Linear(3, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
history = History()
trainer = Trainer(
    model,
    torch.optim.Adam(model.parameters(), lr=0.02),
    loss=torch.nn.MSELoss(),
    metrics={"mae": lambda out, target: (out - target).abs().mean()},
    callbacks=[Warmup(4), history, BestWeights("valid/loss"), StopEarly("valid/loss", patience=1)],
)
trainer.fit(*loaders, epochs=3)
print(history.rows)
assert all(parameter.grad is not None for parameter in model.parameters())
