# raises: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
# finds: GS201 at 23
"""Forces as the derivative of a learned energy, evaluated inside a validation block."""
import torch
from torch import nn
from torch.autograd import grad


class Energy(nn.Module):
    def __init__(self):
        super().__init__()
        self.mlp = nn.Sequential(nn.Linear(1, 16), nn.SiLU(), nn.Linear(16, 1))

    def forward(self, positions):
        i, j = torch.triu_indices(len(positions), len(positions), offset=1)
        distance = (positions[i] - positions[j]).norm(dim=-1, keepdim=True)
        return self.mlp(distance).sum()


def forces(model, positions, training=False):
    positions = positions.detach().clone().requires_grad_(True)
    energy = model(positions)
    (g,) = grad(energy, positions, create_graph=training)
    return energy, -g


model = Energy()
model.eval()
errors = []
with torch.no_grad():
    for _ in range(2):
        positions, reference = torch.randn(4, 3), torch.randn(4, 3)
        energy, predicted = forces(model, positions)
        errors.append((predicted - reference).abs().mean().item())
print(errors)
