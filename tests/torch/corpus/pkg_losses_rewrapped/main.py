# finds: GS307 at 17 or GS201 at 17
# raises: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
"""The terms of the loss are collected as a dataclass, whose total makes a new tensor of them."""
import torch

from settings import *
from terms import collect

torch.manual_seed(15)
model = torch.nn.Linear(FEATURES, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
x, y = torch.randn(8, FEATURES), torch.randn(8, 1)
for epoch in range(EPOCHS):
    optimizer.zero_grad()
    terms = collect(model, x, y, WEIGHTS)
    loss = terms.total()
    loss.backward()
    optimizer.step()
