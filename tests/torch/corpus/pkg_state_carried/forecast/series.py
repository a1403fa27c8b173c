def windows(series, size):
    """Pairs of a stretch and the same one step later."""
    for start in range(0, len(series) - size, size):
        yield series[start:start + size], series[start + 1:start + size + 1]
