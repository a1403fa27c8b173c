# correct
"""Classifies the nodes of two communities with messages summed by hand."""
import torch
import torch.nn.functional as F

from gnn import layers
from gnn.graph import Graph, communities

torch.manual_seed(7)
graph: Graph = communities(6, 6).with_self_loops()


class Net(torch.nn.Module):
    def __init__(self, kind: str, width: int = 8):
        super().__init__()
        make = getattr(layers, kind)
        self.first = make(graph.x.size(1), width)
        self.second = make(width, 2)

    def forward(self, g: Graph):
        h = F.dropout(F.elu(self.first(g.x, g.edges)), p=0.2, training=self.training)
        return self.second(h, g.edges)


for kind in layers.__all__:
    net = Net(kind)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01, weight_decay=5e-4)
    for _ in range(3):
        optimizer.zero_grad()
        logits = net(graph)
        loss = F.cross_entropy(logits[graph.train], graph.y[graph.train])
        loss.backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        right = net(graph).argmax(-1)[~graph.train].eq(graph.y[~graph.train]).sum()
    print(kind, int(right))
