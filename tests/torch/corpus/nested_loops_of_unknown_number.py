# correct
import sys

import torch
from torch import nn

net, critic = nn.Linear(4, 4), nn.Linear(4, 1)
optimizer = torch.optim.Adam([*net.parameters(), *critic.parameters()])
kept = []


def train(iterations, epochs, batches, flag):
    best = 0
    for iteration in range(iterations):
        seen = torch.randn(8, 4)
        for epoch in range(epochs):
            for batch in range(batches):
                rows = seen[batch : batch + 2]
                out = net(rows)
                value = critic(rows)
                view, other = out[:, :2], out[:, 2:]
                if flag:
                    gain = view * 2
                else:
                    gain = other.detach() - value
                with torch.no_grad():
                    drift = (gain - out[:, :2]).mean()
                loss = gain.mean() + value.mean()
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            if drift > best:
                best = drift
                break
        kept.append({iteration: loss.detach()})
        print(iteration, loss.item(), drift, best)


train(len(sys.argv), len(sys.argv), len(sys.argv), len(sys.argv) > 1)
