# finds: GS509 at 23
# torch: moves model; holds not hasattr(model.attn, 'linear')
# fixed: moves model; holds hasattr(model.attn, 'linear')
import torch
import torch.nn as nn
import torch.nn.functional as F


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model=16, n_heads=2):
        super().__init__()
        self.n_heads, self.d_k = n_heads, d_model // n_heads
        self.W_Q, self.W_K, self.W_V = (nn.Linear(d_model, d_model) for _ in range(3))

    def forward(self, Q, K, V):
        residual, batch_size = Q, Q.size(0)
        q_s = self.W_Q(Q).view(batch_size, -1, self.n_heads, self.d_k).transpose(1, 2)
        k_s = self.W_K(K).view(batch_size, -1, self.n_heads, self.d_k).transpose(1, 2)
        v_s = self.W_V(V).view(batch_size, -1, self.n_heads, self.d_k).transpose(1, 2)
        scores = torch.matmul(q_s, k_s.transpose(-1, -2)) / self.d_k**0.5
        context = torch.matmul(scores.softmax(-1), v_s)
        context = context.transpose(1, 2).contiguous().view(batch_size, -1, self.n_heads * self.d_k)
        output = nn.Linear(16, 16)(context)
        return F.layer_norm(output + residual, (16,))


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(10, 16)
        self.attn = MultiHeadAttention()
        self.out = nn.Linear(16, 2)

    def forward(self, ids):
        x = self.emb(ids)
        return self.out(self.attn(x, x, x).mean(1))


model = Classifier()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
criterion = nn.CrossEntropyLoss()
for epoch in range(3):
    optimizer.zero_grad()
    ids, target = torch.randint(10, (4, 6)), torch.randint(2, (4,))
    loss = criterion(model(ids), target)
    loss.backward()
    optimizer.step()
