import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel as DDP


def is_dist():
    return dist.is_available() and dist.is_initialized()


def wrap(model, rank, compile_it=False):
    if compile_it:
        model = torch.compile(model)
    if rank >= 0:
        dist.init_process_group("gloo")
        model = DDP(model, device_ids=[rank], find_unused_parameters=True)
    return model


def unwrap(model):
    if isinstance(model, DDP):
        model = model.module
    return getattr(model, "_orig_mod", model)


@torch.no_grad()
def all_reduce_mean(t):
    if not is_dist():
        return t
    t = t.clone()
    dist.all_reduce(t)
    return t / dist.get_world_size()
