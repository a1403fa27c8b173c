# finds: GS303 at 26
# Distillation with one line too many under no_grad: the student's features come from the teacher's block.
import torch
import torch.nn as nn
import torch.nn.functional as F


def mlp(*sizes):
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


teacher_body, teacher_head = mlp(8, 32, 16), nn.Linear(16, 5)
student_body, student_head = mlp(8, 12, 16), nn.Linear(16, 5)
for module in (teacher_body, teacher_head):
    module.eval()
    module.requires_grad_(False)

optimizer = torch.optim.Adam([*student_body.parameters(), *student_head.parameters()], lr=1e-2)
T = 3.0

for step in range(4):
    x = torch.randn(10, 8)
    with torch.no_grad():
        t_logits = teacher_head(teacher_body(x))
        s_feat = student_body(x)
    s_logits = student_head(s_feat)
    loss = F.kl_div(F.log_softmax(s_logits / T, 1), F.softmax(t_logits / T, 1), reduction="batchmean") * T * T
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, loss.item())
