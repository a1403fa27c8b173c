import torch


class Balance:
    def __init__(self, names, lr, alpha=1.0):
        self.weights = {name: torch.ones((), requires_grad=True) for name in names}
        self.optimizer = torch.optim.Adam(self.weights.values(), lr=lr)
        self.alpha, self.first = alpha, None

    def __getitem__(self, name):
        return self.weights[name]

    def step(self, losses, shared):
        if self.first is None:
            self.first = {name: loss.item() for name, loss in losses.items()}
        norms = []
        for name, loss in losses.items():
            (g,) = torch.autograd.grad(self.weights[name] * loss, shared, create_graph=True)
            norms.append(g.norm())
        norms = torch.stack(norms)
        ratios = torch.tensor([losses[name].item() / self.first[name] for name in losses])
        aim = (norms.mean() * (ratios / ratios.mean()) ** self.alpha).detach()
        self.optimizer.zero_grad()
        (norms - aim).abs().sum().backward(inputs=list(self.weights.values()))
        self.optimizer.step()
        with torch.no_grad():
            scale = len(self.weights) / sum(self.weights.values())
            for weight in self.weights.values():
                weight.mul_(scale)
