# correct
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import TensorDataset, DataLoader


class SmallNet(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Linear(10, width)
        self.head = nn.Linear(width, 4)

    def forward(self, x):
        features = F.relu(self.body(x))
        return self.head(features), features


class DistillKL(nn.Module):
    """Distilling the knowledge in a neural network."""

    def __init__(self, T):
        super(DistillKL, self).__init__()
        self.T = T

    def forward(self, y_s, y_t):
        p_s = F.log_softmax(y_s / self.T, dim=1)
        p_t = F.softmax(y_t / self.T, dim=1)
        return F.kl_div(p_s, p_t, reduction="sum") * (self.T**2) / y_s.shape[0]


teacher, student = SmallNet(64), SmallNet(16)
regressor = nn.Linear(16, 64)
module_list = nn.ModuleList([student, regressor])
teacher.eval()

criterion_cls = nn.CrossEntropyLoss()
criterion_div = DistillKL(4.0)
criterion_kd = nn.MSELoss()
optimizer = torch.optim.SGD(module_list.parameters(), lr=0.05, momentum=0.9, nesterov=True)
loader = DataLoader(TensorDataset(torch.randn(30, 10), torch.randint(4, (30,))), batch_size=10)
gamma, alpha, beta = 0.1, 0.9, 1.0

for epoch in range(2):
    student.train()
    losses, seen = 0.0, 0
    for input, target in loader:
        logit_s, feat_s = student(input)
        with torch.no_grad():
            logit_t, feat_t = teacher(input)
            feat_t = feat_t.detach()

        loss_cls = criterion_cls(logit_s, target)
        loss_div = criterion_div(logit_s, logit_t)
        loss_kd = criterion_kd(regressor(feat_s), feat_t)
        loss = gamma * loss_cls + alpha * loss_div + beta * loss_kd

        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses += loss.item() * input.size(0)
        seen += input.size(0)
    print(f"epoch {epoch}: {losses / seen:.4f}")

assert all(p.grad is None for p in teacher.parameters())
assert all(p.grad is not None for p in module_list.parameters())
