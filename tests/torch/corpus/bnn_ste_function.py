# correct
from dataclasses import dataclass

import torch
import torch.nn as nn
from torch.autograd import Function


class BinarizeF(Function):
    @staticmethod
    def forward(ctx, input):
        output = input.new(input.size())
        output[input >= 0] = 1
        output[input < 0] = -1
        ctx.save_for_backward(input)
        return output

    @staticmethod
    def backward(ctx, grad_output):
        (input,) = ctx.saved_tensors
        grad_input = grad_output.clone()
        grad_input[input.abs() > 1] = 0
        return grad_input


binarize = BinarizeF.apply


class BinLinear(nn.Linear):
    def forward(self, input):
        if input.size(1) != 12:
            input = binarize(input)
        if not hasattr(self.weight, "org"):
            self.weight.org = self.weight.data.clone()
        self.weight.data = torch.sign(self.weight.org)
        out = nn.functional.linear(input, self.weight)
        if self.bias is not None:
            self.bias.org = self.bias.data.clone()
            out += self.bias.view(1, -1).expand_as(out)
        return out


@dataclass
class Config:
    lr: float = 0.01
    epochs: int = 2


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = BinLinear(12, 16)
        self.htanh = nn.Hardtanh()
        self.bn = nn.BatchNorm1d(16)
        self.fc2 = BinLinear(16, 3)
        self.logsoftmax = nn.LogSoftmax(dim=1)

    def forward(self, x):
        x = x.view(-1, 12)
        x = self.htanh(self.bn(self.fc1(x)))
        return self.logsoftmax(self.fc2(x))


def main(cfg: Config = Config()):
    model = Net()
    optimizer = torch.optim.Adam(model.parameters(), lr=cfg.lr)
    criterion = nn.NLLLoss()
    correct = 0
    for epoch in range(cfg.epochs):
        for _ in range(3):
            data, target = torch.randn(6, 3, 4), torch.randint(3, (6,))
            optimizer.zero_grad()
            output = model(data)
            loss = criterion(output, target)
            loss.backward()
            for p in list(model.parameters()):
                if hasattr(p, "org"):
                    p.data.copy_(p.org)
            optimizer.step()
            for p in list(model.parameters()):
                if hasattr(p, "org"):
                    p.org.copy_(p.data.clamp_(-1, 1))
            pred = output.data.max(1, keepdim=True)[1]
            correct += pred.eq(target.data.view_as(pred)).cpu().sum()
    print(correct)


main()
