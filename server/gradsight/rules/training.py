"""Optimizers as they are at their steps: what they hold, and whether a step ever finds a gradient."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from gradsight.domain.events import Held, Stepped
from gradsight.domain.grad import Filled, Grad
from gradsight.domain.objects import Tensor
from gradsight.rules.context import Context

Members = tuple[tuple[int, Tensor], ...]


@dataclass(frozen=True, slots=True)
class Training:
    """One optimizer: where it was made, and its steps, each with all that it held then."""

    made: Held
    steps: tuple[Stepped, ...]

    def tensors(self) -> Iterator[tuple[int, Tensor]]:
        """Every tensor at every step."""
        return (member for step in self.steps for group in step.groups for member in group)

    @property
    def idle(self) -> bool:
        """Whether no step ever finds a gradient, so that none changes anything."""
        return all(tensor.grad == Filled.NONE and tensor.zeroed is None for _, tensor in self.tensors())

    def group(self, index: int) -> Members:
        """The tensors of one group at the first step, if it is the same group at every step and finds no gradient."""
        groups = [step.groups[index] if index < len(step.groups) else () for step in self.steps]
        ids = {tuple(id for id, _ in group) for group in groups}
        empty = all(tensor.grad == Filled.NONE for group in groups for _, tensor in group)
        constant = all(tensor.states == Grad.CONSTANT for group in groups for _, tensor in group)
        return groups[0] if len(ids) == 1 and empty and constant else ()


def trainings(context: Context) -> Iterator[Training]:
    """The optimizers that certainly step and of which all that they hold is known."""
    steps: dict[int, list[Stepped]] = defaultdict(list)
    for event in context.events(Stepped):
        if event.visit.certain:
            steps[context.find(event.optimizer)].append(event)
    for id, found in steps.items():
        made = next((held for held in context.events(Held) if context.find(held.optimizer) == id), None)
        if made is not None and all(step.whole and any(step.groups) for step in found):
            yield Training(made, tuple(found))
