"""What is expected of each program in `examples/`: what torch does, what is found, and what each fix promises.

A promise is a Python expression over the program's own names, evaluated after the program has run.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fixing:
    """A fix by its title, and what holds once it alone is applied."""

    title: str
    applicability: str
    holds: str = "True"
    raises: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding by its 1-based lines; `cause` is that of the first step of why. `says` stands in the message."""

    code: str
    line: int
    cause: int
    says: tuple[str, ...]
    fixes: tuple[Fixing, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One program: `holds` or `raises` when it runs as it is, `fixed` once every fix is applied.

    `replace` makes a program run that torch refuses as it is written.
    """

    findings: tuple[Found, ...] = ()
    holds: str = "True"
    raises: str = ""
    fixed: str = "True"
    replace: tuple[str, str] = ("", "")


NO_GRAPH = "element 0 of tensors does not require grad and does not have a grad_fn"
AS_WRITTEN = "self must be a matrix"
PRODUCT = ("torch.mm(x, w)", "torch.mul(x, w)")

ONLY_B = "x.grad is None and w.grad is None and b.grad is not None"
ALL = "x.grad is not None and w.grad is not None and b.grad is not None"
RETAINED = "output.grad is not None"
NOT_RETAINED = "output.requires_grad and not output.is_leaf and not output.retains_grad"
W_AND_B = "x.grad is None and w.grad is not None and b.grad is not None"


def _non_leaf(line: int, made: int, others: str) -> Found:
    retain = Fixing("Insert `output.retain_grad()` after `output` is made", "safe", f"{RETAINED} and {others}")
    return Found("GS101", line, made, ("`output.grad` is None", "not a leaf", "retain_grad()"), (retain,))


def _detached(line: int) -> Found:
    fix = Fixing("Remove the `detach()`", "unsafe", f"{ALL} and {NOT_RETAINED}")
    return Found("GS301", line, line, ("`x`", "no gradient", "`detach()`"), (fix,))


def _no_grad(line: int, block: int) -> Found:
    fix = Fixing("Take these statements out of the block", "unsafe", f"{ALL} and {NOT_RETAINED}")
    return Found("GS201", line, block, (NO_GRAPH, "grad mode is off"), (fix,))


def _encoder(line: int) -> Found:
    fix = Fixing("Remove the `detach()`", "unsafe", "all(p.grad is not None for p in model.parameters())")
    return Found("GS301", line, line, ("`encoder.layers.0.weight`", "no gradient"), (fix,))


EXPECTED = {
    "question_1_as_written.py": Example(
        (_non_leaf(12, 7, W_AND_B),), W_AND_B, AS_WRITTEN, f"{RETAINED} and {W_AND_B}", PRODUCT
    ),
    "question_1_output_grad.py": Example((_non_leaf(14, 9, W_AND_B),), W_AND_B, fixed=f"{RETAINED} and {W_AND_B}"),
    "question_2_as_written.py": Example(
        (_detached(8), _non_leaf(14, 9, ONLY_B)), ONLY_B, AS_WRITTEN, f"{RETAINED} and {ALL}", PRODUCT
    ),
    "question_2_detach.py": Example((_detached(10), _non_leaf(16, 11, ONLY_B)), ONLY_B, fixed=f"{RETAINED} and {ALL}"),
    "question_3_as_written.py": Example(
        (_no_grad(12, 7),), raises=AS_WRITTEN, fixed=f"{RETAINED} and {ALL}", replace=PRODUCT
    ),
    "question_3_no_grad.py": Example((_no_grad(14, 9),), raises=NO_GRAPH, fixed=f"{RETAINED} and {ALL}"),
    "train_classifier.py": Example(
        holds="history[-1] < history[0] and all(p.grad is not None for p in student.parameters())"
    ),
    "train_detached_encoder.py": Example(
        (_encoder(25),),
        "all((p.grad is None) == name.startswith('encoder.') for name, p in model.named_parameters())",
        fixed="all(p.grad is not None for p in model.parameters())",
    ),
}
