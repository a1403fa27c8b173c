import torch

torch.set_grad_enabled(False)
FACTOR = torch.tensor(2.0)
