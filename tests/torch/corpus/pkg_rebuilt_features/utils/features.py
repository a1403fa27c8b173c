import torch


def normalize(x, eps=1e-6):
    return x / (x.norm(dim=-1, keepdim=True) + eps)


def embed(encoder, x):
    features = encoder(x)
    features = torch.tensor(features.tolist())
    return normalize(features)
