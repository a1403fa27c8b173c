# correct
"""Message passing by hand: GAT with scatter softmax, GIN with virtual node, edge features and pooling."""
from typing import NamedTuple

import torch
import torch.nn as nn
import torch.nn.functional as F


class Graph(NamedTuple):
    x: torch.Tensor
    edge_index: torch.Tensor
    edge_attr: torch.Tensor
    batch: torch.Tensor
    y: torch.Tensor


def scatter_sum(src, index, n):
    return torch.zeros(n, *src.shape[1:], dtype=src.dtype, device=src.device).index_add_(0, index, src)


def scatter_softmax(score, index, n):
    top = torch.full((n, *score.shape[1:]), float("-inf")).scatter_reduce(0, index[:, None].expand_as(score), score.detach(), "amax")
    exp = (score - top[index]).exp()
    return exp / (scatter_sum(exp, index, n)[index] + 1e-16)


class GAT(nn.Module):
    def __init__(self, d_in, d_out, heads=2):
        super().__init__()
        self.heads, self.d = heads, d_out
        self.lin = nn.Linear(d_in, heads * d_out, bias=False)
        self.att_src = nn.Parameter(torch.empty(1, heads, d_out))
        self.att_dst = nn.Parameter(torch.empty(1, heads, d_out))
        self.edge = nn.Linear(2, heads)
        self.bias = nn.Parameter(torch.zeros(heads * d_out))
        self.reset_parameters()

    def reset_parameters(self):
        nn.init.xavier_uniform_(self.lin.weight)
        nn.init.xavier_uniform_(self.att_src)
        nn.init.xavier_uniform_(self.att_dst)

    def forward(self, x, edge_index, edge_attr):
        n = x.size(0)
        h = self.lin(x).view(n, self.heads, self.d)
        alpha_src = (h * self.att_src).sum(-1)
        alpha_dst = (h * self.att_dst).sum(-1)
        src, dst = edge_index
        alpha = F.leaky_relu(alpha_src[src] + alpha_dst[dst] + self.edge(edge_attr), 0.2)
        alpha = scatter_softmax(alpha, dst, n)
        alpha = F.dropout(alpha, 0.1, self.training)
        out = scatter_sum(h[src] * alpha.unsqueeze(-1), dst, n)
        return out.reshape(n, -1) + self.bias


class GINConv(nn.Module):
    def __init__(self, mlp, eps=0.0, train_eps=True):
        super().__init__()
        self.mlp = mlp
        if train_eps:
            self.eps = nn.Parameter(torch.tensor([eps]))
        else:
            self.register_buffer("eps", torch.tensor([eps]))

    def forward(self, x, edge_index):
        agg = torch.zeros_like(x)
        agg.index_add_(0, edge_index[1], x[edge_index[0]])
        return self.mlp((1 + self.eps) * x + agg)


class Net(nn.Module):
    def __init__(self, d=5, hidden=8, classes=2):
        super().__init__()
        self.gat = GAT(d, hidden)
        self.gin = GINConv(nn.Sequential(nn.Linear(2 * hidden, hidden), nn.BatchNorm1d(hidden), nn.ReLU(), nn.Linear(hidden, hidden)))
        self.virtual = nn.Embedding(1, 2 * hidden)
        self.vmlp = nn.Sequential(nn.Linear(2 * hidden, 2 * hidden), nn.ReLU())
        self.readout = nn.Linear(2 * hidden, classes)

    def forward(self, g: Graph):
        n_graphs = int(g.batch.max()) + 1
        v = self.virtual(torch.zeros(n_graphs, dtype=torch.long))
        h = F.elu(self.gat(g.x, g.edge_index, g.edge_attr)) + v[g.batch]
        v = self.vmlp(v + scatter_sum(h, g.batch, n_graphs))
        h = self.gin(h + v[g.batch], g.edge_index)
        count = scatter_sum(torch.ones_like(g.batch, dtype=torch.float), g.batch, n_graphs)
        mean = scatter_sum(h, g.batch, n_graphs) / count[:, None]
        high = torch.stack([h[g.batch == i].max(dim=0)[0] for i in range(n_graphs)])
        return self.readout(torch.cat([mean, high], dim=1))


def make(n_graphs):
    xs, es, bs, off = [], [], [], 0
    for i in range(n_graphs):
        n = 4 + i
        xs.append(torch.randn(n, 5))
        es.append(torch.randint(0, n, (2, 3 * n)) + off)
        bs.append(torch.full((n,), i, dtype=torch.long))
        off += n
    e = torch.cat(es, 1)
    return Graph(torch.cat(xs), e, torch.randn(e.size(1), 2), torch.cat(bs), torch.randint(0, 2, (n_graphs,)))


@torch.no_grad()
def evaluate(model, graphs):
    model.eval()
    hits = total = 0
    for g in graphs:
        pred = model(g).argmax(-1)
        hits += (pred == g.y).sum().item()
        total += len(g.y)
    return hits / total


if __name__ == "__main__":
    torch.manual_seed(0)
    model = Net()
    opt = torch.optim.AdamW(model.parameters(), lr=1e-3)
    sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 4)
    train = [make(3) for _ in range(3)]
    for epoch in range(2):
        model.train()
        for g in train:
            g = g._replace(edge_attr=g.edge_attr * 2)
            opt.zero_grad()
            loss = F.cross_entropy(model(g), g.y)
            loss.backward()
            opt.step()
        sched.step()
        print(epoch, loss.item(), evaluate(model, train))
    print(model.gin.eps.grad, model.virtual.weight.grad.shape)
