def gradient_of(tensor):
    return tensor.grad
