# raises: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
# finds: GS201 at 28
# `set_grad_enabled` is a statement here: after the sanity check nothing is recorded any more.
import torch
import torch.nn as nn

model = nn.Sequential(nn.Linear(2, 16), nn.GELU(), nn.Linear(16, 1))
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.01)


def sanity_check(model, batch):
    model.eval()
    torch.set_grad_enabled(False)
    out = model(batch)
    assert out.shape == (batch.shape[0], 1), out.shape
    assert torch.isfinite(out).all()
    model.train()


xy = torch.rand(32, 2)
z = (xy[:, :1] * xy[:, 1:]).sin()

sanity_check(model, xy[:4])
for it in range(3):
    pred = model(xy)
    loss = torch.nn.functional.l1_loss(pred, z)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
