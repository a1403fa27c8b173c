"""accelerate: `prepare` hands back what it is given, `backward` goes back from a loss."""

from __future__ import annotations

from gradsight.domain.flow import flows
from gradsight.domain.objects import Instance
from gradsight.domain.values import NONE, Library, Plain, Tuple, Value
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.backward import run_backward
from gradsight.knowledge.torch.results import constant

NAME = "accelerate.Accelerator"
CONTEXTS = (
    "accumulate",
    "autocast",
    "no_sync",
    "main_process_first",
    "local_main_process_first",
    "join_uneven_inputs",
    "profile",
)


@handles(NAME, "accelerate.accelerator.Accelerator")
def accelerator(call: Call) -> Value:
    return call.host.new(Instance(Library(NAME), {}, place=call.place))


@handles(f"{NAME}.prepare", f"{NAME}.prepare_model", f"{NAME}.prepare_optimizer", f"{NAME}.prepare_data_loader",
         f"{NAME}.prepare_scheduler", f"{NAME}.unwrap_model")  # fmt: skip
def prepare(call: Call) -> Value:
    """The same objects, on their device."""
    given = call.args.positional[1:]
    if call.args.more is not None:
        return call.unknown("what is prepared is not known")
    return given[0] if len(given) == 1 else Tuple(given)


@handles(f"{NAME}.gather", f"{NAME}.gather_for_metrics", f"{NAME}.pad_across_processes", f"{NAME}.reduce")
def gather(call: Call) -> Value:
    """The same from all processes; with several, without a graph."""
    given = call.args.positional[1:2]
    if not given or flows(call.host.state, given).possible:
        return call.unknown("with several processes the graph is lost")
    return given[0]


@handles(f"{NAME}.backward")
def backward(call: Call) -> Value:
    loss = call.arg(1, "loss")
    if loss is not None:
        run_backward(call, loss, first=2)
    return NONE


@handles(f"{NAME}.clip_grad_norm_")
def clip_grad_norm_(call: Call) -> Value:
    return constant(call.host, call.place, "a norm of gradients", dtype="float32")


@handles(*(f"{NAME}.{name}" for name in CONTEXTS))
def context(call: Call) -> Value:
    """Leaves grad mode as it is."""
    return call.host.new(Instance(Library("contextlib.nullcontext"), {"enter_result": NONE}, place=call.place))


@handles(*(f"{NAME}.{name}" for name in (
    "print", "log", "wait_for_everyone", "save", "save_state", "load_state", "end_training", "init_trackers",
    "clip_grad_value_", "free_memory", "register_for_checkpointing", "set_trigger", "check_trigger", "get_state_dict",
    "get_tracker", "skip_first_batches", "save_model", "unscale_gradients")))  # fmt: skip
def beside(_: Call) -> Value:
    """Has nothing to do with gradients."""
    return Plain("object")
