# correct
"""A model in transformers' manner written by hand: config, outputs, checkpointing, resizing, freezing by layers."""
import io

import torch

from mini import MiniConfig, MiniForClassification, MiniModel

torch.manual_seed(0)
config = MiniConfig(layers=3)
store = io.BytesIO()
MiniModel(config).save_pretrained(store)
store.seek(0)
model = MiniForClassification.from_pretrained(store, config, classes=2)
model.mini.resize(12)
model.mini.freeze(embeddings=True, first=1)
model.mini.gradient_checkpointing = True
optimizer = torch.optim.AdamW(filter(lambda p: p.requires_grad, model.parameters()), lr=1e-3)
for _ in range(2):
    ids, labels = torch.randint(0, 12, (4, 5)), torch.randint(0, 2, (4,))
    output = model(ids, labels=labels, output_hidden_states=True)
    output.loss.backward()
    optimizer.step()
    optimizer.zero_grad()
model.eval()
with torch.inference_mode():
    probabilities = model(ids).logits.softmax(-1)
print(probabilities.shape, [h.requires_grad for h in output.hidden_states])
