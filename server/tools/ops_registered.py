"""What the constructor of a layer takes, and what it registers under which of its options, by building it with one
after the other.
"""

from __future__ import annotations

import inspect
import re
import typing
import warnings
from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import nn

Row = dict[str, object]
Arguments = tuple[tuple[object, ...], dict[str, object]]
#: What must hold for an option to be changed so, what for the contrary, and the change.
Change = tuple[str, str, dict[str, object]]


def registered(cls: type[nn.Module], built: Arguments, others: Sequence[Arguments]) -> Row:
    """Parameters, buffers and children as the constructor registers them, with the options each depends on."""
    usual = build(cls, built, **usual_options(cls, built))
    if usual is None:
        return {}
    found = conditions(cls, built, list(changes(cls, others)))
    return {
        "parameters": [[name, needed] for owner, name, needed in found if owner == "parameter"],
        "buffers": [[name, needed] for owner, name, needed in found if owner == "buffer"],
        "children": [[name, public_class(child)] for name, child in usual.named_children()],
    }


def conditions(cls: type[nn.Module], built: Arguments, changed: Sequence[Change]) -> list[tuple[str, str, str]]:
    """What is registered ("parameter" or "buffer"), each name with the options that must be set, or with "!" cleared,
    for it to be there.

    Commas join what must hold together, "|" joins alternatives.
    """

    usual_flags = usual_options(cls, built)

    def there(options: Mapping[str, object]) -> list[tuple[str, str]] | None:
        module = build(cls, built, **(usual_flags | options))
        return None if module is None else names_of(module)

    usual = there({}) or []
    found: dict[tuple[str, str], list[str]] = {}
    for first, _, change in [("", "", {}), *changed]:
        added = [name for name in there(change) or [] if not first or name not in usual]
        others = (
            [(contrary, there(change | other)) for _, contrary, other in changed if other.keys() != change.keys()]
            if added
            else []
        )
        for name in added:
            needed = [contrary for contrary, present in others if present is not None and name not in present]
            found.setdefault(name, []).append(",".join(dict.fromkeys([first, *needed] if first else needed)))
    return [(*name, "|".join(dict.fromkeys(alternatives))) for name, alternatives in found.items()]


def changes(cls: type[nn.Module], others: Sequence[Arguments]) -> Iterator[Change]:
    """Every option changed on its own: what must hold for that, what for the contrary, and the change.

    An option that is absent by default is set to 1, to a tensor, and to the tensors that samples give it.
    """
    for name, parameter in constructor(cls).items():
        if isinstance(parameter.default, bool):
            texts = (f"!{name}", name) if parameter.default else (name, f"!{name}")
            yield *texts, {name: not parameter.default}
        elif name not in ("device", "dtype") and parameter.default in (None, 0):
            given = [arguments[1].get(name) for arguments in others]
            tensor_values = [value for value in given if isinstance(value, torch.Tensor)][:1]
            yield from ((name, f"!{name}", {name: value}) for value in (1, torch.ones(1), *tensor_values))


def usual_options(cls: type[nn.Module], built: Arguments) -> dict[str, object]:
    """The defaults of the flags that the sample sets otherwise."""
    given = dict(zip(constructor(cls), built[0], strict=False)) | built[1]
    flags = {n: p.default for n, p in constructor(cls).items() if n in given and isinstance(p.default, bool)}
    absent = {n: None for n, p in constructor(cls).items() if n in given and p.default is None}
    return flags | absent if build(cls, built, **flags, **absent) else flags


def build(cls: type[nn.Module], built: Arguments, **changed: object) -> nn.Module | None:
    """The layer, or None where the constructor refuses."""
    torch.default_generator.manual_seed(1)
    names = list(constructor(cls))
    given = {k: v for k, v in built[1].items() if k not in changed}
    positional = (
        [changed.pop(n) if n in changed else v for n, v in zip(names, built[0], strict=False)]
        if changed
        else list(built[0])
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return cls(*positional, **given, **changed)
    except Exception:  # torch raises whatever it likes for arguments that do not fit
        return None


def constructor(cls: type[nn.Module]) -> Mapping[str, inspect.Parameter]:
    """Parameters of the constructor; those that the class hands on with *args or **kwargs come from its base."""
    found: dict[str, inspect.Parameter] = {}
    for owner in cls.__mro__:
        if "__init__" not in vars(owner) or owner in (nn.Module, object):
            continue
        declared = typing.get_overloads(owner.__init__) or [owner.__init__]
        parameters = list(inspect.signature(declared[0]).parameters.values())[1:]
        found |= {
            p.name: p for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL) and p.name not in found
        }
        if not any(p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL) for p in parameters):
            break
    return found


def names_of(module: nn.Module) -> list[tuple[str, str]]:
    own = [("parameter", plain(n)) for n, _ in module.named_parameters(recurse=False)]
    return list(dict.fromkeys(own + [("buffer", n) for n, _ in module.named_buffers(recurse=False)]))


def plain(name: str) -> str:
    """Layer numbers become "*": weight_ih_l0 is weight_ih_l*."""
    return re.sub(r"(?<=_l)\d+(_reverse)?$", "*", re.sub(r"\.\d+(?=\.|$)", ".*", name))


def public_class(module: nn.Module) -> str:
    """The public class of a child: the first of its bases that `torch.nn` shows."""
    for cls in type(module).__mro__:
        if getattr(nn, cls.__name__, None) is cls:
            return f"torch.nn.{cls.__name__}"
    return f"{type(module).__module__}.{type(module).__qualname__}"
