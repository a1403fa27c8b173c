import torch


def scatter_sum(values, index, size):
    out = values.new_zeros(size, *values.shape[1:])
    return out.index_add(0, index, values)


def scatter_softmax(scores, index, size):
    highest = scores.new_full((size,), float("-inf")).scatter_reduce(0, index, scores.detach(), "amax")
    powers = (scores - highest[index]).exp()
    return powers / scatter_sum(powers, index, size)[index].clamp_min(1e-12)
