"""The public names of torch that the table answers for, each with the object behind it and, if it is left out, the
reason.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

import torch

#: Modules whose public functions get rows. The order decides which of several names of one function is the canonical
#: one.
MODULES = (
    "torch",
    "torch.functional",
    "torch.nn.functional",
    "torch.linalg",
    "torch.fft",
    "torch.special",
    "torch.sparse",
    "torch.nested",
    "torch.masked",
    "torch.nn.init",
    "torch.nn.utils",
    "torch.nn.utils.rnn",
    "torch.nn.utils.parametrizations",
    "torch.nn.utils.parametrize",
    "torch.signal.windows",
    "torch.distributions",
    "torch.autograd",
    "torch.autograd.functional",
    "torch.func",
    "torch.utils.checkpoint",
)
#: Namespace of the C++ bindings by the module that shows them.
BOUND = {
    "torch": "torch",
    "torch.linalg": "linalg",
    "torch.fft": "fft",
    "torch.special": "special",
    "torch.sparse": "sparse",
}
BOUND |= {"torch.nested": "nested", "torch.nn.functional": "nn", "torch.Tensor": "Tensor"}


#: Attributes of every Python object, and those by which other protocols than that of a tensor work.
PROTOCOL = {
    *dir(object),
    "__dict__",
    "__weakref__",
    "__module__",
    "__setstate__",
    "__delitem__",
    "__cuda_array_interface__",
    "__annotations__",
}
COMPARISONS = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A public name. `value` is the object, `bound` the name under which C++ binds it ("" for Python functions)."""

    module: str
    attribute: str
    value: object

    @property
    def name(self) -> str:
        return f"{self.module}.{self.attribute}"


def defined_as(value: object) -> str:
    """Where a function or class is defined: the name that tools which follow definitions find
    ("torch.nn.modules.linear.Linear").
    """
    return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', '')}"


def module_symbols() -> Iterator[Symbol]:
    """Every public name of the modules above."""
    for name in MODULES:
        module = import_module(name)
        for attribute in public_names(module):
            yield Symbol(name, attribute, getattr(module, attribute))


def public_names(module: types.ModuleType) -> list[str]:
    """`__all__` and the module's own functions: imported helpers of other packages are nobody's public name."""
    listed = set(getattr(module, "__all__", ()))
    own = {
        attribute
        for attribute, value in vars(module).items()
        if not attribute.startswith("_")
        and (is_builtin(value) or str(getattr(value, "__module__", "")).startswith(module.__name__))
    }
    return sorted(name for name in listed | own if hasattr(module, name) and not name.startswith("_"))


def tensor_symbols() -> Iterator[Symbol]:
    """Every attribute of `torch.Tensor`: methods, operators, properties. Python's own object protocol is not among
    them.
    """
    for attribute in sorted(dir(torch.Tensor)):
        dunder = attribute.startswith("__") and attribute.endswith("__")
        if attribute.startswith("_") and (not dunder or (attribute in PROTOCOL and attribute not in COMPARISONS)):
            continue
        yield Symbol("torch.Tensor", attribute, inspect.getattr_static(torch.Tensor, attribute))


def is_builtin(value: object) -> bool:
    return isinstance(value, types.BuiltinFunctionType)


def is_function(value: object) -> bool:
    return isinstance(value, types.BuiltinFunctionType | types.FunctionType)


def is_method(value: object) -> bool:
    return isinstance(value, types.MethodDescriptorType | types.FunctionType | types.WrapperDescriptorType)


def is_property(value: object) -> bool:
    return isinstance(value, types.GetSetDescriptorType | property)


def python_parameters(function: Callable[..., object]) -> list[str] | None:
    """Parameters of a Python function as the table writes them, or None if it wraps one that does not tell."""
    try:
        parameters = inspect.signature(dispatched(function)).parameters
    except ValueError:
        return None
    formals: list[str] = []
    for parameter in parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            formals.append(f"*{parameter.name}:{python_kind(parameter)}=")
            continue
        if (
            parameter.kind is parameter.KEYWORD_ONLY
            and "*" not in formals
            and not any(f.startswith("*") for f in formals)
        ):
            formals.append("*")
        formals.append(
            f"{parameter.name}:{python_kind(parameter)}{'=' if parameter.default is not parameter.empty else ''}"
        )
    return formals


def dispatched(function: Callable[..., object]) -> Callable[..., object]:
    """The function that `boolean_dispatch` of nn.functional stands for when its flags are false: it has the public
    signature.
    """
    while is_python(function) and (chosen := inspect.getclosurevars(function).nonlocals.get("if_false")):
        function = chosen
    return function


def is_python(value: object) -> bool:
    return isinstance(value, types.FunctionType)


def python_kind(parameter: inspect.Parameter) -> str:
    """The kind letter that an annotation or a default tells; "?" if neither does."""
    text = str(parameter.annotation).replace("typing.", "").replace("torch.", "")
    optional = "?" if "Optional[" in text or "None" in text or parameter.default is None else ""
    bare = text.replace("Optional[", "").replace("<class '", "").replace(" | None", "").rstrip("]>'")
    by_annotation = {"Tensor": "T", "bool": "b", "int": "i", "float": "f", "str": "S"}.get(bare)
    by_default = {bool: "b", str: "S"}.get(type(parameter.default))
    return (by_annotation or by_default or "") + optional if by_annotation or by_default else "?"
