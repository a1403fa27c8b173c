# correct
"""Metaclasses and class hooks."""
import torch
from torch import nn

REGISTRY = {}


class Registered(type):
    def __new__(mcs, name, bases, namespace, **kwargs):
        cls = super().__new__(mcs, name, bases, namespace)
        if bases:
            REGISTRY[kwargs.get("key", name)] = cls
        return cls

    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace)
        cls.order = len(REGISTRY)


class Singleton(type):
    _instances = {}

    def __call__(cls, *args, **kwargs):
        if cls not in cls._instances:
            cls._instances[cls] = super().__call__(*args, **kwargs)
        return cls._instances[cls]

    @property
    def shared(cls):
        return cls()


class Base(metaclass=Registered):
    def loss(self, x):
        return x.sum()


class Half(Base, key="half"):
    def loss(self, x):
        return super().loss(x) / 2


class Cut(Base):
    def loss(self, x):
        return super().loss(x).detach()


class Weights(metaclass=Singleton):
    def __init__(self):
        self.w = torch.ones(3, requires_grad=True)


class Tagged:
    tags = {}

    def __init_subclass__(cls, /, tag, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
        Tagged.tags.setdefault(tag, []).append(cls)


class A(Tagged, tag="a"):
    scale = 2.0


class B(A, tag="a"):
    scale = 3.0


class Field:
    def __init__(self, default=None):
        self.default = default

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner):
        if obj is None:
            return self
        return obj.__dict__.get(self.name, self.default)

    def __set__(self, obj, value):
        obj.__dict__[self.name] = value


class Lazy:
    def __init__(self, fn):
        self.fn = fn

    def __get__(self, obj, owner=None):
        value = self.fn(obj)
        obj.__dict__[self.fn.__name__] = value
        return value


class Config:
    weight = Field(torch.zeros(2))
    lr = Field(0.1)

    @Lazy
    def double(self):
        return self.weight * 2


one = REGISTRY["half"]().loss(Weights().w)
two = REGISTRY["Cut"]().loss(Weights().w)
same = Weights() is Weights()
three = Weights.shared.w * 2
four = [cls.scale * Weights().w for cls in Tagged.tags["a"]]
five = four[0]
config = Config()
before = config.weight
config.weight = torch.ones(2, requires_grad=True)
after = config.weight
doubled = config.double
again = config.double
one.backward()
grad = Weights().w.grad
one, two, three, five, before, after, doubled, again, grad
