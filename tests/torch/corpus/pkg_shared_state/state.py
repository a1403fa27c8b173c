import torch

device = "cpu"
weights = {}
current = None
threshold = None


def register(name, tensor):
    weights[name] = tensor
    return tensor


def total():
    global current
    if current is None:
        current = torch.zeros(2)
    current = current + sum(weights.values())
    return current
