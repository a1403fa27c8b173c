"""Signatures from the stub files in torch's wheel, for the functions that torch binds to Python by hand."""

from __future__ import annotations

import ast
import inspect
import operator
from collections import defaultdict
from functools import cache
from pathlib import Path

from ops_schema import Signature

import torch

STUBS = Path(torch.__file__).parent / "_C"
NAMESPACES = {"torch": ("_VariableFunctions.pyi", ""), "Tensor": ("__init__.pyi", "TensorBase"), "nn": ("_nn.pyi", "")}
#: Python values by their annotation in the stubs.
PYTHON_VALUES = {
    "_bool",
    "_int",
    "_float",
    "_complex",
    "_dtype",
    "_device",
    "_layout",
    "_qscheme",
    "bool",
    "int",
    "str",
    "None",
    "Size",
}
PYTHON_VALUES |= {"torch.device", "torch.Size", "torch.layout", "builtins.str"}
KINDS = {
    "Tensor": "T",
    "_bool": "b",
    "_int": "i",
    "_float": "f",
    "str": "S",
    "_dtype": "d",
    "Number": "s",
    "_complex": "s",
}
KINDS |= {
    "Literal[True]": "b1",
    "Literal[False]": "b0",
    "_size": "I",
    "_int | SymInt": "i",
    "builtins.bool": "b",
    "bool": "b",
}


def stub_signatures(namespace: str, name: str) -> list[Signature]:
    """The overloads that the stubs give a function; empty if they do not know it."""
    return (
        [signature(d, namespace == "Tensor") for d in definitions(namespace).get(name, [])]
        if namespace in NAMESPACES
        else []
    )


def operator_signature(name: str) -> list[Signature]:
    """The operands of a Python operator, for operators that torch declares nowhere."""
    bare = name.strip("_")
    function = getattr(operator, bare, None) or getattr(operator, bare.removeprefix("r"), None)
    if function is None or not name.startswith("__"):
        return []
    return [Signature(["self:T", "other:t"][: len(inspect.signature(function).parameters)], "?")]


def stub_attribute(name: str) -> str | None:
    """The annotation of a property of `torch.Tensor`."""
    for statement in body("Tensor"):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and statement.target.id == name
        ):
            return ast.unparse(statement.annotation)
    return None


@cache
def definitions(namespace: str) -> dict[str, list[ast.FunctionDef]]:
    found = defaultdict(list)
    for statement in body(namespace):
        if isinstance(statement, ast.FunctionDef):
            found[statement.name].append(statement)
    return dict(found)


@cache
def body(namespace: str) -> list[ast.stmt]:
    file, owner = NAMESPACES[namespace]
    tree = ast.parse((STUBS / file).read_text(encoding="utf-8")).body
    classes = [statement for statement in tree if isinstance(statement, ast.ClassDef) and statement.name == owner]
    return classes[0].body if classes else tree


def signature(definition: ast.FunctionDef, method: bool) -> Signature:
    arguments = definition.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    params = [parameter(a, d is not None) for a, d in zip(positional, defaults, strict=True)]
    if method and params:
        params[0] = "self:T"
    if arguments.vararg:
        params.append(parameter(arguments.vararg, True, "*"))
    elif arguments.kwonlyargs:
        params.append("*")
    params += [parameter(a, d is not None) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    returns = ast.unparse(definition.returns) if definition.returns else ""
    made = Signature(params, declared_output(returns))
    made.inplace = definition.name.endswith("_") and not definition.name.startswith("__")
    return made


def declared_output(annotation: str) -> str:
    """ "P" where the annotation promises a Python value, "L?" for a tuple of any length, else unknown."""
    if annotation.endswith("tuple[Tensor, ...]"):
        return "L?"
    return "P" if all(part.strip() in PYTHON_VALUES for part in annotation.split("|")) else "?"


def parameter(argument: ast.arg, optional: bool, star: str = "") -> str:
    text = ast.unparse(argument.annotation) if argument.annotation else ""
    parts = [part.strip() for part in text.split("|")]
    optional_kind = "?" if "None" in parts else ""
    kinds = {KINDS.get(part, "") for part in parts if part != "None"}
    if kinds >= {"T"} and kinds <= {"T", "s", "i", "f", "b"} and len(kinds) > 1:
        kind = "t"
    else:
        kind = KINDS.get(" | ".join(part for part in parts if part != "None"), kinds.pop() if len(kinds) == 1 else "")
    return f"{star}{argument.arg}:{(kind + optional_kind) if kind else '?'}{'=' if optional else ''}"
