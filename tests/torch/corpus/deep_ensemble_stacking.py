# correct
import torch
import torch.nn as nn
import torch.nn.functional as F

# Base models are trained first; the stacker sees their fixed outputs.
torch.manual_seed(1)
X = torch.randn(50, 4)
Y = (X[:, 0] * X[:, 1] > 0).long()
folds = torch.arange(50) % 2


def make(width):
    return nn.Sequential(nn.Linear(4, width), nn.ReLU(), nn.Linear(width, 2))


def fit(model, x, y, epochs=3, lr=0.05):
    opt = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(epochs):
        opt.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        opt.step()
    return model, loss.item()


members, losses = zip(*(fit(make(w), X[folds == 0], Y[folds == 0]) for w in (4, 8, 16)))
ensemble = nn.ModuleList(members)
ensemble.eval()
for p in ensemble.parameters():
    p.requires_grad_(False)


class Stacker(nn.Module):
    def __init__(self, ensemble):
        super().__init__()
        self.ensemble = [ensemble]  # kept out of parameters() on purpose
        self.mix = nn.Linear(2 * len(ensemble), 2)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x):
        logits = [member(x) for member in self.ensemble[0]]
        return self.mix(self.dropout(torch.cat(logits, dim=1)))


stacker = Stacker(ensemble)
optimizer = torch.optim.Adam(stacker.parameters(), lr=1e-2)
assert len(list(stacker.parameters())) == 2
for epoch in range(3):
    loss = F.cross_entropy(stacker(X[folds == 1]), Y[folds == 1])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())

# uncertainty by the spread of the members, and by dropout at test time
with torch.no_grad():
    probs = torch.stack([m(X).softmax(1) for m in ensemble])
    mean = probs.mean(0)
    predictive = -(mean * mean.log()).sum(1)
    aleatoric = -(probs * probs.log()).sum(2).mean(0)
print("mutual information", (predictive - aleatoric).mean().item())

stacker.train()
passes = torch.stack([stacker(X[:5]).detach().softmax(1) for _ in range(4)])
print(passes.var(0).shape, any(p.grad is not None for p in ensemble.parameters()))

# temperature scaling: one number, fitted on fixed logits
logits = stacker.eval()(X).detach()
temperature = nn.Parameter(torch.ones(1) * 1.5)
lbfgs = torch.optim.LBFGS([temperature], lr=0.1, max_iter=5)


def evaluate():
    lbfgs.zero_grad()
    nll = F.cross_entropy(logits / temperature, Y)
    nll.backward()
    return nll


lbfgs.step(evaluate)
print(temperature.item())
