# torch: gets w
import torch

w = torch.rand(3, requires_grad=True)
match w.shape:
    case (3,):
        if (loss := (w * w).sum()).requires_grad:
            loss.backward()
