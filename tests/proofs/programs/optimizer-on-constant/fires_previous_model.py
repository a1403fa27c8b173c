# cause: optimizer-wrong-params
# finds: GS502 at 10
# torch: gets student; stays student.weight; lacks teacher.weight
# fixed: moves student; lacks teacher.weight
import torch
from torch import nn

teacher, student = nn.Linear(6, 3), nn.Linear(6, 3)
student.load_state_dict(teacher.state_dict())
optimizer = torch.optim.Adam(teacher.parameters(), lr=1e-2)
for batch in torch.rand(4, 8, 6):
    logits = student(batch)
    loss = nn.functional.cross_entropy(logits, torch.randint(3, (8,)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
