from core.encoder import Encoder as Encoder
