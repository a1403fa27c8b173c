from ..core import state


def scale(t):
    return t * state.temperature
