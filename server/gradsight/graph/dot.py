"""A graph in Graphviz's language."""

from __future__ import annotations

from collections.abc import Callable

from gradsight.findings import Place
from gradsight.graph.data import Graph

_COLOURS = {"leaf": "#2e9e4f", "tracked": "#2f6fd0", "constant": "#888888"}


def dot(graph: Graph, label: Callable[[Place], str]) -> str:
    """`label` says where a place is, as people read it."""
    lines = [f"digraph {_quoted(graph.title)} {{", '  node [shape=box, style=rounded, fontname="monospace"]']
    for number, node in enumerate(graph.nodes):
        caption = " · ".join(part for part in (node.state.replace("|", " or "), label(node.place)) if part)
        style = ', style="rounded,dashed"' if node.state == "constant" else ""
        width = ", penwidth=3" if node.root else ""
        colour = _COLOURS.get(node.state, "#000000")
        text = _quoted(f"{node.label}\n{caption}")
        lines.append(f'  n{number} [label={text}, tooltip={_quoted(node.text)}, color="{colour}"{style}{width}]')
    for edge in graph.edges:
        cut = f' [style=dashed, color="#dd3333", fontcolor="#dd3333", label={_quoted(edge.cut)}]' if edge.cut else ""
        lines.append(f"  n{edge.source} -> n{edge.target}{cut}")
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
