from functools import partial


def _clip(limit, grad):
    return grad.clamp(-limit, limit)


def clip_on_the_way(module, limit):
    """Hooks on all parameters; remove them when they are not wanted any more."""
    return [p.register_hook(partial(_clip, limit)) for p in module.parameters() if p.requires_grad]
