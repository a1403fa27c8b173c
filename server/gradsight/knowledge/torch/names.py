"""Public spellings of torch's names brought to one."""

from __future__ import annotations

from gradsight.knowledge.torch.table import canonical

PREFIXES = (
    ("torch.nn.modules.", "torch.nn."),
    ("torch.optim.adam.", "torch.optim."),
    ("torch.optim.adamw.", "torch.optim."),
    ("torch.optim.sgd.", "torch.optim."),
    ("torch.optim.optimizer.", "torch.optim."),
    ("torch.autograd.function.", "torch.autograd."),
    ("torch.distributions.", "torch.distributions."),
    ("torch.utils.data.dataset.", "torch.utils.data."),
    ("torch.utils.data.dataloader.", "torch.utils.data."),
    ("torch.nn.parameter.", "torch.nn."),
)


def public_name(name: str) -> str:
    """The canonical public name; names that are not torch's come back unchanged."""
    if not name.startswith("torch."):
        return name
    for prefix, short in PREFIXES:
        if name.startswith(prefix) and name != prefix:
            last = name.rpartition(".")[2]
            if last[:1].isupper() or short != "torch.distributions.":
                name = short + last
            break
    return canonical(name)
