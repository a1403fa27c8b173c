# cause: tensor-not-parameter
# finds: GS505 at 13
# torch: gets model.prior; stays model.prior
# fixed: moves model.prior
import torch
import torch.nn as nn


class Mixture(nn.Module):
    def __init__(self, parts: int = 3):
        super().__init__()
        self.means = nn.Parameter(torch.randn(parts))
        self.prior = torch.zeros(parts).requires_grad_()
    def forward(self, x):
        logits = self.prior.log_softmax(0) - (x[:, None] - self.means).pow(2)
        return -logits.logsumexp(1).mean()


def train(model, data, epochs):
    optimizer = torch.optim.Adam(list(model.parameters()), lr=0.1)
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = model(data)
        loss.backward()
        optimizer.step()


model = Mixture()
train(model, torch.randn(20), 4)
