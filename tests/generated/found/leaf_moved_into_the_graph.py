import torch
w1 = torch.full((3, 3), 0.5, requires_grad=True)
loss1 = torch.randn(()) + w1.sum()
w2 = torch.zeros((3,)).requires_grad_(True)
with torch.autograd.graph.save_on_cpu():
    for i1 in range(1, 3):
        loss1.sum().backward(None, True)
        i2 = 0
        while i2 < 1 or loss1.dim() > 1:
            i2 += 1
            y1 = (w1,)[0]
            y1.requires_grad = not y1.requires_grad
            y1[1, :] *= w2.ceil()
    torch.add(loss1, y1.mean(), out=loss1)
