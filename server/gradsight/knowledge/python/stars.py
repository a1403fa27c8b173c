"""What `from module import *` binds, for the modules with which people do that."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.knowledge.torch.table import names

TYPING = (
    "Any",
    "Callable",
    "Dict",
    "Iterable",
    "Iterator",
    "List",
    "Optional",
    "Sequence",
    "Set",
    "Tuple",
    "Type",
    "Union",
)
MATH = (
    "sqrt",
    "exp",
    "log",
    "pi",
    "sin",
    "cos",
    "tan",
    "pow",
    "floor",
    "ceil",
    "e",
    "inf",
    "isnan",
    "log2",
    "log10",
    "tanh",
)


def star_names(module: str) -> Iterator[str]:
    """The public names of a module; none where they are not known."""
    if module in ("typing", "math"):
        yield from TYPING if module == "typing" else MATH
    elif module.startswith("torch"):
        prefix = f"{module}."
        yield from (
            name.removeprefix(prefix) for name in names() if name.startswith(prefix) and "." not in name[len(prefix) :]
        )
