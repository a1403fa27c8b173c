"""Where torch itself contradicts the files it ships, the overlay says why: no other contradiction is there."""

from __future__ import annotations

from ops_overlay import explained, overrides
from ops_table import disagreements


def test_every_contradiction_is_explained() -> None:
    found = set(disagreements())
    assert {pair for pair in found if not explained(*pair)} == set()
    listed = {(name, field) for entry in overrides("disagreement") for name in entry.names for field in entry.fields}
    assert listed - found == set(), "no contradiction any more"
