# cause: derived-parameter
# finds: GS403 at 13
# torch: holds [name for name, _ in gaussian.named_parameters()] == ["mean"]
# fixed: holds len(list(gaussian.parameters())) == 2
import torch
import torch.nn as nn


class Gaussian(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.mean = nn.Parameter(torch.zeros(size, dtype=torch.float64))
        self.log_scale = nn.Parameter(torch.zeros(size) - 1).double()
    def log_prob(self, x):
        return (-self.log_scale - 0.5 * ((x - self.mean) / self.log_scale.exp()) ** 2).sum(-1)


gaussian = Gaussian(3)
loss = -gaussian.log_prob(torch.rand(5, 3, dtype=torch.float64)).mean()
loss.backward()
