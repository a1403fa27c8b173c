from contextlib import contextmanager

import torch


def freeze(model):
    model.eval()
    for parameter in model.parameters():
        parameter.requires_grad = False
    return model


@contextmanager
def evaluating(model):
    before = model.training
    model.eval()
    try:
        yield model
    finally:
        model.train(before)


@contextmanager
def seeded(number):
    state = torch.get_rng_state()
    torch.manual_seed(number)
    yield
    torch.set_rng_state(state)
