"""The runner itself: comments that are wrong or say nothing fail, under torch and in the notation."""

from __future__ import annotations

import literate_analyser
import pytest
from literate_document import ROOT, RULE_PAGES, Document, Program, documents
from literate_expectation import expectations, stripped
from literate_torch import disagreements

START = "import torch\nw = torch.ones(3, requires_grad=True)\n"

WRONG = {
    "y = w * 2  # grad: leaf": "the value is tracked, expected leaf",
    "y = w.detach()  # grad: y tracked": "y is constant, expected tracked",
    "y = 3  # grad: constant": "the value is other, expected constant",
    "w * 2  # grad: constant": "the value is tracked, expected constant",
    "y = w * 2  # grad: constant or tracked": "the value is tracked, expected constant or tracked",
    "w.sum().backward()  # grad: w.grad none": "w.grad is populated, expected none",
    "w.sum()  # grad: w.grad populated": "w.grad is none, expected populated",
    "y = w * 2  # grad: y.retains_grad true": "y.retains_grad is false, expected true",
    "y = w * 2  # holds: y.is_leaf": "false: y.is_leaf",
    "y = w * 2  # warns: UserWarning": "no warning 'UserWarning'",
    "y = w * 2  # raises: RuntimeError: element 0": "nothing raised, expected RuntimeError: element 0",
    "w.add_(1)  # raises: RuntimeError: element 0": "expected RuntimeError: element 0",
    "w.add_(1)": "line 3: raised RuntimeError: a leaf Variable",
    "w.add_(1)\ny = w  # raises: RuntimeError: a leaf Variable": "line 4: expected RuntimeError",
    "for row in []:\n    y = row  # grad: tracked": "the value was never reached",
    "for row in w:  # grad: leaf\n    pass": "the value is tracked, expected leaf",
    "def f(t):\n    return t * 2  # grad: leaf\nf(w)": "the value is tracked, expected leaf",
}

WRONG_OF_ANALYSER = {
    "y = w * 2  # grad: leaf": "y is tracked, expected leaf",
    "y = w * 2  # grad: unknown": "y is tracked, expected unknown",
    "y = w * 2  # grad: tracked?": "y is tracked, expected unknown",
    "w.sum().backward()  # grad: w.grad none": "w.grad is populated, expected none",
    "y = w * 2  # warning: [non-leaf-grad]": "line 3: no warning [non-leaf-grad]",
    "w.add_(1)  # warning: [in-place-on-leaf]": "line 3: no warning [in-place-on-leaf]",
    "w.add_(1)": "line 3: unexpected error [in-place-on-leaf]",
    "y = w\nw.add_(1)  # error: [in-place-on-leaf]?": "line 4: unexpected error [in-place-on-leaf]",
}

MEANINGLESS = {
    "y = w  # grad:": "grad without a text",
    "y = w  # grad: y leafy": "does not end in a state",
    "y = w  # grad: y.grad tracked or none": "does not end in a state",
    "y = w  # grads: leaf": "'grads' is none of",
    "y = w  # error: non-leaf-grad": "is no [rule-name]",
    "# grad: y leaf": "stands at the end of a line of code",
}


def program(source: str) -> Program:
    return Program(ROOT / "tests" / "control.md", 1, "", START + source)


@pytest.mark.parametrize(("source", "complaint"), WRONG.items())
def test_a_wrong_comment_fails_under_torch(source: str, complaint: str) -> None:
    assert any(complaint in found for found in disagreements(program(source))), disagreements(program(source))


@pytest.mark.parametrize(("source", "complaint"), WRONG_OF_ANALYSER.items())
def test_a_wrong_comment_fails_under_the_analyser(source: str, complaint: str) -> None:
    found = literate_analyser.disagreements(program(source))
    assert any(complaint in sentence for sentence in found), found


@pytest.mark.parametrize(("source", "complaint"), MEANINGLESS.items())
def test_a_meaningless_comment_is_refused(source: str, complaint: str) -> None:
    with pytest.raises(ValueError, match="line 1") as refused:
        expectations(source)
    assert complaint in str(refused.value)


def test_stripping_leaves_the_program_a_user_would_write() -> None:
    source = "y = w  # kept  # grad: leaf  # error: [a-b]\nz = y  # gradsight: ignore[a-b]"
    assert stripped(source) == "y = w  # kept\nz = y  # gradsight: ignore[a-b]"


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.path.name)
def test_every_program_expects_something(document: Document) -> None:
    """Only the look-alikes and the fixed programs of the rules may be bare: there no finding is the expectation."""
    bare_allowed = document.path.parent == RULE_PAGES
    said = [program.name for program in document.programs if len(expectations(program.source)) == 0]
    assert document.programs
    assert said == [] or bare_allowed
