"""Hovers: which fact answers, and in which words."""

from __future__ import annotations

import pytest
from service_stand_in import PATH, workspace

from gradsight.analysis import analyse
from gradsight.explain import Spot, markdown, plain, torch_page
from gradsight.findings import Fact, Place, Step
from gradsight.syntax import parse


def _where(place: Place) -> Spot:
    return Spot(f"a.py:{place.start}", f"file:///a.py#L{place.start}")


MADE = Step(Place("a.py", 3, 4), "`y` is made by `x * 2`")
TRACKED = Fact(
    0, 1, "tensor", ("tracked",), True, False, False, "none", "non-leaf", "tracked", (MADE, MADE), "Retain it."
)
UNKNOWN = Fact(0, 1, "unknown", reasons=(Step(Place("a.py", 3, 4), "`foo` is not known"),))

WORDS = [
    (
        TRACKED,
        "**tracked**\n\n"
        "1. `y` is made by `x * 2` ([a.py:3](file:///a.py#L3))\n2. `y` is made by `x * 2` ([a.py:3](file:///a.py#L3))\n\n"
        "**What to do:** Retain it.\n\n"
        "[torch.Tensor.retain_grad](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.retain_grad.html)",
        "tracked\n  1. `y` is made by `x * 2` (a.py:3)\n  2. `y` is made by `x * 2` (a.py:3)\nWhat to do: Retain it.\n"
        "torch.Tensor.retain_grad: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.retain_grad.html",
    ),
    (
        UNKNOWN,
        "Nothing is known of this: `foo` is not known ([a.py:3](file:///a.py#L3))",
        "Nothing is known of this: `foo` is not known (a.py:3)",
    ),
    (Fact(0, 1, "unknown"), "Nothing is known of this", "Nothing is known of this"),
    (Fact(0, 1, "other"), None, None),
]


@pytest.mark.parametrize(("fact", "for_editor", "for_terminal"), WORDS)
def test_words(fact: Fact, for_editor: str | None, for_terminal: str | None) -> None:
    assert (markdown(fact, _where), plain(fact, _where)) == (for_editor, for_terminal)


PAGES = [
    (Fact(0, 1, "tensor", ("constant",), cause="detach"), "torch.Tensor.detach"),
    (Fact(0, 1, "tensor", ("leaf",)), "torch.Tensor.is_leaf"),
    (Fact(0, 1, "tensor", ("leaf", "tracked")), "Autograd mechanics"),
    (Fact(0, 1, "module"), "torch.nn.Module"),
    (Fact(0, 1, "optimizer"), "torch.optim"),
]


@pytest.mark.parametrize(("fact", "title"), PAGES)
def test_torch_page(fact: Fact, title: str) -> None:
    assert torch_page(fact)[0] == title


OFFSETS = [(3, None), (4, (4, 7)), (6, (4, 7)), (7, (4, 7)), (8, None), (99, None)]


@pytest.mark.parametrize(("offset", "span"), OFFSETS)
def test_hover_is_about_the_expression_under_the_cursor(offset: int, span: tuple[int, int] | None) -> None:
    hover = workspace("x = bad + 1").hover(PATH, offset)
    assert (hover and (hover.start, hover.end)) == span


def test_spots_are_files_with_lines_or_the_address_itself() -> None:
    held = workspace("\nx = bad")
    assert held.spot(Place(PATH, 5, 8)) == Spot("train.py:2", "file:///project/train.py#L2")
    assert held.spot(Place("untitled:Untitled-1", 5, 8)) == Spot("untitled:Untitled-1", "untitled:Untitled-1")


def test_what_is_computed_from_something_unknown_names_the_call() -> None:
    source = "from somewhere import compute\na = compute(1)\nb = a + 2\nc = b * a\nd = -c\nd.mean\n"
    found = next(fact for fact in analyse(parse(source), "a.py").facts if source[fact.start : fact.end] == "d.mean")
    assert [(source.count("\n", 0, step.place.start) + 1, step.message) for step in found.reasons][-1] == (
        2,
        "`somewhere.compute` is not known",
    )
