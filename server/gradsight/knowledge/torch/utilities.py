"""`torch.nn.init`, `torch.nn.utils`, saving and loading, and other functions around training."""

from __future__ import annotations

from gradsight.domain.flow import CALM, flow
from gradsight.domain.objects import Instance
from gradsight.domain.state import OFF, Mode
from gradsight.domain.values import NONE, Library, Plain, Value
from gradsight.knowledge.host import Args, Call
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.inplace import write
from gradsight.knowledge.torch.results import constant, make


@handles("torch.nn.init.*")
def init(call: Call) -> Value:
    """Fills in place while grad mode is off; returns the tensor."""
    if not call.args.positional or call.name.endswith("calculate_gain"):
        return Plain("float")
    with call.host.switched(Mode(OFF)):
        write(call.host, call.receiver, CALM, call.place)
    return call.receiver


@handles("torch.nn.utils.clip_grad_norm_", "torch.nn.utils.clip_grad_norm", "torch.nn.utils.get_total_norm")
def clip_grad_norm_(call: Call) -> Value:
    """Changes gradients only; returns their norm."""
    return constant(call.host, call.place, "a norm of gradients", dtype="float32", device="cpu")


@handles("torch.nn.utils.clip_grad_value_", "torch.nn.utils.clip_grads_with_norm_")
def clip_grad_value_(_: Call) -> Value:
    return NONE


@handles("torch.nn.utils.parameters_to_vector")
def parameters_to_vector(call: Call) -> Value:
    return make(call.host, flow(call.host.state, call.receiver), call.place)


@handles("torch.nn.utils.vector_to_parameters")
def vector_to_parameters(_: Call) -> Value:
    return NONE


@handles("torch.save", "torch.manual_seed", "torch.seed", "torch.set_printoptions", "torch.cuda.*", "torch.backends.*",
         "torch.set_num_threads", "torch.set_default_device", "torch.use_deterministic_algorithms", "torch.random.*",
         "torch.set_float32_matmul_precision", "torch.get_default_dtype", "torch.finfo", "torch.iinfo", "torch.Generator",
         "torch.initial_seed", "torch.set_rng_state", "torch.Size", "torch.get_num_threads",
         "torch.optim.lr_scheduler.*", "torch.optim.swa_utils.*", "torch.utils.data.*", "torch.version.*", "torch.mps.*",
         "torch.distributed.*", "torch.multiprocessing.*", "torch.typename", "torch.utils.benchmark.*", "torch.profiler.*",
         "torch.autograd.profiler.*", "torch.autograd.set_detect_anomaly.*", "torch.distributions.constraints.*",
         "torch.broadcast_shapes", "torch.result_type", "torch.can_cast", "torch.promote_types", "torch.is_storage",
         "torch._C.*")  # fmt: skip
def beside(_: Call) -> Value:
    """Has nothing to do with gradients."""
    return Plain("object")


@handles("torch.set_default_dtype", "torch.set_default_tensor_type")
def set_default_dtype(_: Call) -> Value:
    return NONE


@handles("torch.load")
def load(call: Call) -> Value:
    return call.unknown("what a file holds is not known")


@handles("torch.amp.GradScaler", "torch.cuda.amp.GradScaler")
def scaler(call: Call) -> Value:
    return call.host.new(Instance(Library("torch.amp.GradScaler"), {}, place=call.place))


@handles("torch.amp.GradScaler.scale")
def scale(call: Call) -> Value:
    """A disabled scaler returns the loss itself; either way the loss is in its graph."""
    value = call.arg(1, "outputs") or NONE
    return make(call.host, flow(call.host.state, value), call.place)


@handles("torch.amp.GradScaler.step")
def scaler_step(call: Call) -> Value:
    optimizer = call.arg(1, "optimizer")
    if optimizer is not None:
        return call.host.call(call.host.attribute(optimizer, "step", call.place), Args(), call.place)
    return NONE


@handles("torch.amp.GradScaler.update", "torch.amp.GradScaler.unscale_", "torch.amp.GradScaler.state_dict",
         "torch.amp.GradScaler.load_state_dict", "torch.amp.GradScaler.get_scale")  # fmt: skip
def scaler_other(_: Call) -> Value:
    return Plain("object")


@handles("torch.get_rng_state", "torch.random.get_rng_state")
def get_rng_state(call: Call) -> Value:
    return constant(call.host, call.place, "the state of the random numbers", dtype="uint8", device="cpu")
