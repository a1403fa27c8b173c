import torch


def lines(points=6):
    while True:
        slope, offset = torch.randn(2).unbind()
        x = torch.linspace(-1, 1, 2 * points).unsqueeze(1)
        y = slope * x + offset
        yield (x[::2], y[::2]), (x[1::2], y[1::2])
