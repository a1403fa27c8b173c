# finds: GS502 at 35
# torch: stays backbone.body[1].weight; moves metric_fc
# fixed: moves backbone, metric_fc
import torch
import torch.nn as nn
import torch.nn.functional as F


class ArcMarginProduct(nn.Module):
    def __init__(self, in_features, out_features, s=30.0, m=0.50):
        super().__init__()
        self.s, self.m = s, m
        self.weight = nn.Parameter(torch.FloatTensor(out_features, in_features))
        nn.init.xavier_uniform_(self.weight)

    def forward(self, input, label):
        cosine = F.linear(F.normalize(input), F.normalize(self.weight))
        one_hot = torch.zeros(cosine.size())
        one_hot.scatter_(1, label.view(-1, 1).long(), 1)
        return self.s * (cosine - one_hot * self.m)


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Flatten(), nn.Linear(48, 32), nn.PReLU(), nn.Linear(32, 8))

    def forward(self, x):
        return self.body(x)


backbone = Backbone()
metric_fc = ArcMarginProduct(8, 5)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD([{"params": backbone.state_dict().values()}, {"params": metric_fc.parameters()}], lr=0.1, weight_decay=5e-4)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=10, gamma=0.1)
for epoch in range(2):
    backbone.train()
    for ii in range(2):
        data_input, label = torch.rand(6, 3, 4, 4), torch.randint(5, (6,))
        feature = backbone(data_input)
        output = metric_fc(feature, label)
        loss = criterion(output, label)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        acc = (output.data.cpu().numpy().argmax(1) == label.numpy()).mean()
    scheduler.step()
