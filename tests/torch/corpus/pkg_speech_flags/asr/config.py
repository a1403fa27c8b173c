import os

SEED = 3
BINS = 8
HIDDEN = 6
VOCAB = 5
EPOCHS = 2
AMP = bool(int(os.getenv("AMP", "0")))
