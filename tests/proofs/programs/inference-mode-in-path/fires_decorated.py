# cause: inference-mode
# finds: GS304 at 15
# torch: raises RuntimeError: Inference tensors cannot be saved for backward
# fixed: gets temperature
import torch


@torch.inference_mode()
def scores(queries, keys):
    return queries @ keys.T


temperature = torch.tensor(1.0, requires_grad=True)
logits = scores(torch.rand(4, 3), torch.rand(4, 3))
scaled = logits * temperature
torch.nn.functional.cross_entropy(scaled, torch.arange(4)).backward()
