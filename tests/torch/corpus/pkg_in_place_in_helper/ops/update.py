def step(weight, rate):
    weight -= rate * weight.grad
    return weight
