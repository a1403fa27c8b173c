import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self, vocabulary, width, head):
        super().__init__()
        self.embed = nn.Embedding(vocabulary, width)
        self.rnn = nn.LSTM(width, width, batch_first=True, bidirectional=True)
        self.project = nn.Linear(2 * width, head.tags)
        self.head = head

    def emissions(self, words):
        return self.project(self.rnn(self.embed(words))[0])

    def loss(self, words, tags):
        return self.head.loss(self.emissions(words), tags)

    @torch.inference_mode()
    def score(self, words, tags):
        return -self.head.loss(self.emissions(words), tags).item()
