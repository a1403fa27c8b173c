# correct
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn


class MetaModule(nn.Module):
    def meta_named_parameters(self, prefix="", recurse=True):
        gen = self._named_members(lambda module: module._parameters.items() if isinstance(module, MetaModule) else [], prefix=prefix, recurse=recurse)
        for elem in gen:
            yield elem

    def meta_parameters(self, recurse=True):
        for name, param in self.meta_named_parameters(recurse=recurse):
            yield param

    def get_subdict(self, params, key=None):
        if params is None:
            return None
        prefix = key + "."
        return OrderedDict((k[len(prefix):], v) for k, v in params.items() if k.startswith(prefix))


class MetaLinear(nn.Linear, MetaModule):
    def forward(self, input, params=None):
        if params is None:
            params = OrderedDict(self.named_parameters())
        bias = params.get("bias", None)
        return F.linear(input, params["weight"], bias)


class MetaNet(MetaModule):
    def __init__(self):
        super().__init__()
        self.l1 = MetaLinear(1, 16)
        self.l2 = MetaLinear(16, 1)

    def forward(self, x, params=None):
        x = torch.relu(self.l1(x, params=self.get_subdict(params, "l1")))
        return self.l2(x, params=self.get_subdict(params, "l2"))


def gradient_update_parameters(model, loss, params=None, step_size=0.5, first_order=False):
    if params is None:
        params = OrderedDict(model.meta_named_parameters())
    grads = torch.autograd.grad(loss, params.values(), create_graph=not first_order)
    updated_params = OrderedDict()
    if isinstance(step_size, (dict, OrderedDict)):
        for (name, param), grad in zip(params.items(), grads):
            updated_params[name] = param - step_size[name] * grad
    else:
        for (name, param), grad in zip(params.items(), grads):
            updated_params[name] = param - step_size * grad
    return updated_params


def get_accuracy(prediction, target):
    with torch.no_grad():
        return (prediction - target).abs().mean()


def train(num_batches=3, num_tasks=2, num_adapt=2, first_order=False):
    model = MetaNet()
    model.to(device="cpu")
    model.train()
    meta_optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for batch_idx in range(num_batches):
        model.zero_grad()
        outer_loss = torch.tensor(0.0)
        accuracy = torch.tensor(0.0)
        for task in range(num_tasks):
            amplitude = torch.rand(1) * 4
            train_x, test_x = torch.rand(5, 1), torch.rand(5, 1)
            train_y, test_y = amplitude * train_x.sin(), amplitude * test_x.sin()
            params = None
            for _ in range(num_adapt):
                inner_loss = F.mse_loss(model(train_x, params=params), train_y)
                params = gradient_update_parameters(model, inner_loss, params=params, first_order=first_order)
            test_logit = model(test_x, params=params)
            outer_loss += F.mse_loss(test_logit, test_y)
            with torch.no_grad():
                accuracy += get_accuracy(test_logit, test_y)
        outer_loss.div_(num_tasks)
        accuracy.div_(num_tasks)
        outer_loss.backward()
        meta_optimizer.step()
        print("{0:.4f}".format(accuracy.item()))


if __name__ == "__main__":
    train()
