import functools
import random

import torch


def seed_everything(seed):
    random.seed(seed)
    torch.manual_seed(seed)


def frozen_call(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        with torch.no_grad():
            return function(*args, **kwargs)

    return wrapper
