# cause: optimizer-empty
# finds: GS503 at 9
# torch: raises ValueError: optimizer got an empty parameter list
# no fix: GS503
import torch
from torch import nn

activation = nn.Sequential(nn.ReLU(), nn.Flatten(), nn.Dropout(0.1))
optimizer = torch.optim.SGD(activation.parameters(), lr=0.1)