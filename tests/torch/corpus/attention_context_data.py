# finds: GS302 at 29
import torch
import torch.nn as nn
from torch.autograd import Variable


class Attention(nn.Module):
    """Additive attention over encoder states."""

    def __init__(self, hidden):
        super(Attention, self).__init__()
        self.attn = nn.Linear(hidden * 2, hidden)
        self.v = nn.Parameter(torch.rand(hidden))

    def forward(self, hidden, encoder_outputs):
        steps = encoder_outputs.size(1)
        h = hidden.unsqueeze(1).repeat(1, steps, 1)
        energy = torch.tanh(self.attn(torch.cat([h, encoder_outputs], 2)))
        return torch.softmax((energy * self.v).sum(2), dim=1)


class Decoder(nn.Module):
    def __init__(self, hidden, vocab):
        super(Decoder, self).__init__()
        self.attention = Attention(hidden)
        self.out = nn.Linear(hidden, vocab)

    def forward(self, hidden, encoder_outputs):
        weights = self.attention(hidden, encoder_outputs).data
        context = torch.bmm(weights.unsqueeze(1), encoder_outputs).squeeze(1)
        return self.out(context + hidden), weights


decoder = Decoder(hidden=6, vocab=11)
opt = torch.optim.Adam(decoder.parameters(), lr=0.01)
nll = nn.CrossEntropyLoss()
for step in range(3):
    hidden = Variable(torch.randn(4, 6))
    encoder_outputs = Variable(torch.randn(4, 5, 6))
    target = Variable(torch.randint(11, (4,)))
    scores, _ = decoder(hidden, encoder_outputs)
    loss = nll(scores, target)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(step, loss.data.item())
