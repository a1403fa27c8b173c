"""All rules, in the order in which they are asked: the true cause first, so that its consequences stay silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from types import MappingProxyType

from gradsight.findings import Finding
from gradsight.rules import (
    backward_never_called,
    backward_on_constant,
    backward_on_number,
    constant_loss,
    custom_function_none,
    data_in_path,
    dead_view,
    deepcopy_of_non_leaf,
    derived_parameter,
    detach_in_path,
    empty_optimizer,
    flag_on_non_leaf,
    flag_typo,
    fresh_layer_in_forward,
    frozen_and_trained,
    grad_before_backward,
    grad_never_reached,
    grad_of_constant,
    graph_freed,
    hidden_state_carried,
    in_place_on_leaf,
    inference_mode_in_path,
    integer_requires_grad,
    late_retain_grad,
    lost_leaf,
    masked_cut,
    missing_create_graph,
    no_grad_in_path,
    non_differentiable_op,
    non_leaf_grad,
    non_reparameterized_sample,
    non_scalar_backward,
    number_in_path,
    numpy_in_path,
    optimizer_on_constant,
    optimizer_on_non_leaf,
    rebound_parameter,
    reentrant_checkpoint,
    rewrapped_tensor,
    saved_tensor_modified,
    stale_optimizer,
    syntax_error,
    unregistered_module,
    unregistered_tensor,
    unused_grad_input,
    unused_ignore,
    unused_parameter,
    zero_grad_before_step,
    zero_gradient_op,
)
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule

_ALL: tuple[Rule, ...] = (
    flag_typo.RULE,
    integer_requires_grad.RULE,
    optimizer_on_non_leaf.RULE,
    in_place_on_leaf.RULE,
    flag_on_non_leaf.RULE,
    deepcopy_of_non_leaf.RULE,
    derived_parameter.RULE,
    rebound_parameter.RULE,
    lost_leaf.RULE,
    backward_on_number.RULE,
    non_scalar_backward.RULE,
    masked_cut.RULE,
    missing_create_graph.RULE,
    backward_on_constant.RULE,
    unused_grad_input.RULE,
    backward_never_called.RULE,
    saved_tensor_modified.RULE,
    hidden_state_carried.RULE,
    graph_freed.RULE,
    unregistered_module.RULE,
    unregistered_tensor.RULE,
    empty_optimizer.RULE,
    zero_grad_before_step.RULE,
    stale_optimizer.RULE,
    fresh_layer_in_forward.RULE,
    frozen_and_trained.RULE,
    optimizer_on_constant.RULE,
    constant_loss.RULE,
    numpy_in_path.RULE,
    number_in_path.RULE,
    rewrapped_tensor.RULE,
    detach_in_path.RULE,
    data_in_path.RULE,
    dead_view.RULE,
    no_grad_in_path.RULE,
    inference_mode_in_path.RULE,
    non_reparameterized_sample.RULE,
    reentrant_checkpoint.RULE,
    custom_function_none.RULE,
    non_differentiable_op.RULE,
    zero_gradient_op.RULE,
    late_retain_grad.RULE,
    grad_before_backward.RULE,
    non_leaf_grad.RULE,
    grad_of_constant.RULE,
    grad_never_reached.RULE,
    unused_parameter.RULE,
    syntax_error.RULE,
    unused_ignore.RULE,
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.name: rule for rule in _ALL})


def find_all(context: Context) -> Iterator[Finding]:
    """The findings of every rule, sorted by place, those in the opened file first."""
    found = [finding for rule in _ALL for finding in rule.find(context)]
    yield from sorted(
        found, key=lambda f: (f.place.path != context.path, f.place.path, f.place.start, f.place.end, f.code)
    )


def page(name: str) -> str:
    """The Markdown page of a rule."""
    return (files("gradsight.rules") / f"{name.replace('-', '_')}.md").read_text(encoding="utf-8")
