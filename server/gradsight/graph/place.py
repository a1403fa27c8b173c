"""Where each box of a graph is drawn in a terminal's SVG: rows by distance from the root."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from gradsight.graph.data import Edge, Graph

CHARACTER, SMALL, HEIGHT, GAP, ROW = 7.3, 6.2, 46, 28, 100
_SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Box:
    """Centre and width in pixels; all boxes are HEIGHT high."""

    x: float
    y: float
    width: float


def placed(graph: Graph, captions: list[str]) -> tuple[list[Box], float, float]:
    """A box for each node, and the width and height of the whole."""
    widths = [
        max(len(n.label) * CHARACTER, len(c) * SMALL, 60) + 28 for n, c in zip(graph.nodes, captions, strict=True)
    ]
    rows = _rows(len(graph.nodes), graph.edges)
    _untangle(rows, graph.edges)
    lengths = [sum(widths[node] for node in row) + GAP * (len(row) - 1) for row in rows]
    whole = max(lengths, default=0) + 32
    boxes: dict[int, Box] = {}
    for number, (row, length) in enumerate(zip(rows, lengths, strict=True)):
        left = (whole - length) / 2
        for node in row:
            boxes[node] = Box(left + widths[node] / 2, 16 + HEIGHT / 2 + number * ROW, widths[node])
            left += widths[node] + GAP
    return [boxes[node] for node in range(len(graph.nodes))], whole, 32 + HEIGHT + ROW * (len(rows) - 1)


def _rows(count: int, edges: tuple[Edge, ...]) -> list[list[int]]:
    """Each node above all that is computed from it, as low as that allows. An edge that closes a loop does not count."""
    results: dict[int, list[int]] = defaultdict(list)
    for edge in edges:
        results[edge.source].append(edge.target)
    heights: dict[int, int] = {}

    def height(node: int, below: frozenset[int]) -> int:
        if node not in heights:
            on_the_way = below | {node}
            heights[node] = max(
                (height(one, on_the_way) + 1 for one in results[node] if one not in on_the_way), default=0
            )
        return heights[node]

    rows: dict[int, list[int]] = defaultdict(list)
    for node in range(count):
        rows[height(node, frozenset())].append(node)
    return [rows[number] for number in sorted(rows, reverse=True)]


def _untangle(rows: list[list[int]], edges: tuple[Edge, ...]) -> None:
    """Orders each row by the middle of what its nodes are joined with, down and up again a few times."""
    near: dict[int, list[int]] = defaultdict(list)
    for edge in edges:
        near[edge.target].append(edge.source)
        near[edge.source].append(edge.target)
    for _ in range(_SWEEPS):
        for row in (*rows, *reversed(rows)):
            at = {node: index / max(len(line), 1) for line in rows for index, node in enumerate(line)}
            row.sort(key=lambda node: sum(at[one] for one in near[node]) / len(near[node]) if near[node] else 0)
