# correct
"""One loop for training and validation, as in torch's own tutorial on transfer learning."""

import copy

import torch
import torch.nn as nn
from torch.optim import lr_scheduler
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(0)
data = TensorDataset(torch.randn(24, 4), torch.randint(0, 2, (24,)))
train_part, val_part = random_split(data, [16, 8])
loaders = {"train": DataLoader(train_part, batch_size=8, shuffle=True), "val": DataLoader(val_part, batch_size=8)}
sizes = {phase: len(loader.dataset) for phase, loader in loaders.items()}


def train_model(model, criterion, optimizer, scheduler, num_epochs=2):
    best = copy.deepcopy(model.state_dict())
    best_acc = 0.0
    for epoch in range(num_epochs):
        for phase in ["train", "val"]:
            if phase == "train":
                model.train()
            else:
                model.eval()
            running_loss, running_corrects = 0.0, 0
            for inputs, labels in loaders[phase]:
                optimizer.zero_grad()
                with torch.set_grad_enabled(phase == "train"):
                    outputs = model(inputs)
                    _, preds = torch.max(outputs, 1)
                    loss = criterion(outputs, labels)
                    if phase == "train":
                        loss.backward()
                        optimizer.step()
                running_loss += loss.item() * inputs.size(0)
                running_corrects += torch.sum(preds == labels.data)
            if phase == "train":
                scheduler.step()
            accuracy = running_corrects.double() / sizes[phase]
            if phase == "val" and accuracy > best_acc:
                best_acc = accuracy
                best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return model


net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
opt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
trained = train_model(net, nn.CrossEntropyLoss(), opt, lr_scheduler.StepLR(opt, step_size=1, gamma=0.1))
weight = trained[0].weight
