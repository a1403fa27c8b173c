import torch


class Trainer:
    def __init__(self, model, loss):
        self.model, self.loss = model, loss
        self.optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def fit(self, data):
        total = 0.0
        for batch in data:
            self.optimizer.zero_grad()
            loss = self.loss(*self.model(*batch))
            loss.backward()
            self.optimizer.step()
            total += loss.item()
        return total
