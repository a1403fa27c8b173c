"""What torch's own files say of each function bound from C++: `derivatives.yaml` and `native_functions.yaml`, read by
`torchgen`.

`bound_functions` is the entry: per namespace and Python name the list of signatures, in the order in which torch
tries them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import torchgen
import torchgen.packaged.autograd.gen_python_functions as bindings
from ops_saved import saved_tensors
from torchgen.api import cpp
from torchgen.api.autograd import (
    DifferentiabilityInfo,
    NativeFunctionWithDifferentiabilityInfo,
    dispatch_strategy,
    gen_differentiable_outputs,
    match_differentiability_info,
)
from torchgen.api.python import (
    PythonSignature,
    PythonSignatureGroup,
    PythonSignatureNativeFunctionPair,
    structseq_fieldnames,
)
from torchgen.context import native_function_manager
from torchgen.gen import parse_native_yaml
from torchgen.model import ListType, NativeFunction, OptionalType, SchemaKind, Type, Variant
from torchgen.packaged.autograd.gen_inplace_or_view_type import RETURNS_VIEWS_OF_INPUT, get_base_name
from torchgen.packaged.autograd.gen_variable_type import DONT_REQUIRE_DERIVATIVE
from torchgen.packaged.autograd.load_derivatives import load_derivatives

PACKAGED = Path(torchgen.__file__).parent / "packaged"
NATIVE = str(PACKAGED / "ATen/native/native_functions.yaml")
TAGS = str(PACKAGED / "ATen/native/tags.yaml")
DERIVATIVES = str(PACKAGED / "autograd/derivatives.yaml")
DEPRECATED = str(PACKAGED / "autograd/deprecated.yaml")

KINDS = {
    "Tensor": "T",
    "Scalar": "s",
    "int": "i",
    "SymInt": "i",
    "float": "f",
    "bool": "b",
    "str": "S",
    "ScalarType": "d",
}
LIST_KINDS = {"T": "L", "i": "I", "s": "F", "f": "F", "b": "B"}
ZERO_FORMULA = re.compile(r"(at::)?zeros(_like|_symint)?\([^()]*(\([^()]*\)[^()]*)*\)")


@dataclass(slots=True)
class Signature:
    """One signature of one function: its parameters and what torch's files say of the result.

    `params` holds "name:kind" with "=" behind optional ones; "*" stands before keyword-only ones.
    `known` is false where the function is composed of others, so that the files are silent about its derivative.
    """

    params: list[str]
    outputs: str
    fields: list[str] = field(default_factory=list)
    differentiable: list[str] | None = None
    zero: list[str] = field(default_factory=list)
    backward_raises: bool = False
    raises_for: list[str] = field(default_factory=list)
    view: bool = False
    maybe_view: bool = False
    multi_view: bool = False
    inplace: bool = False
    maybe_inplace: bool = False
    factory: bool = False
    saves: dict[str, list[str]] = field(default_factory=dict)
    may_save: dict[str, list[str]] = field(default_factory=dict)
    known: bool = False
    refuses: list[str] = field(default_factory=list)
    returns_self: str = "never"
    dtype: str = "?"
    zero_when: list[str] = field(default_factory=list)


def bound_functions() -> dict[tuple[str, str], list[Signature]]:
    """Signatures by (namespace, name), namespace being "torch", "Tensor", "nn", "linalg", "fft", "special", "sparse"
    or "nested".
    """
    natives, matched = native_functions()
    found: dict[tuple[str, str], list[Signature]] = {}
    for method in (False, True):
        grouped = defaultdict(list)
        for pair in bindings.load_signatures(list(filter(spellable, natives)), DEPRECATED, method=method):
            for namespace in namespaces(pair.function, method):
                grouped[namespace, python_name(pair.function)].append(pair)
        for key, overloads in grouped.items():
            groups = bindings.group_overloads(groupable(overloads))
            found[key] = [signature(g, matched[str(g.base.func.name)]) for g in groups if not by_name(g.signature)]
    return {key: signatures for key, signatures in found.items() if signatures}


@cache
def native_functions() -> tuple[list[NativeFunction], dict[str, NativeFunctionWithDifferentiabilityInfo]]:
    natives = parse_native_yaml(NATIVE, TAGS).native_functions
    infos, _ = load_derivatives(DERIVATIVES, NATIVE, TAGS)
    return natives, {str(m.func.func.name): m for m in match_differentiability_info(natives, infos)}


def spellable(function: NativeFunction) -> bool:
    """Bound to Python. torchgen refuses a parameter with a reserved name (`requires_grad_`, bound by hand)."""
    bound = "generated" not in function.tags or "view_copy" in function.tags
    return bound and all(a.name != "requires_grad" for a in function.func.arguments.flat_all)


def groupable(overloads: Sequence[PythonSignatureNativeFunctionPair]) -> list[PythonSignatureNativeFunctionPair]:
    """Without doubles and without out= forms that have no functional twin, which torchgen refuses to group."""
    texts = {
        pair.signature.signature_str(skip_outputs=True) for pair in overloads if not pair.function.func.is_out_fn()
    }
    unique: dict[tuple[str, bool], PythonSignatureNativeFunctionPair] = {}
    for pair in overloads:
        text = pair.signature.signature_str(skip_outputs=True)
        if text in texts:
            unique.setdefault((text, pair.function.func.is_out_fn()), pair)
    return list(unique.values())


def by_name(signature: PythonSignature) -> bool:
    """Forms that take dimension names: a prototype of torch's that nobody finished."""
    return any("Dimname" in str(argument.type) for argument in signature.arguments())


def namespaces(function: NativeFunction, method: bool) -> Iterator[str]:
    if method:
        if function.python_module is None and Variant.method in function.variants:
            yield "Tensor"
    elif function.python_module is not None:
        yield function.python_module
    elif Variant.function in function.variants:
        yield "torch"


def python_name(function: NativeFunction) -> str:
    base = str(function.func.name.name)
    prefix = f"{function.python_module}_"
    return base.removeprefix(prefix) if function.python_module else base


def kind(type_: Type) -> str:
    """One letter per type: T tensor, L tensors, i int, I ints, s number, f float, b bool, S str, d dtype, x anything
    else; "?" may be None.
    """
    if isinstance(type_, OptionalType):
        return kind(type_.elem) + "?"
    if isinstance(type_, ListType):
        element = LIST_KINDS.get(kind(type_.elem).rstrip("?"), "x")
        return element + str(type_.size) if element == "I" and type_.size else element
    return KINDS.get(str(type_), "x")


def parameters(signature: PythonSignature) -> list[str]:
    arguments = list(signature.arguments())
    formals = [
        f"{argument_name(a.name, kind(a.type), signature.method)}:{kind(a.type)}{'=' if a.default is not None else ''}"
        for a in arguments
    ]
    if len(formals) > len(signature.input_args):
        formals.insert(len(signature.input_args), "*")
    return ["self:T", *formals] if signature.method else formals


def argument_name(name: str, kind_: str, method: bool) -> str:
    """As a user spells it: torch's argument parser calls `self` `input` outside of methods."""
    return "input" if name == "self" and kind_ in ("T", "s") and not method else name


def signature(group: PythonSignatureGroup, matched: NativeFunctionWithDifferentiabilityInfo) -> Signature:
    function = group.base
    info = formula(function, matched)
    with native_function_manager(function):
        made = Signature(parameters(group.signature), outputs(function, matched))
        made.fields = structseq_fieldnames(function.func.returns)
    made.inplace = function.func.kind() == SchemaKind.inplace
    made.factory = function.func.arguments.tensor_options is not None
    made.view = is_view(function)
    made.multi_view = made.view and isinstance(function.func.returns[0].type, ListType)
    made.known = info is not None or silent(function)
    made.backward_raises = "D" in made.outputs and info is None and not composed(function, matched)
    if info is not None and "D" in made.outputs:
        derive(made, info, function, group.signature.method)
    return made


def formula(function: NativeFunction, matched: NativeFunctionWithDifferentiabilityInfo) -> DifferentiabilityInfo | None:
    """The derivative formula that ordinary dense tensors use: a composed function has its formula for nested tensors
    only.
    """
    if function.has_composite_implicit_autograd_kernel or not matched.info:
        return None
    return matched.info.get("Default")


def composed(function: NativeFunction, matched: NativeFunctionWithDifferentiabilityInfo) -> bool:
    """Made of other functions, whose derivatives then apply."""
    return function.has_composite_implicit_autograd_kernel or dispatch_strategy(matched) == "use_type"


def derive(made: Signature, info: DifferentiabilityInfo, function: NativeFunction, method: bool) -> None:
    """Fill in what the derivative formulas say."""
    names = {str(a.name): argument_name(a.name, kind(a.type), method) for a in function.func.arguments.flat_non_out}
    made.differentiable = sorted({names.get(n, n) for d in info.derivatives for n in d.var_names})
    made.zero = sorted(
        {
            names.get(n, n)
            for d in info.derivatives
            for n in d.var_names
            if ZERO_FORMULA.fullmatch(d.original_formula.strip())
        }
    )
    made.raises_for = sorted(
        {names.get(n, n) for d in info.derivatives for n in d.var_names if "not_implemented" in d.formula}
    )
    made.backward_raises = set(made.differentiable) <= set(made.raises_for)
    made.saves = saved_tensors(info, names, made.inplace)


def silent(function: NativeFunction) -> bool:
    """No derivative by torch's own decision: the result never requires grad."""
    return get_base_name(function) in DONT_REQUIRE_DERIVATIVE or cpp.name(function.func) in DONT_REQUIRE_DERIVATIVE


def is_view(function: NativeFunction) -> bool:
    returns = function.func.returns
    annotated = any(r.annotation is not None and not r.annotation.is_write for r in returns)
    return bool(returns) and (annotated or str(function.func.name.name) in RETURNS_VIEWS_OF_INPUT)


def bound_by_hand(name: str) -> bool:
    """Whether torch's generator leaves the Python binding of this function to hand-written code, whose signature may
    differ.
    """
    return any(pattern.match(name) for pattern in bindings.SKIP_PYTHON_BINDINGS)


def outputs(function: NativeFunction, matched: NativeFunctionWithDifferentiabilityInfo) -> str:
    returns = function.func.returns
    if not returns:
        return "P"
    key = next(iter(matched.info)) if matched.info and "Default" not in matched.info else "Default"
    differentiable = {o.name for o in gen_differentiable_outputs(matched, key)}
    tracked = not silent(function) and tracks_inputs(function, matched)
    named = zip(cpp.return_names(function), returns, strict=True)
    texts = [output(r.type, tracked and name in differentiable) for name, r in named]
    return texts[0] if len(texts) == 1 else f"({','.join(texts)})"


def tracks_inputs(function: NativeFunction, matched: NativeFunctionWithDifferentiabilityInfo) -> bool:
    """Whether a gradient of an input can reach the result at all."""
    arguments = function.func.arguments
    if not any(a.type.is_tensor_like() for a in arguments.flat_non_out):
        return False
    info = formula(function, matched)
    return info.has_derivatives if info is not None else arguments.tensor_options is None


def output(type_: Type, tracked: bool) -> str:
    letter = "D" if tracked else "N"
    if not type_.is_tensor_like():
        return "P"
    return f"L{letter}" if type_.is_list_like() else letter
