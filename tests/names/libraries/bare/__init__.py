def make(x):
    return x


class Layer:
    pass
