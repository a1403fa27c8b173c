# raises: ValueError: can't optimize a non-leaf Tensor
# finds: GS501 at 20
import torch
import torch.nn as nn

# Mixed bag of parameters, collected and cast by hand before they reach the optimizer.
model = nn.Linear(5, 2)
extra = {"gain": torch.ones(2, requires_grad=True), "shift": torch.zeros(2, requires_grad=True)}


def trainable(*sources):
    found = []
    for source in sources:
        values = source.parameters() if isinstance(source, nn.Module) else source.values()
        found.extend(p.to(torch.float64) for p in values)
    return found


params = trainable(model, extra)
optimizer = torch.optim.SGD(params, lr=0.1)
x = torch.randn(7, 5)
out = model(x) * extra["gain"] + extra["shift"]
out.pow(2).mean().backward()
optimizer.step()
