# Seed 33030.
import torch

w = torch.ones(3, requires_grad=True)
x = w * 2
with torch.inference_mode():
    print(w.detach_(), x.detach_())
print(w, x)
with torch.no_grad():
    print(w.detach_(), x.detach_())
print(w, x)
