from collections import defaultdict

import torch


class Recorder:
    def __init__(self, module, only):
        self.module, self.only = module, only
        self.seen = defaultdict(lambda: ([], []))
        self.handles = []

    def __enter__(self):
        for name, part in self.module.named_modules():
            if isinstance(part, self.only):
                self.handles.append(part.register_forward_hook(self._forward(name)))
                self.handles.append(part.register_full_backward_hook(self._backward(name)))
        return self

    def _forward(self, name):
        def hook(part, inputs, output):
            self.seen[name][0].append(output.detach().norm().item())
        return hook

    def _backward(self, name):
        def hook(part, grad_input, grad_output):
            self.seen[name][1].append(grad_output[0].norm().item())
        return hook

    def __exit__(self, kind, error, trace):
        while self.handles:
            self.handles.pop().remove()

    @torch.no_grad()
    def summary(self):
        return {name: tuple(torch.tensor(values).mean() for values in pair) for name, pair in self.seen.items()}
