import torch


class TaskStream:
    def __init__(self, tasks, batches=2):
        self.tasks, self.batches = tasks, batches

    def __iter__(self):
        for task in range(self.tasks):
            yield task, [(torch.randn(4, 5), torch.randint(0, 2, (4,))) for _ in range(self.batches)]

    def __len__(self):
        return self.tasks
