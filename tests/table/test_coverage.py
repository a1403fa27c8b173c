"""Every public name of torch has a row or a reason why it has none, and every name of a row is one of torch's."""

from __future__ import annotations

import json
from functools import reduce

from generate_ops import DATA
from ops_coverage import all_symbols

import torch
from gradsight.knowledge.torch import table


def test_every_public_name_is_accounted_for() -> None:
    left_out = {
        name for names in json.loads((DATA / "left_out.json").read_text(encoding="utf-8")).values() for name in names
    }
    missing = [symbol.name for symbol in all_symbols() if not known(symbol.name) and symbol.name not in left_out]
    assert missing == []
    assert [name for name in sorted(left_out) if known(name)] == []


def test_every_row_is_a_name_of_torch() -> None:
    assert [
        name for name in table.names() if not hasattr(holder(name.rpartition(".")[0]), name.rpartition(".")[2])
    ] == []


def test_definitions_lead_to_public_names() -> None:
    """What tools that follow definitions call a thing is known too."""
    assert table.canonical("torch.nn.modules.linear.Linear") == "torch.nn.Linear"
    assert table.canonical("torch._tensor.Tensor.backward") == "torch.Tensor.backward"
    assert table.canonical("torch.functional.einsum") == "torch.einsum"
    assert table.canonical("torch.optim.adam.Adam") == "torch.optim.Adam"
    assert table.canonical("torch.no_such_thing") == "torch.no_such_thing"


def known(name: str) -> bool:
    return bool(
        table.op(name) or table.layer(name) or table.distribution(name) or table.canonical(name) in table.optimizers()
    )


def holder(path: str) -> object:
    return reduce(getattr, path.split(".")[1:], torch)
