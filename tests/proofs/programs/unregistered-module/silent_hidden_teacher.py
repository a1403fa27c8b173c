# cause: list-of-modules
# torch: moves student.net; lacks student.teacher[0].weight
import torch
from torch import nn


class Student(nn.Module):
    def __init__(self, teacher):
        super().__init__()
        self.net = nn.Linear(4, 2)
        self.teacher = [teacher.requires_grad_(False)]  # keep it out of the state dict

    def loss(self, x):
        with torch.no_grad():
            goal = self.teacher[0](x).softmax(1)
        return nn.functional.cross_entropy(self.net(x), goal)


student = Student(nn.Linear(4, 2))
optimizer = torch.optim.SGD(student.parameters(), lr=0.1)
for x in torch.rand(3, 8, 4):
    optimizer.zero_grad()
    student.loss(x).backward()
    optimizer.step()
