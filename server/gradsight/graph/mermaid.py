"""A graph as a Mermaid flow chart, for Markdown."""

from __future__ import annotations

from collections.abc import Callable

from gradsight.findings import Place
from gradsight.graph.data import Graph, Node

_STYLES = (
    "classDef leaf stroke:#2e9e4f,stroke-width:2px",
    "classDef tracked stroke:#2f6fd0,stroke-width:2px",
    "classDef constant stroke:#888,stroke-dasharray:4 3",
)


def mermaid(graph: Graph, label: Callable[[Place], str]) -> str:
    """`label` says where a place is, as people read it."""
    lines = ["flowchart TB", *(f"  {style}" for style in _STYLES)]
    lines += [f"  n{number}{_box(node, label(node.place))}{_class(node)}" for number, node in enumerate(graph.nodes)]
    for edge in graph.edges:
        arrow = f"-. {_text(edge.cut)} .-x" if edge.cut else "-->"
        lines.append(f"  n{edge.source} {arrow} n{edge.target}")
    cuts = [number for number, edge in enumerate(graph.edges) if edge.cut]
    if cuts:
        lines.append(f"  linkStyle {','.join(map(str, cuts))} stroke:#d33,color:#d33")
    return "\n".join(lines) + "\n"


def _box(node: Node, place: str) -> str:
    caption = " · ".join(part for part in (node.state.replace("|", " or "), place) if part)
    return f"[{_text(f'{node.label}<br/>{caption}', breaks=True)}]"


def _class(node: Node) -> str:
    return f":::{node.state}" if node.state in ("leaf", "tracked", "constant") else ""


def _text(text: str, breaks: bool = False) -> str:
    """In quotes. Mermaid reads `#name;` as a character and knows no backslash."""
    for character, code in (("#", "#35;"), ('"', "#quot;"), ("`", "#96;"), ("<", "#lt;"), (">", "#gt;")):
        text = text.replace(character, code)
    return f'"{text.replace("#lt;br/#gt;", "<br/>") if breaks else text}"'
