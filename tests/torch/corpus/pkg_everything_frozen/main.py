# finds: GS201 at 17
# raises: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
"""The mixin freezes the whole model where its backbone was meant, so the loss has no graph."""
import torch

from nets.classifier import Classifier

torch.manual_seed(14)
model = Classifier.from_config({"inputs": 6, "classes": 3, "freeze": True})
print(model.size)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.randn(8, 6), torch.randint(0, 3, (8,))
for step in range(2):
    optimizer.zero_grad()
    logits = model(x)
    loss = torch.nn.functional.cross_entropy(logits, y)
    loss.backward()
    optimizer.step()
