"""Arguments with which the functions of the table can be run: those of torch's own operator tests, and made ones where
it has none.
"""

from __future__ import annotations

import operator
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product, zip_longest
from pathlib import Path

import numpy as np
import tomllib
from ops_calls import Call, tensors
from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.opinfo.core import OpInfo

import torch
from gradsight.knowledge.torch.select import accepts, formals

Value = tuple[tuple[object, ...], dict[str, object]]
#: So many of torch's samples are looked at per operator; those whose arguments are of the same kinds count once.
SAMPLES = 40

SHAPES = ((3, 3), (4,), (2, 3, 4), (2, 3, 4, 4), (), (2, 3, 4, 4, 4))
NUMBERS: Mapping[str, tuple[object, ...]] = {
    "i": (1, 0, 2),
    "I": ([1], [2, 2], [3, 3], [0], [2, 2, 2]),
    "s": (0.5, 2),
    "f": (0.5,),
    "F": ([0.5], [0.5, 0.5]),
    "B": ([True], [True, True, True]),
    "b": (False, True),
    "S": ("mean", "floor", "reflect", "sum"),
    "d": (torch.float64,),
}


def call_kind(value: object) -> str:
    """The kind of an argument in the words of `gradsight.knowledge.torch.table.select`."""
    if isinstance(value, torch.Tensor):
        return "tensor"
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | complex | str):
        return type(value).__name__
    if isinstance(value, torch.dtype):
        return "dtype"
    if isinstance(value, list | tuple):
        kinds = {call_kind(item) for item in value}
        return "tensors" if kinds == {"tensor"} else "ints" if kinds <= {"int", "true", "false"} else "list"
    return "other"


def operator_samples(owners: Mapping[int, str]) -> dict[str, list[Value]]:
    """torch's samples by the public names of the function, its method, its in-place and its operator forms, and their
    aliases.
    """
    found: dict[str, list[Value]] = defaultdict(list)
    for info in op_db:
        names = sorted({name for form in forms(info) for name in names_of(form, owners)})
        if not names:
            continue
        seed()
        samples = distinct(islice(info.sample_inputs_func(info, "cpu", dtype_of(info), False), SAMPLES))
        for name in names:
            found[name] += samples
    return found


def seed() -> None:
    """Samples are random: the same ones each time."""
    random.seed(11)
    np.random.seed(11)
    torch.default_generator.manual_seed(11)


def operator_names() -> dict[str, str]:
    """The method that each Python operator of a tensor stands for ("__truediv__": "div"), as torch's operator tests
    pair them.
    """
    found: dict[str, str] = {}
    for info in op_db:
        for form, method in (
            (info.operator_variant, info.method_variant),
            (info.inplace_operator_variant, info.inplace_variant),
        ):
            if form is not None and method is not None:
                name = form.__name__.strip("_")
                found[f"__{name}__"] = method.__name__
                if method is info.method_variant:
                    found[f"__r{name}__"] = method.__name__
    return found


def expression_samples(name: str, with_constructor: bool = False) -> list:
    """The calls that samples.toml spells for a function, or for a layer those of its constructor and of its forward."""
    file = sample_file()
    if with_constructor:
        calls = file["layers"].get(name.rpartition(".")[2], [])
        return [tuple(evaluated(part) for part in call.replace(" f(", "\0f(").split("\0")) for call in calls]
    return [evaluated(call) for call in file["calls"].get(name.removeprefix("torch."), [])]


@cache
def sample_file() -> dict[str, dict[str, list[str]]]:
    """The sections of samples.toml."""
    return tomllib.loads((Path(__file__).parent / "samples.toml").read_text(encoding="utf-8"))


def evaluated(call: str) -> Value:
    def capture(*positional: object, **keywords: object) -> Value:
        return positional, keywords

    return eval(call, {"torch": torch, "f": capture, "n": capture} | values_by_letter())  # type: ignore[no-any-return]


def values_by_letter() -> dict[str, torch.Tensor]:
    """The tensors that samples.toml names."""
    torch.default_generator.manual_seed(5)
    m = torch.rand(3, 3) * 0.8 + 0.1
    return {
        "v": torch.rand(3) + 0.1,
        "m": m,
        "s": torch.rand(2, 3, 4),
        "b": torch.rand(2, 3, 4, 4),
        "b5": torch.rand(2, 3, 4, 4, 4),
        "i": torch.tensor([0, 2, 1]),
        "k": torch.tensor([True, False, True]),
        "c": torch.complex(m, m.T.contiguous()),
        "p": m @ m.T + torch.eye(3),
    }


def dtype_of(info: OpInfo) -> torch.dtype:
    supported = info.supported_dtypes("cpu")
    return next((d for d in (torch.float32, torch.float64, torch.complex64, torch.int64) if d in supported), torch.bool)


def forms(info: OpInfo) -> Iterator[object]:
    for variant in (info, *info.aliases):
        yield variant.op
        yield variant.method_variant
        yield variant.inplace_variant
        yield getattr(variant, "operator_variant", None)
        yield getattr(variant, "inplace_operator_variant", None)
    holder: object = torch
    for part in info.name.split("."):
        holder = getattr(holder, part, None)
    yield holder


def names_of(form: object, owners: Mapping[int, str]) -> list[str]:
    if form is None:
        return []
    if id(form) in owners:
        return [owners[id(form)]]
    name = getattr(form, "__name__", "")
    return [f"torch.Tensor.__{name.strip('_')}__"] if getattr(operator, name, None) is form else []


def distinct(samples: Iterator[object]) -> list[Value]:
    """One sample per combination of argument kinds, keywords and options, then a few more of each."""
    seen: dict[object, list[Value]] = defaultdict(list)
    for sample in samples:
        values = (sample.input, *sample.args), dict(sample.kwargs)  # type: ignore[attr-defined]
        key = (tuple(map(option, values[0])), tuple((name, option(v)) for name, v in sorted(values[1].items())))
        seen[key].append(values)
    ordered = [row for column in zip_longest(*seen.values()) for row in column if row is not None]
    return sorted(ordered, key=has_empty)


def has_empty(value: Value) -> bool:
    """Samples with empty tensors come last, since nothing shows in them."""
    return any(t.numel() == 0 for t in tensors([*value[0], value[1]]))


def option(value: object) -> object:
    """What makes a sample unlike others: kinds, whether tensors are floating, and the values of flags and modes."""
    if isinstance(value, torch.Tensor):
        return "tensor", value.is_floating_point() or value.is_complex()
    telling = isinstance(value, str | bool) or (isinstance(value, int) and abs(value) < 3)
    return (call_kind(value), value if telling else None)


def choose(signatures: Sequence[Sequence[str]], value: Value) -> int | None:
    """The index of the signature that torch takes for these arguments."""
    positional, keywords = [call_kind(v) for v in value[0]], {k: call_kind(v) for k, v in value[1].items()}
    answers = [accepts(*formals(signature), positional, keywords) for signature in signatures]
    return answers.index(True) if True in answers else answers.index(None) if None in answers else None


def bind(function: Callable[..., object], signature: Sequence[str], value: Value) -> Call:
    """The call of a function whose signature has these parameters with sampled arguments that it accepts."""
    positional, keywords = value
    names, _, count = formals(signature)
    rest = len(positional) - count
    if count and names[count - 1].startswith("*"):
        return Call(
            function, (*names[:count], *names[count - 1 : count] * rest)[: len(positional)], positional, keywords
        )
    if rest > 0:
        positional = (*positional[: count - 1], list(positional[count - 1 :]))
    return Call(function, tuple(names[: len(positional)]), tuple(positional), keywords)


def flags(call: Call, signature: Sequence[str]) -> list[str]:
    """The names of the function's flags that the call leaves open or gives by keyword."""
    names, kinds, _ = formals(signature)
    pairs = zip(names, kinds, strict=True)
    return [
        name for name, kind in pairs if kind.rstrip("=?") == "b" and name not in call.names and name != "requires_grad"
    ]


def made_calls(function: Callable[..., object], signature: Sequence[str], limit: int = 8) -> Iterator[Call]:
    """Calls with made arguments for the required parameters; most of them do not fit, the first few that do are
    enough.
    """
    names, kinds, count = formals(signature)
    required = [(name, kind) for name, kind in zip(names, kinds, strict=True) if not kind.endswith("=")]
    positional = tuple(name for name in names[:count] if name in dict(required))
    for shape in SHAPES:
        choices = [made_values(name, kind, shape) for name, kind in required]
        for values in islice(product(*choices), limit):
            by_name = dict(zip(dict(required), values, strict=True))
            keywords = {name: v for name, v in by_name.items() if name not in positional}
            yield Call(function, positional, tuple(by_name[name] for name in positional), keywords)


def made_values(name: str, kind: str, shape: tuple[int, ...]) -> Sequence[object]:
    bare = kind.rstrip("?=")
    generator = torch.Generator().manual_seed(3)
    if bare in ("T", "L", "t", "?", ""):
        real = torch.rand(shape, generator=generator) * 0.8 + 0.1
        whole = torch.zeros(shape, dtype=torch.int64)
        choices: list[object] = [real, whole, real > 0.5]
        if any(word in name for word in ("ind", "target", "boundaries", "batch_sizes")):
            choices = [whole, real]
        if any(word in name for word in ("mask", "condition")):
            choices = [real > 0.5, real]
        return [[c, c] for c in choices] if bare == "L" else choices if bare in ("T", "t") else [*choices[:1], 1, [1]]
    return NUMBERS.get(bare[0], (None,))
