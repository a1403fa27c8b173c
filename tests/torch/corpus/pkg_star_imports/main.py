# correct
"""Star imports: __all__ in one module, underscores in the other."""
from losses import *
from tensors import *

prediction = weight * data
loss = squared(prediction, target)
loss.backward()
hidden = weight.grad
print(hidden, penalty(weight))
