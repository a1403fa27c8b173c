"""The shape of a loss, which its `reduction` decides."""

from __future__ import annotations

from gradsight.domain.objects import Shape
from gradsight.domain.values import Literal, Value
from gradsight.knowledge.torch.shapes import broadcast


def loss_shape(name: str, shape: Shape, target: Shape, reduction: Value) -> Shape:
    """The shape of the loss `name`, such as "mse_loss", of an input and a target."""
    if not isinstance(reduction, Literal) or reduction.value != "none":
        return () if isinstance(reduction, Literal) and reduction.value in ("mean", "sum", "batchmean") else None
    if shape is None or target is None:
        return None
    if name in EACH_ELEMENT:
        return broadcast((shape, target))
    return target if name in EACH_ITEM and len(target) == len(shape) - 1 else None


EACH_ELEMENT = ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy", "soft_margin_loss",
                "binary_cross_entropy_with_logits", "kl_div", "poisson_nll_loss", "hinge_embedding_loss")  # fmt: skip
"""Losses that without reduction have one number for each element, or one for each target class."""
EACH_ITEM = ("cross_entropy", "nll_loss", "multi_margin_loss")
