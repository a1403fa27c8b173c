# correct
"""Speech recognition with an optional library, CTC, a warm-up schedule and mixed precision behind a flag."""
import torch

from asr import config as C
from asr.model import Recognizer
from asr.features import Features, HAS_TORCHAUDIO
from asr.loop import Loop

torch.manual_seed(C.SEED)
print("torchaudio" if HAS_TORCHAUDIO else "own features")
features = Features(bins=C.BINS)
model = Recognizer(C.BINS, C.HIDDEN, C.VOCAB)
loop = Loop(model, features, amp=C.AMP)
for epoch in range(C.EPOCHS):
    waves, targets = torch.randn(4, 64), torch.randint(1, C.VOCAB, (4, 3))
    print(loop.train(waves, targets), loop.valid(waves, targets))
