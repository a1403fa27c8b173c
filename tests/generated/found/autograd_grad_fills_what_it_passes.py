import torch
w1 = torch.full((), 0.5, requires_grad=True)
loss1 = w1.sin()
loss1.retain_grad()
loss2 = loss1
g2 = torch.autograd.grad(loss2, [loss1], allow_unused=True)
y = loss1
z = loss1 * 2
g3 = torch.autograd.grad(z, [loss1])
u = loss1
g3 = torch.autograd.grad(loss1 * 3, [w1])
u = loss1
def mk():
    w1 = torch.full((), 0.5, requires_grad=True); a = w1.sin(); a.retain_grad(); return w1, a
w,a=mk(); torch.autograd.grad(a,[a]); x = a
w,a=mk(); torch.autograd.grad(a*2,[w]); x = a
w,a=mk(); b=a*2; b.retain_grad(); torch.autograd.grad(b*2,[a]); x = a; x = b
w,a=mk(); b=w*2; torch.autograd.grad(a+b,[b]); x = a
w,a=mk(); b=w*2; (a+b).backward(inputs=[b]); x = a
w,a=mk(); b=a*2; b.retain_grad(); (a+b).backward(inputs=[w]); x = a; x = b
w,a=mk(); torch.autograd.grad(a, [w]); x = a; x = w
with torch.inference_mode():
    w3 = torch.zeros((3, 3)).requires_grad_(True)
y=(w3 + w3)
y = (w3+torch.ones(3,3))
y = (w3*torch.ones(3,3))
y = torch.addmm(torch.ones(3,3), w3+w3, torch.ones(3,3))
y = w3.exp()
y = w3.sum()
