"""What the table says of one function, layer or distribution: plain data, in the words of torch's documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Op:
    """What one function or method does to gradients.

    Where a function has several signatures, `variants` holds one Op for each, in the order in which torch tries them,
    and the op itself says only what all of them agree on; `select` picks the variant of a call.

    params, kinds: the parameters as a user spells them, a method's tensor first; "*name" takes any number. One letter
        says what each takes (T tensor, L tensors, t tensor or number, i int, I ints, s number, f float, b bool, b1 only
        True, b0 only False, S str, d dtype, x others, ? unknown), "?" behind it that it may be None, "=" that it may be
        absent. The first `positional` of them may be given by position.
    outputs: D requires grad if a differentiable input does and the dtype is floating or complex, N never does, P is a
        Python value, "LD" and "LN" a list or tuple of any length, "(D,N)" a tuple, ? unknown. For a function that
        writes
        in place: what its tensor is afterwards. `fields` are the names of a named tuple.
    differentiable: the parameters whose gradient reaches the result; None stands for every tensor.
    zero: the gradient of all of them is identically zero; `zero_params` those of which it is; `zero_when` the keyword
        that, given and not None, makes it so.
    refuses: parameters for which the call raises if they require grad.
    backward_raises: the result requires grad, and backward through it raises. `raises_for`: it raises only if one of
        these parameters requires grad.
    view, maybe_view: the result is always, or sometimes, a view as autograd knows views. `multi_view`: one of several
        views from one call, which refuse to be changed in place.
    inplace, maybe_inplace: always, or sometimes, writes into its tensor: raises for a leaf that requires grad.
    factory: makes a tensor that follows no input and obeys its own `requires_grad=`.
    returns_self: whether the result is an argument itself: "never", "sometimes" (if nothing changes), "always".
    saves_for: what autograd saves for backward (parameters, "result" or a field or "result0"…, "intermediate" for any
        other tensor), and for the gradient of which parameters. `saves` are its keys, `may_save` what is saved under
        some options only. Changing a saved tensor in place makes backward raise; so does a second backward if anything
        was saved.
    dtype: "same" (as the inputs promote), "float" (likewise, but the default dtype for whole numbers), "arg" (as
        the dtype argument says), "default", "complex", a dtype's name, or
        "?". A `dtype=` that is given goes first.
    """

    name: str
    params: tuple[str, ...]
    kinds: tuple[str, ...]
    positional: int
    outputs: str
    fields: tuple[str, ...]
    differentiable: frozenset[str] | None
    zero: bool
    zero_params: frozenset[str]
    zero_when: tuple[str, ...]
    refuses: frozenset[str]
    backward_raises: bool
    raises_for: frozenset[str]
    view: bool
    maybe_view: bool
    multi_view: bool
    inplace: bool
    maybe_inplace: bool
    factory: bool
    returns_self: str
    saves: frozenset[str]
    saves_for: Mapping[str, frozenset[str]]
    may_save: Mapping[str, frozenset[str]]
    dtype: str
    variants: tuple[Op, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """A module class of `torch.nn`.

    init, defaults: the constructor's parameters and those defaults that are literals.
    parameters, buffers: name and condition. The condition is "" for always, else constructor options that must be set,
        or with "!" not set; commas join what must hold together, "|" alternatives. "*" in a name stands for a layer's
        number and direction (weight_ih_l* of an LSTM).
    children: name and class of the submodules.
    forward: the parameters of a call.
    outputs: as for an Op; D follows the inputs in `differentiable` and the layer's own parameters. `outputs_when` gives
        other outputs under one option of the constructor or of the call ("!" for an option that is turned off).
    refuses, saves_for, may_save: as for an Op; the layer's own parameters are "self.weight" and the like.
    returns_self: "always", "eval" (in eval mode only), "sometimes" or "never".
    inplace: has an option `inplace`. zero: the gradient is identically zero.
    """

    name: str
    init: tuple[str, ...]
    defaults: Mapping[str, bool | int | float | str | None]
    parameters: tuple[tuple[str, str], ...]
    buffers: tuple[tuple[str, str], ...]
    children: tuple[tuple[str, str], ...]
    forward: tuple[str, ...]
    outputs: str
    outputs_when: tuple[tuple[str, str], ...]
    fields: tuple[str, ...]
    differentiable: frozenset[str]
    refuses: frozenset[str]
    saves_for: Mapping[str, frozenset[str]]
    may_save: Mapping[str, frozenset[str]]
    returns_self: str
    inplace: bool
    zero: bool


@dataclass(frozen=True, slots=True)
class Distribution:
    """A class of `torch.distributions`.

    `methods` gives the outputs of methods and properties, `follows` the constructor's parameters (and "value", the
    argument of log_prob and
    its like) that each "D" among them follows; without an entry it may follow any. `has_rsample` of a distribution
    that wraps another
    holds where the other has it.
    """

    name: str
    init: tuple[str, ...]
    has_rsample: bool
    methods: Mapping[str, str]
    follows: Mapping[str, frozenset[str]]
