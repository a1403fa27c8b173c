# cause: requires-grad-typo, frozen-params
# finds: GS405 at 9
# torch: gets backbone, head
# fixed: lacks backbone.weight; gets head
import torch
from torch import nn

backbone, head = nn.Linear(4, 4), nn.Linear(4, 2)
backbone.requires_grad = False
logits = head(backbone(torch.rand(8, 4)))
nn.functional.cross_entropy(logits, torch.randint(2, (8,))).backward()
