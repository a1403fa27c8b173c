# torch: moves log_alpha
import torch


class Temperature:
    def __init__(self, start):
        self.log_alpha = torch.tensor([start]).log().detach().requires_grad_()
        self.optimizer = torch.optim.Adam([self.log_alpha], lr=0.01)

    @property
    def alpha(self):
        return self.log_alpha.exp()

    def update(self, entropy):
        loss = (self.alpha * (entropy + 2.0).detach()).mean()
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()


temperature = Temperature(0.2)
log_alpha = temperature.log_alpha
temperature.update(torch.tensor(-1.0))
