# cause: optimizer-empty
# finds: GS503 at 10
# torch: raises ValueError: optimizer got an empty parameter list
# fixed: runs
from torch import nn, optim

net = nn.Linear(3, 3)
trainable = filter(lambda p: p.requires_grad, net.parameters())  # both phases train the same
warmup = optim.SGD(trainable, lr=0.01)
main = optim.SGD(trainable, lr=0.1)