import copy

import torch
from torch.func import functional_call, stack_module_state, vmap


def predict(models, x):
    params, buffers = stack_module_state(models)
    base = copy.deepcopy(models[0]).to("meta")

    def one(params, buffers, x):
        return functional_call(base, (params, buffers), (x,))

    return params, vmap(one, in_dims=(0, 0, None))(params, buffers, x)
