# correct
import torch
w = torch.randn(3, requires_grad=True)
a = torch.nested.nested_tensor([w.detach(), torch.randn(2)], requires_grad=True)
b = torch.nested.as_nested_tensor([w, w[:2]])
p = torch.nested.to_padded_tensor(b, 0.0)
q = b.to_padded_tensor(0.0)
c = torch.nested.nested_tensor([w, w[:2]])
print(a.requires_grad, c.requires_grad)
p.sum().backward()
