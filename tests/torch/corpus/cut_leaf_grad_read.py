# finds: GS305 at 10
# A learnable temperature is read as a number; afterwards one wonders where its gradient is.
import torch
import torch.nn.functional as F

logits = torch.randn(6, 4, requires_grad=True)
temperature = torch.tensor(2.0, requires_grad=True)
labels = torch.tensor([0, 1, 2, 3, 0, 1])

scaled = logits / temperature.item()
loss = F.cross_entropy(scaled, labels)
confidence = scaled.softmax(dim=-1).max(dim=-1).values
entropy = torch.distributions.Categorical(logits=scaled).entropy().mean()
(loss - 0.1 * entropy).backward()

print("confidence", confidence.mean().item())
print("logits", logits.grad.abs().mean())
print("temperature", temperature.grad)
