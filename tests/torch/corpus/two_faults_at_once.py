# finds: GS301 at 17, GS305 at 18
# Both the temperature (a number) and the text tower (detached) are lost; the image tower learns.
import torch
import torch.nn as nn
import torch.nn.functional as F


class CLIP(nn.Module):
    def __init__(self):
        super().__init__()
        self.image = nn.Sequential(nn.Linear(12, 16), nn.ReLU(), nn.Linear(16, 6))
        self.text = nn.EmbeddingBag(40, 6)
        self.log_scale = nn.Parameter(torch.tensor(2.0))

    def forward(self, images, texts):
        i = F.normalize(self.image(images), dim=-1)
        t = F.normalize(self.text(texts).detach(), dim=-1)
        scale = float(self.log_scale.exp())
        return scale * i @ t.t()


clip = CLIP()
optimizer = torch.optim.AdamW(clip.parameters(), lr=1e-3)
for step in range(3):
    logits = clip(torch.randn(6, 12), torch.randint(40, (6, 5)))
    labels = torch.arange(len(logits))
    loss = (F.cross_entropy(logits, labels) + F.cross_entropy(logits.t(), labels)) / 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, loss.item())
