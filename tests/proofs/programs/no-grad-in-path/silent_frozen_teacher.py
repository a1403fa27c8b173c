# cause: no-grad-scope
# torch: moves student; lacks teacher.weight
import torch
from torch import nn

teacher, student = nn.Linear(4, 3), nn.Linear(4, 3)
optimizer = torch.optim.SGD(student.parameters(), lr=0.1)
for x in torch.rand(3, 8, 4):
    with torch.no_grad():
        goal = teacher(x).softmax(1)
    loss = nn.functional.kl_div(student(x).log_softmax(1), goal, reduction="batchmean")
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
