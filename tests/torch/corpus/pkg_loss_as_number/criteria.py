def mean_error(x, y):
    return ((x - y) ** 2).mean().item()
