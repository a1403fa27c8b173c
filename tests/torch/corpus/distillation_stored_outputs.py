# correct
import argparse
import os

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset


class Params:
    def __init__(self, **kw):
        self.__dict__.update(kw)


class Net(nn.Module):
    def __init__(self, params):
        super(Net, self).__init__()
        self.num_channels = params.num_channels
        self.conv1 = nn.Conv2d(3, self.num_channels, 3, stride=1, padding=1)
        self.bn1 = nn.BatchNorm2d(self.num_channels)
        self.fc1 = nn.Linear(4 * 4 * self.num_channels, 10)
        self.dropout_rate = params.dropout_rate

    def forward(self, s):
        s = self.bn1(self.conv1(s))
        s = F.relu(F.max_pool2d(s, 2))
        s = s.view(-1, 4 * 4 * self.num_channels)
        s = F.dropout(s, p=self.dropout_rate, training=self.training)
        return self.fc1(s)


def loss_fn_kd(outputs, labels, teacher_outputs, params):
    alpha, T = params.alpha, params.temperature
    return nn.KLDivLoss(reduction="batchmean")(F.log_softmax(outputs / T, dim=1), F.softmax(teacher_outputs / T, dim=1)) * (
        alpha * T * T
    ) + F.cross_entropy(outputs, labels) * (1.0 - alpha)


def fetch_teacher_outputs(teacher_model, dataloader):
    teacher_model.eval()
    teacher_outputs = []
    with torch.no_grad():
        for data_batch, labels_batch in dataloader:
            teacher_outputs.append(teacher_model(data_batch).cpu().numpy())
    return teacher_outputs


def train_kd(model, teacher_outputs, optimizer, loss_fn, dataloader, params):
    model.train()
    summ = []
    for i, (train_batch, labels_batch) in enumerate(dataloader):
        output_batch = model(train_batch)
        output_teacher_batch = torch.from_numpy(teacher_outputs[i])
        loss = loss_fn(output_batch, labels_batch, output_teacher_batch, params)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if i % params.save_summary_steps == 0:
            output_batch = output_batch.data.cpu().numpy()
            labels_batch = labels_batch.data.cpu().numpy()
            summ.append({"loss": loss.data.item(), "acc": (output_batch.argmax(1) == labels_batch).mean()})
    return {metric: sum(x[metric] for x in summ) / len(summ) for metric in summ[0]}


def evaluate(model, dataloader):
    model.eval()
    hits = 0
    for x, y in dataloader:
        out = model(x)
        hits += (out.detach().argmax(1) == y).sum().item()
    return hits


params = Params(num_channels=4, dropout_rate=0.1, alpha=0.9, temperature=4, save_summary_steps=1)
loader = DataLoader(TensorDataset(torch.rand(8, 3, 8, 8), torch.randint(10, (8,))), batch_size=4)
teacher, student = Net(params), Net(params)
teacher.load_state_dict(student.state_dict())
optimizer = torch.optim.Adam(student.parameters(), lr=1e-3)
teacher_outputs = fetch_teacher_outputs(teacher, loader)
best = 0.0
for epoch in range(2):
    metrics = train_kd(student, teacher_outputs, optimizer, loss_fn_kd, loader, params)
    best = max(best, evaluate(student, loader))
print(metrics, best)
