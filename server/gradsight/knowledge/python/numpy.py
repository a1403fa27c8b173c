"""numpy and its kin: arrays have no graph."""

from __future__ import annotations

from gradsight.domain.flow import flow, flows
from gradsight.domain.values import Value
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.detaching import leave


def is_array_library(name: str) -> bool:
    """Whether the results of this library are arrays."""
    return name.partition(".")[0] in ("numpy", "scipy", "cupy", "pandas", "sklearn", "cv2", "skimage")


@handles("numpy.*", "scipy.*")
def array(call: Call) -> Value:
    """Converting a tensor that requires grad raises while grad mode is on."""
    host = call.host
    source = flows(host.state, call.args.all())
    first = flow(host.state, call.args.positional[0]) if call.args.positional else source
    if first.certain and False not in host.state.mode.grad:
        host.fail()
    return leave(call, "ndarray", "numpy", source)
