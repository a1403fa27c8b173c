"""Words for one fact: the hover as Markdown for an editor, and as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gradsight.findings import Fact, Place

TORCH_DOCS = "https://docs.pytorch.org/docs/stable/"
SITE = "https://gradsight.github.io/gradsight/"
"""Where the pages of the rules are read; the one place to change."""

_PAGES = {
    "detach": ("torch.Tensor.detach", "generated/torch.Tensor.detach.html"),
    "data": ("torch.Tensor.detach", "generated/torch.Tensor.detach.html"),
    "no-grad": ("torch.no_grad", "generated/torch.no_grad.html"),
    "inference-mode": ("torch.inference_mode", "generated/torch.autograd.grad_mode.inference_mode.html"),
    "number": ("torch.Tensor.item", "generated/torch.Tensor.item.html"),
    "numpy": ("torch.Tensor.numpy", "generated/torch.Tensor.numpy.html"),
    "rewrap": ("torch.tensor", "generated/torch.tensor.html"),
    "frozen": ("torch.Tensor.requires_grad", "generated/torch.Tensor.requires_grad.html"),
    "checkpoint": ("torch.utils.checkpoint", "checkpoint.html"),
    "sample": ("torch.distributions", "distributions.html"),
    "draw": ("torch.distributions", "distributions.html"),
    "dead-view": ("torch.no_grad", "generated/torch.no_grad.html"),
    "zeroed": ("torch.optim.Optimizer.zero_grad", "generated/torch.optim.Optimizer.zero_grad.html"),
    "not-reached": ("torch.Tensor.grad", "generated/torch.Tensor.grad.html"),
    "no-gradient": ("torch.Tensor.grad", "generated/torch.Tensor.grad.html"),
    "non-leaf": ("torch.Tensor.retain_grad", "generated/torch.Tensor.retain_grad.html"),
    "module": ("torch.nn.Module", "generated/torch.nn.Module.html"),
    "optimizer": ("torch.optim", "optim.html"),
    "leaf": ("torch.Tensor.is_leaf", "generated/torch.Tensor.is_leaf.html"),
    "tracked": ("torch.Tensor.is_leaf", "generated/torch.Tensor.is_leaf.html"),
    "constant": ("torch.Tensor.requires_grad", "generated/torch.Tensor.requires_grad.html"),
}
_AUTOGRAD = ("Autograd mechanics", "notes/autograd.html")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as people read it: "train.py:4", and the address that an editor opens."""

    label: str
    uri: str


Where = Callable[[Place], Spot]


def rule_page(name: str) -> str:
    """The address of the page of a rule."""
    return f"{SITE}rules/{name}/"


def markdown(fact: Fact, where: Where) -> str | None:
    """The hover text; None for what is no tensor, module or optimizer and has no verdict."""
    if fact.kind == "other" and not fact.verdict:
        return None
    if fact.kind == "unknown":
        return _unknown(fact, _linked(where))
    reasons = [f"{number}. {text}" for number, text in _numbered(fact, _linked(where))]
    title, page = torch_page(fact)
    parts = [f"**{fact.verdict}**" if fact.verdict else "", "\n".join(reasons), _remedy(fact, "**What to do:** ")]
    return "\n\n".join(part for part in (*parts, f"[{title}]({page})") if part)


def plain(fact: Fact, where: Where) -> str | None:
    """The same for a terminal, without markup."""
    if fact.kind == "other" and not fact.verdict:
        return None
    if fact.kind == "unknown":
        return _unknown(fact, _labelled(where))
    reasons = [f"  {number}. {text}" for number, text in _numbered(fact, _labelled(where))]
    title, page = torch_page(fact)
    lines = [fact.verdict, *reasons, _remedy(fact, "What to do: "), f"{title}: {page}"]
    return "\n".join(line for line in lines if line)


def torch_page(fact: Fact) -> tuple[str, str]:
    """Title and address of the page of torch's documentation that says most about the fact."""
    state = fact.states[0] if len(fact.states) == 1 else fact.kind
    title, page = _PAGES.get(fact.cause or "") or _PAGES.get(state) or _AUTOGRAD
    return title, TORCH_DOCS + page


def _numbered(fact: Fact, link: Callable[[Place], str]) -> list[tuple[int, str]]:
    return [(number, f"{step.message} ({link(step.place)})") for number, step in enumerate(fact.reasons, 1)]


def _unknown(fact: Fact, link: Callable[[Place], str]) -> str:
    reason = f": {fact.reasons[0].message} ({link(fact.reasons[0].place)})" if fact.reasons else ""
    return fact.verdict or f"Nothing is known of this{reason}"


def _remedy(fact: Fact, title: str) -> str:
    return title + fact.remedy if fact.remedy else ""


def _linked(where: Where) -> Callable[[Place], str]:
    def link(place: Place) -> str:
        spot = where(place)
        return f"[{spot.label}]({spot.uri})"

    return link


def _labelled(where: Where) -> Callable[[Place], str]:
    return lambda place: where(place).label
