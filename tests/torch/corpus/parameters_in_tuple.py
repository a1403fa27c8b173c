# finds: GS504 at 9
# The polynomial's coefficients are Parameters, yet they sit in a tuple.
import torch


class Polynomial3(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.coefficients = tuple(torch.nn.Parameter(torch.randn(())) for _ in range(3))
        self.intercept = torch.nn.Parameter(torch.zeros(()))

    def forward(self, x):
        y = self.intercept
        for k, c in enumerate(self.coefficients, start=1):
            y = y + c * x**k
        return y

    def string(self):
        terms = [f"{c.item():.2f} x^{k}" for k, c in enumerate(self.coefficients, start=1)]
        return " + ".join([f"{self.intercept.item():.2f}", *terms])


x = torch.linspace(-1, 1, 50)
y = torch.sin(3 * x)
model = Polynomial3()
criterion = torch.nn.MSELoss(reduction="sum")
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
for t in range(20):
    loss = criterion(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(model.string())
