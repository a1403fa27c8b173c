import copy
import math


class EarlyStopping:
    """Says stop after `patience` rounds without progress; remembers the best weights."""

    def __init__(self, patience):
        self.patience, self.best, self.bad = patience, math.inf, 0
        self.state = None

    def __call__(self, score, model):
        if score < self.best:
            self.best, self.bad = score, 0
            self.state = copy.deepcopy(model.state_dict())
        else:
            self.bad += 1
        return self.bad >= self.patience

    def restore(self, model):
        if self.state is not None:
            model.load_state_dict(self.state)
