import torch


def balanced(labels, per_class):
    chosen = []
    for label in labels.unique():
        members = torch.nonzero(labels == label).flatten()
        chosen.append(members[torch.randperm(len(members))[:per_class]])
    return torch.cat(chosen)
