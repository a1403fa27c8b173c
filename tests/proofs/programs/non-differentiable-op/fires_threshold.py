# cause: nondiff-compare
# finds: GS308 at 9
# torch: gets reg; lacks mask_logits
# fixed: gets mask_logits, reg; moves mask_logits
import torch


def masked(image, logits):
    mask = (logits > 0).float()
    return image * mask


mask_logits = torch.randn(4, 4, requires_grad=True)
reg = torch.rand(1, requires_grad=True)
optimizer = torch.optim.Adam([mask_logits, reg])
for step in range(2):
    loss = masked(torch.rand(4, 4), mask_logits).sum() * reg + reg.sum()
    optimizer.zero_grad()
    loss.sum().backward()
    optimizer.step()
