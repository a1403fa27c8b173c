# correct
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class ActivationsAndGradients:
    def __init__(self, model, target_layers, reshape_transform=None):
        self.model = model
        self.gradients = []
        self.activations = []
        self.reshape_transform = reshape_transform
        self.handles = []
        for target_layer in target_layers:
            self.handles.append(target_layer.register_forward_hook(self.save_activation))
            self.handles.append(target_layer.register_forward_hook(self.save_gradient))

    def save_activation(self, module, input, output):
        activation = output
        if self.reshape_transform is not None:
            activation = self.reshape_transform(activation)
        self.activations.append(activation.cpu().detach())

    def save_gradient(self, module, input, output):
        if not hasattr(output, "requires_grad") or not output.requires_grad:
            return

        def _store_grad(grad):
            if self.reshape_transform is not None:
                grad = self.reshape_transform(grad)
            self.gradients = [grad.cpu().detach()] + self.gradients

        output.register_hook(_store_grad)

    def __call__(self, x):
        self.gradients = []
        self.activations = []
        return self.model(x)

    def release(self):
        for handle in self.handles:
            handle.remove()


class GradCAM:
    def __init__(self, model, target_layers):
        self.model = model.eval()
        self.activations_and_grads = ActivationsAndGradients(self.model, target_layers)

    def forward(self, input_tensor, targets=None):
        input_tensor = torch.autograd.Variable(input_tensor, requires_grad=True)
        self.outputs = outputs = self.activations_and_grads(input_tensor)
        if targets is None:
            targets = np.argmax(outputs.cpu().data.numpy(), axis=-1)
        self.model.zero_grad()
        loss = sum([output[target] for target, output in zip(targets, outputs)])
        loss.backward(retain_graph=True)
        cams = []
        for a, g in zip(self.activations_and_grads.activations, self.activations_and_grads.gradients):
            weights = g.numpy().mean(axis=(2, 3))
            cam = np.maximum((weights[:, :, None, None] * a.numpy()).sum(axis=1), 0)
            cams.append(cam)
        return cams

    def __call__(self, input_tensor, targets=None):
        return self.forward(input_tensor, targets)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.activations_and_grads.release()


class CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3)
        self.conv2 = nn.Conv2d(4, 6, 3)
        self.fc = nn.Linear(6, 5)

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        return self.fc(x.mean((2, 3)))


model = CNN()
with GradCAM(model, [model.conv2]) as cam:
    maps = cam(torch.rand(2, 3, 8, 8))
print([m.shape for m in maps])
