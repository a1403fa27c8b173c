"""Modules that hold another one as `module` and call it: data parallelism and averages of weights."""

from __future__ import annotations

from gradsight.domain.objects import Instance
from gradsight.domain.state import OFF, Mode
from gradsight.domain.values import NONE, Library, Ref, Tuple, Value
from gradsight.knowledge.host import Args, Call
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.parameters import WRAPPERS

PARALLEL = tuple(name for name in WRAPPERS if not name.endswith("AveragedModel"))


@handles(*WRAPPERS)
def wrap(call: Call) -> Value:
    """The module itself is inside; an average is a copy of it."""
    host, inner = call.host, call.arg(0, "module", call.args.keywords.get("model"))
    if not isinstance(inner, Ref) or not isinstance(host.state.heap[inner.id], Instance):
        return call.unknown("the module that is wrapped is not known") if inner is None else inner
    if call.name.endswith("AveragedModel"):
        inner = host.call(Library("copy.deepcopy"), Args((inner,)), call.place)
    attrs: dict[str, Value] = {"module": inner}
    return host.new(Instance(Library(call.name), attrs, {"module": "module"}, module=True, place=call.place))


@handles("torch.distributed.fsdp.fully_shard", "torch.nn.SyncBatchNorm.convert_sync_batchnorm")
def the_same(call: Call) -> Value:
    """The module, changed inside."""
    return call.arg(0, "module") or NONE


@handles("Module.update_parameters")
def update_parameters(_: Call) -> Value:
    """The average takes in the weights of its argument, whose graph it does not touch."""
    return NONE


@handles("Module.no_sync")
def no_sync(call: Call) -> Value:
    return call.host.new(Instance(Library("contextlib.nullcontext"), {"enter_result": NONE}, place=call.place))


@handles("torch.optim.swa_utils.update_bn")
def update_bn(call: Call) -> Value:
    """Calls the model with the batches of a loader, without a graph."""
    host, loader, model = call.host, call.arg(0, "loader"), call.arg(1, "model")
    if loader is None or model is None:
        return NONE
    items = host.iterate(loader)
    with host.switched(Mode(OFF, place=call.place, text="`update_bn`")):
        for batch in (*items.known[:1], *(() if items.rest is None else (items.rest,))):
            parts = host.iterate(batch) if isinstance(batch, Ref | Tuple) else None
            first = parts.known[0] if parts is not None and parts.known else batch
            host.call(model, Args((first,)), call.place)
    return NONE
