# finds: GS301 at 26
# torch: gets model.head; lacks model.encoder.net[0].weight
# fixed: moves model
import torch
import torch.nn.functional as F
from torch import nn, optim


class Encoder(nn.Module):
    def __init__(self, d_in=10, d=16):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(d_in, d), nn.ReLU(), nn.Linear(d, d))

    def forward(self, x):
        return self.net(x)


class Classifier(nn.Module):
    def __init__(self, encoder, d=16, n=3):
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(d, n)
        self.last_features = None

    def forward(self, x):
        feats = self.encoder(x).detach()
        self.last_features = feats
        return self.head(feats)

    def predict(self, x):
        self.eval()
        with torch.no_grad():
            out = self(x).argmax(-1)
        self.train()
        return out


class Trainer:
    def __init__(self, model, lr=1e-3):
        self.model = model
        self.optim = optim.AdamW(model.parameters(), lr=lr, weight_decay=0.01)
        self.sched = optim.lr_scheduler.StepLR(self.optim, 1)
        self.history = {"loss": [], "acc": []}

    def fit(self, batches, epochs):
        for epoch in range(epochs):
            for x, y in batches:
                loss = self.step(x, y)
                self.history["loss"].append(loss)
            self.sched.step()
            self.history["acc"].append(self.evaluate(batches))

    def step(self, x, y):
        self.optim.zero_grad(set_to_none=True)
        loss = F.cross_entropy(self.model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optim.step()
        return loss.item()

    def evaluate(self, batches):
        hits = sum((self.model.predict(x) == y).sum().item() for x, y in batches)
        return hits / sum(len(y) for _, y in batches)


torch.manual_seed(0)
data = [(torch.randn(8, 10), torch.randint(0, 3, (8,))) for _ in range(3)]
model = Classifier(Encoder())
Trainer(model).fit(data, epochs=2)
