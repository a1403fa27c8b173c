# finds: GS206 at 17 or GS205 at 17
# raises: RuntimeError: Trying to backward through the graph a second time
"""The forecaster keeps its state from batch to batch, and its graph with it."""
import torch

from forecast import Forecaster
from forecast.series import windows

torch.manual_seed(16)
series = torch.sin(torch.linspace(0, 12, 60)) + 0.1 * torch.randn(60)
model = Forecaster(width=6)
optimizer = torch.optim.RMSprop(model.parameters(), lr=0.01)
for inputs, target in windows(series, size=10):
    optimizer.zero_grad()
    prediction = model(inputs)
    loss = torch.nn.functional.l1_loss(prediction, target)
    loss.backward()
    optimizer.step()
