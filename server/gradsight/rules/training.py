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

    def constant(self) -> Members:
        """What is no parameter, never requires grad and never has a gradient at any step."""
        kept: dict[int, Tensor] = {}
        dropped: set[int] = set()
        for id, tensor in self.tensors():
            kept.setdefault(id, tensor)
            if tensor.states != Grad.CONSTANT or tensor.grad != Filled.NONE or tensor.parameter:
                dropped.add(id)
        return tuple((id, tensor) for id, tensor in kept.items() if id not in dropped)

    def group(self, index: int) -> Members:
        """The tensors of one group at the first step, if it is the same group at every step and all are `constant`."""
        groups = [step.groups[index] if index < len(step.groups) else () for step in self.steps]
        constant = {id for id, _ in self.constant()}
        same = len({tuple(id for id, _ in group) for group in groups}) == 1
        return groups[0] if same and all(id in constant for id, _ in groups[0]) else ()


def trainings(context: Context) -> list[Training]:
    """The optimizers that certainly step and of which all that they hold is known."""
    if context.trainings is None:
        context.trainings = list(_trainings(context))
    return context.trainings


def _trainings(context: Context) -> Iterator[Training]:
    steps: dict[int, list[Stepped]] = defaultdict(list)
    for event in context.events(Stepped):
        if event.visit.certain:
            steps[context.find(event.optimizer)].append(event)
    for id, found in steps.items():
        made = next((held for held in context.events(Held) if context.find(held.optimizer) == id), None)
        if made is not None and all(step.whole and any(step.groups) for step in found):
            yield Training(made, tuple(found))
