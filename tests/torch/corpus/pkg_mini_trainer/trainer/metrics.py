from dataclasses import dataclass

from torch import Tensor


@dataclass
class Tracker:
    total: float = 0.0
    count: int = 0

    def add(self, value: Tensor, count: int) -> None:
        self.total += float(value) * count
        self.count += count

    @property
    def mean(self) -> float:
        return self.total / self.count if self.count else float("nan")
