from __future__ import annotations

from typing import TYPE_CHECKING

import torch

try:
    import torchaudio
    HAS_TORCHAUDIO = True
except ImportError:
    torchaudio = None
    HAS_TORCHAUDIO = False

if TYPE_CHECKING:
    from torch import Tensor


class Features(torch.nn.Module):
    def __init__(self, bins: int):
        super().__init__()
        self.bins = bins
        self.register_buffer("window", torch.hann_window(16), persistent=False)
        if HAS_TORCHAUDIO:
            self.mel = torchaudio.transforms.MelSpectrogram(n_mels=bins)
        else:
            self.register_buffer("basis", torch.rand(9, bins))

    @torch.no_grad()
    def forward(self, waves: Tensor) -> Tensor:
        if HAS_TORCHAUDIO:
            return self.mel(waves).transpose(1, 2)
        spectrum = torch.stft(waves, 16, 8, window=self.window, return_complex=True).abs()
        return (spectrum.transpose(1, 2) @ self.basis).clamp_min(1e-5).log()
