"""What several signatures of one function have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from gradsight.knowledge.torch.entries import Op

_T = TypeVar("_T")


def merged(variants: tuple[Op, ...]) -> Op:
    """One op for several signatures: what they agree on, "?" or the weaker answer where they do not."""
    longest = max(variants, key=lambda variant: len(variant.params))
    differentiable = [variant.differentiable for variant in variants]
    shared = set.intersection(*(_pairs(variant.saves_for) for variant in variants))
    seen = set.union(*(_pairs(variant.saves_for) | _pairs(variant.may_save) for variant in variants))
    return Op(
        name=longest.name,
        params=longest.params,
        kinds=longest.kinds,
        positional=longest.positional,
        outputs=_agreed([variant.outputs for variant in variants], "?"),
        fields=_agreed([variant.fields for variant in variants], ()),
        differentiable=None
        if None in differentiable
        else frozenset().union(*(d for d in differentiable if d is not None)),
        zero=all(variant.zero for variant in variants),
        zero_params=frozenset.intersection(*(variant.zero_params for variant in variants)),
        zero_when=tuple(dict.fromkeys(keyword for variant in variants for keyword in variant.zero_when)),
        refuses=frozenset.intersection(*(variant.refuses for variant in variants)),
        backward_raises=all(variant.backward_raises for variant in variants),
        raises_for=frozenset().union(*(variant.raises_for for variant in variants)),
        view=all(variant.view for variant in variants),
        maybe_view=not all(variant.view for variant in variants) and any(v.view or v.maybe_view for v in variants),
        multi_view=all(variant.multi_view for variant in variants),
        inplace=all(variant.inplace for variant in variants),
        maybe_inplace=not all(variant.inplace for variant in variants)
        and any(v.inplace or v.maybe_inplace for v in variants),
        factory=all(variant.factory for variant in variants),
        returns_self=_agreed([variant.returns_self for variant in variants], "sometimes"),
        saves=frozenset(saved for saved, _ in shared),
        saves_for=_grouped(shared),
        may_save=_grouped(seen - shared),
        dtype=_agreed([variant.dtype for variant in variants], "?"),
        variants=variants,
    )


def _pairs(saves: Mapping[str, frozenset[str]]) -> set[tuple[str, str]]:
    return {(saved, trigger) for saved, triggers in saves.items() for trigger in triggers}


def _grouped(pairs: set[tuple[str, str]]) -> dict[str, frozenset[str]]:
    return {saved: frozenset(t for s, t in pairs if s == saved) for saved, _ in pairs}


def _agreed(values: list[_T], otherwise: _T) -> _T:
    return values[0] if all(value == values[0] for value in values) else otherwise
