"""The shape of what a layer of `torch.nn` returns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gradsight.domain.objects import Shape
from gradsight.domain.state import State
from gradsight.domain.values import NONE, Literal, Value
from gradsight.knowledge.host import Args
from gradsight.knowledge.torch.loss_shapes import loss_shape
from gradsight.knowledge.torch.operators import tables
from gradsight.knowledge.torch.shape_rules import Operands, flat
from gradsight.knowledge.torch.shapes import Sizes, shape_of


def layer_shape(state: State, name: str, options: Mapping[str, Value], args: Args) -> Shape:
    """The shape that the layer `name` with these settings gives; None if not known."""
    short = name.removeprefix("torch.nn.")
    if args.more is not None or not args.positional:
        return None
    shape = shape_of(state, args.positional[0])
    if "reduction" in options:
        return _loss(state, short, options, shape, args)
    if shape is None:
        return None
    if short == "Flatten":
        return flat(shape, Operands(state, shape, args), options.get("start_dim"), options.get("end_dim"))
    return shape if _keeps(short) else _sized(short, options, shape)


def _loss(state: State, short: str, options: Mapping[str, Value], shape: Shape, args: Args) -> Shape:
    if any(options.get(old, NONE) != NONE for old in ("reduce", "size_average")):
        return None
    target = args.keywords.get("target", args.positional[1] if len(args.positional) > 1 else NONE)
    return loss_shape(FUNCTIONS.get(short, ""), shape, shape_of(state, target), options["reduction"])


@cache
def _keeps(short: str) -> bool:
    return short in KEEPING or short.startswith("Dropout") or f"nn.{short}" in tables().elementwise


def _sized(short: str, options: Mapping[str, Value], shape: Sizes) -> Shape:
    size = options.get(CHANNELS.get(short, ("", 0))[0])
    last = size.value if isinstance(size, Literal) and isinstance(size.value, int) else None
    if short == "Embedding":
        return (*shape, last)
    inner = CHANNELS[short][1] if short in CHANNELS else None
    if inner is None or len(shape) <= inner:
        return None
    return (*shape[: len(shape) - inner - 1], last, *(None,) * inner)


CHANNELS = {"Linear": ("out_features", 0), "Embedding": ("embedding_dim", 0), "Conv1d": ("out_channels", 1),
            "Conv2d": ("out_channels", 2), "Conv3d": ("out_channels", 3)}  # fmt: skip
"""The setting that is a size of the result, and how many other sizes come behind it."""

KEEPING = ("BatchNorm2d", "BatchNorm3d", "InstanceNorm2d", "InstanceNorm3d", "AlphaDropout", "FeatureAlphaDropout")

FUNCTIONS = {
    "MSELoss": "mse_loss", "L1Loss": "l1_loss", "SmoothL1Loss": "smooth_l1_loss", "HuberLoss": "huber_loss",
    "BCELoss": "binary_cross_entropy", "BCEWithLogitsLoss": "binary_cross_entropy_with_logits", "KLDivLoss": "kl_div",
    "SoftMarginLoss": "soft_margin_loss", "PoissonNLLLoss": "poisson_nll_loss", "CrossEntropyLoss": "cross_entropy",
    "NLLLoss": "nll_loss", "MultiMarginLoss": "multi_margin_loss", "HingeEmbeddingLoss": "hinge_embedding_loss",
}  # fmt: skip
"""The function that a loss is the layer of."""
