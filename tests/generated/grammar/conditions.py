"""Conditions: known, unknown, or about gradients."""

from __future__ import annotations

from grammar.writer import Writer


def condition(w: Writer) -> str:
    """A condition: known, unknown, or about gradients."""
    unknown = (
        "torch.rand(()).item() > 0.5",
        "random.random() < 0.5",
        "len(sys.argv) > 1",
        "random.choice([True, False])",
        "torch.rand(1) > 0.5",
    )
    known = (
        "True",
        "False",
        "1 > 0",
        "torch.is_grad_enabled()",
        "not torch.is_grad_enabled()",
        "None is None",
        "len([1, 2]) == 2",
        "isinstance(1, int)",
    )
    names = w.tensors()
    if not names or w.chance(55):
        return w.choose(unknown)
    if w.chance(30):
        return w.choose(known)
    name = w.choose(names)
    about = (
        "{0}.requires_grad",
        "{0}.is_leaf",
        "{0}.grad is None",
        "{0}.grad is not None",
        "not {0}.requires_grad",
        "{0}.grad_fn is None",
        "{0}.sum() > 0",
        "{0}.sum().item() > 0",
        "isinstance({0}, torch.Tensor)",
        "isinstance({0}, nn.Parameter)",
        "{0} is not None",
        "{0}.requires_grad and {0}.is_leaf",
        "{0}.grad_fn is not None",
        "{0}.dim() > 1",
        "{0}.numel() == 3",
        "{0}.retains_grad",
        "{0}.requires_grad or len(sys.argv) > 1",
        "{0}.grad is not None and random.random() < 0.5",
        "hasattr({0}, 'grad')",
        "torch.is_tensor({0})",
        "{0}.requires_grad is True",
        "{0}.is_floating_point()",
    )
    return w.choose(about).format(name)
