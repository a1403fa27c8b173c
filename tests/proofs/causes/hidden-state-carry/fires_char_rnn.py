# finds: GS206 at 58
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: moves net
import numpy as np
import torch
from torch import nn


class CharRNN(nn.Module):
    def __init__(self, tokens, n_hidden=16, n_layers=1):
        super().__init__()
        self.chars = tokens
        self.n_hidden, self.n_layers = n_hidden, n_layers
        self.lstm = nn.LSTM(len(tokens), n_hidden, n_layers, batch_first=True)
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(n_hidden, len(tokens))

    def forward(self, x, hidden):
        r_output, hidden = self.lstm(x, hidden)
        out = self.dropout(r_output)
        out = out.contiguous().view(-1, self.n_hidden)
        return self.fc(out), hidden

    def init_hidden(self, batch_size):
        weight = next(self.parameters()).data
        return (
            weight.new(self.n_layers, batch_size, self.n_hidden).zero_(),
            weight.new(self.n_layers, batch_size, self.n_hidden).zero_(),
        )


def one_hot_encode(arr, n_labels):
    one_hot = np.zeros((arr.size, n_labels), dtype=np.float32)
    one_hot[np.arange(one_hot.shape[0]), arr.flatten()] = 1.0
    return one_hot.reshape((*arr.shape, n_labels))


def get_batches(arr, batch_size, seq_length):
    arr = arr.reshape((batch_size, -1))
    for n in range(0, arr.shape[1] - 1, seq_length):
        x = arr[:, n : n + seq_length]
        yield x, np.roll(x, -1, axis=1)


def train(net, data, epochs=2, batch_size=2, seq_length=5, lr=0.001, clip=5):
    net.train()
    opt = torch.optim.Adam(net.parameters(), lr=lr)
    criterion = nn.CrossEntropyLoss()
    n_chars = len(net.chars)
    for e in range(epochs):
        h = net.init_hidden(batch_size)
        for x, y in get_batches(data, batch_size, seq_length):
            x = one_hot_encode(x, n_chars)
            inputs, targets = torch.from_numpy(x), torch.from_numpy(y.copy())
            net.zero_grad()
            output, h = net(inputs, h)
            loss = criterion(output, targets.reshape(-1))
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), clip)
            opt.step()
        print("Epoch: {}/{}...".format(e + 1, epochs), "Loss: {:.4f}".format(loss.item()))


net = CharRNN(tuple("abcd"))
train(net, np.random.randint(0, 4, 40))
