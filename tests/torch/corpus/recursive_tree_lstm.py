# correct
# Child-sum Tree-LSTM: the recursion follows the tree.
from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import nn


@dataclass
class Node:
    word: int
    label: int = 0
    children: list[Node] = field(default_factory=list)

    def depth(self) -> int:
        return 1 + max((c.depth() for c in self.children), default=0)


def parse(spec) -> Node:
    word, *rest = spec
    return Node(word, word % 2, [parse(child) for child in rest])


class ChildSumTreeLSTM(nn.Module):
    def __init__(self, vocab, in_dim, mem_dim):
        super().__init__()
        self.mem_dim = mem_dim
        self.emb = nn.Embedding(vocab, in_dim)
        self.ioux = nn.Linear(in_dim, 3 * mem_dim)
        self.iouh = nn.Linear(mem_dim, 3 * mem_dim, bias=False)
        self.fx = nn.Linear(in_dim, mem_dim)
        self.fh = nn.Linear(mem_dim, mem_dim, bias=False)

    def node_forward(self, inputs, child_c, child_h):
        child_h_sum = torch.sum(child_h, dim=0, keepdim=True)
        iou = self.ioux(inputs) + self.iouh(child_h_sum)
        i, o, u = torch.split(iou, iou.size(1) // 3, dim=1)
        i, o, u = torch.sigmoid(i), torch.sigmoid(o), torch.tanh(u)
        f = torch.sigmoid(self.fh(child_h) + self.fx(inputs).repeat(len(child_h), 1))
        c = torch.mul(i, u) + torch.sum(torch.mul(f, child_c), dim=0, keepdim=True)
        return c, torch.mul(o, torch.tanh(c))

    def forward(self, tree: Node):
        inputs = self.emb(torch.tensor([tree.word]))
        if not tree.children:
            child_c = inputs.new_zeros(1, self.mem_dim).requires_grad_()
            child_h = inputs.new_zeros(1, self.mem_dim).requires_grad_()
        else:
            states = [self.forward(child) for child in tree.children]
            child_c, child_h = (torch.cat(part, dim=0) for part in zip(*states))
        return self.node_forward(inputs, child_c, child_h)


trees = [parse(t) for t in [(1, (2,), (3, (4,))), (5, (6, (7,), (0,))), (2,), (3, (1,), (1,), (2, (4,)))]]
encoder, classifier = ChildSumTreeLSTM(8, 4, 6), nn.Linear(6, 2)
optimizer = torch.optim.Adagrad([{"params": encoder.parameters()}, {"params": classifier.parameters(), "lr": 0.1}], lr=0.05)
criterion = nn.CrossEntropyLoss()

for epoch in range(2):
    loss = 0.0
    for tree in trees:
        _, hidden = encoder(tree)
        loss += criterion(classifier(hidden), torch.tensor([tree.label]))
    loss /= len(trees)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(epoch, loss.item(), max(map(Node.depth, trees)))
