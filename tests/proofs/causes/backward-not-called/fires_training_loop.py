# finds: GS209 at 31
# torch: lacks model.layers[0].weight; stays model.layers[0].weight
# fixed: moves model
import torch
from torch import nn, optim

torch.manual_seed(0)
X = torch.linspace(-1, 1, 64).unsqueeze(1)
Y = X**3 + 0.1 * torch.randn_like(X)
train_x, val_x = X[:48], X[48:]
train_y, val_y = Y[:48], Y[48:]


class MLP(nn.Module):
    def __init__(self, widths=(1, 16, 16, 1)):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.tanh(layer(x))
        return self.layers[-1](x)


def training_loop(n_epochs, optimizer, model, loss_fn, t_u_train, t_u_val, t_c_train, t_c_val):
    for epoch in range(1, n_epochs + 1):
        loss_train = loss_fn(model(t_u_train), t_c_train)
        with torch.no_grad():
            loss_val = loss_fn(model(t_u_val), t_c_val)
        optimizer.zero_grad()
        loss_train.backward
        optimizer.step()
        if epoch == 1 or epoch % 10 == 0:
            print(f"Epoch {epoch}, Training loss {loss_train.item():.4f}, Validation loss {loss_val.item():.4f}")


model = MLP()
training_loop(10, optim.SGD(model.parameters(), lr=1e-2), model, nn.MSELoss(), train_x, val_x, train_y, val_y)
