"""A correct training script, with much that looks suspicious and is not: a frozen teacher, evaluation, a running mean."""

import torch
from torch import nn
from torch.nn import functional as F


class Student(nn.Module):
    def __init__(self, inputs: int, classes: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(inputs, 32), nn.ReLU(), nn.Linear(32, classes))
        self.register_buffer("mean", torch.zeros(inputs))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            self.mean = 0.9 * self.mean + 0.1 * x.detach().mean(dim=0)
        return self.layers(x - self.mean)


def distil(student: nn.Module, teacher: nn.Module, inputs: torch.Tensor, labels: torch.Tensor) -> list[float]:
    optimizer = torch.optim.SGD(student.parameters(), lr=0.1)
    history = []
    for _ in range(5):
        with torch.no_grad():
            target = F.softmax(teacher(inputs), dim=1)
        logits = student(inputs)
        loss = F.cross_entropy(logits, labels) + F.kl_div(F.log_softmax(logits, dim=1), target, reduction="batchmean")
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimizer.step()
        history.append(loss.item())
    return history


@torch.no_grad()
def accuracy(model: nn.Module, inputs: torch.Tensor, labels: torch.Tensor) -> float:
    model.eval()
    return (model(inputs).argmax(dim=1) == labels).float().mean().item()


torch.manual_seed(0)
inputs = torch.randn(64, 8)
labels = (inputs[:, 0] > 0).long()

teacher = nn.Linear(8, 2)
for parameter in teacher.parameters():
    parameter.requires_grad_(False)

student = Student(8, 2)
history = distil(student, teacher, inputs, labels)
print(f"loss {history[0]:.3f} to {history[-1]:.3f}, accuracy {accuracy(student, inputs, labels):.2f}")
