class Config:
    pass


class Late:
    pass


def speed(x) -> float:
    return 1.0
