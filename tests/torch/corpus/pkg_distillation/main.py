# correct
"""A small net learns the answers and the features of a frozen large one."""
import torch

from distill.losses import DistillationLoss
from distill.models import make
from distill.taps import FeatureTap
from distill.utils import evaluating, freeze, seeded

with seeded(9):
    x, y = torch.randn(32, 1, 6, 6), torch.randint(0, 3, (32,))
    teacher, student = freeze(make(12)), make(4)
adapter = torch.nn.Conv2d(4, 12, 1)
criterion = DistillationLoss(temperature=2.0, alpha=0.7)
optimizer = torch.optim.SGD(list(student.parameters()) + list(adapter.parameters()), lr=0.05)
with FeatureTap(teacher, "body.1") as theirs, FeatureTap(student, "body.1") as ours:
    for step in range(3):
        with torch.no_grad(), evaluating(teacher):
            answers = teacher(x)
        logits = student(x)
        loss = criterion(logits, answers, y)
        loss = loss + 0.1 * (adapter(ours.value) - theirs.value).pow(2).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
with evaluating(student) as net, torch.no_grad():
    accuracy = (net(x).argmax(1) == y).float().mean()
assert all(p.grad is None for p in teacher.parameters())
print(f"{accuracy:.2f}")
