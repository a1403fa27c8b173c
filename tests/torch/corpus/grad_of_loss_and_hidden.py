# finds: GS101 at 23, GS101 at 24
import torch
import torch.nn as nn

# Debugging a small network by printing "the gradients" of everything.
torch.manual_seed(7)
inputs = torch.randn(5, 4)
targets = torch.randn(5, 1)

fc1 = nn.Linear(4, 6)
fc2 = nn.Linear(6, 1)
optimizer = torch.optim.SGD([*fc1.parameters(), *fc2.parameters()], lr=0.05)

for step in range(2):
    optimizer.zero_grad()
    hidden = torch.tanh(fc1(inputs))
    prediction = fc2(hidden)
    loss = nn.functional.mse_loss(prediction, targets)
    loss.backward()

    print("fc1:", fc1.weight.grad.abs().mean().item())
    print("fc2:", fc2.bias.grad)
    print("hidden:", hidden.grad)
    print("loss:", loss.grad)
    optimizer.step()
