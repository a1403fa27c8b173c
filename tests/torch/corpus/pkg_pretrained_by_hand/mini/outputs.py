from dataclasses import dataclass
from typing import Optional, Tuple

import torch


@dataclass
class Output:
    loss: Optional[torch.FloatTensor] = None
    logits: torch.FloatTensor = None
    hidden_states: Optional[Tuple[torch.FloatTensor, ...]] = None
