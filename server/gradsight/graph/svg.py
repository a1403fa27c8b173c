"""A graph as SVG that stands by itself, and as a page that needs no network."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from gradsight.findings import Place
from gradsight.graph.data import Edge, Graph, Node
from gradsight.graph.place import HEIGHT, Box, placed

_STYLE = """
text { text-anchor: middle; font-family: ui-monospace, Menlo, Consolas, monospace; fill: #1f2328; }
.label { font-size: 12px; } .caption { font-size: 10.5px; fill: #57606a; } .reason { font-size: 10.5px; fill: #c62828;
  stroke: #ffffff; stroke-width: 4px; paint-order: stroke; }
.node rect { fill: #f6f8fa; stroke: #57606a; stroke-width: 1.5; } .node.root rect { stroke-width: 3; }
.leaf rect { stroke: #2e9e4f; } .tracked rect { stroke: #2f6fd0; } .constant rect { stroke-dasharray: 4 3; }
.edge { fill: none; stroke: #8c959f; stroke-width: 1.4; } .cut { stroke: #c62828; stroke-width: 2; stroke-dasharray: 6 4; }
@media (prefers-color-scheme: dark) { svg { background: #0d1117; } text { fill: #e6edf3; } .caption { fill: #9198a1; }
  .reason { fill: #ff7b72; stroke: #0d1117; } .node rect { fill: #161b22; } .cut { stroke: #ff7b72; } }
"""
_ARROW = (
    '<marker id="{0}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0,0 L8,4 L0,8 Z" fill="{1}"/></marker>'
)


def svg(graph: Graph, label: Callable[[Place], str]) -> str:
    """`label` says where a place is, as people read it."""
    captions = [
        " · ".join(part for part in (node.state.replace("|", " or "), label(node.place)) if part)
        for node in graph.nodes
    ]
    boxes, width, height = placed(graph, captions)
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(graph.title)}">',
        f"<style>{_STYLE}</style>",
        f"<defs>{_ARROW.format('arrow', '#8c959f')}{_ARROW.format('arrow-cut', '#c62828')}</defs>",
        *(_line(edge, boxes[edge.source], boxes[edge.target]) for edge in graph.edges),
        *(_box(*each) for each in zip(graph.nodes, boxes, captions, strict=True)),
    ]
    return "\n".join([*lines, "</svg>"]) + "\n"


def html(graph: Graph, label: Callable[[Place], str]) -> str:
    """The picture in a page of its own."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(graph.title)}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"></head>\n<body>\n{svg(graph, label)}</body></html>\n'
    )


def _line(edge: Edge, source: Box, target: Box) -> str:
    down = source.y < target.y
    y, end = (source.y + HEIGHT / 2, target.y - HEIGHT / 2) if down else (source.y - HEIGHT / 2, target.y + HEIGHT / 2)
    middle = (y + end) / 2
    path = f"M{source.x:.1f},{y:.1f} C{source.x:.1f},{middle:.1f} {target.x:.1f},{middle:.1f} {target.x:.1f},{end:.1f}"
    if not edge.cut:
        return f'<path class="edge" d="{path}" marker-end="url(#arrow)"/>'
    text = f'<text class="reason" x="{(source.x + target.x) / 2:.1f}" y="{middle + 4:.1f}">{escape(edge.cut)}</text>'
    return f'<path class="edge cut" d="{path}" marker-end="url(#arrow-cut)"/>{text}'


def _box(node: Node, box: Box, caption: str) -> str:
    kind = node.state if node.state in ("leaf", "tracked", "constant") else "unknown"
    corner = (
        f'x="{box.x - box.width / 2:.1f}" y="{box.y - HEIGHT / 2:.1f}" width="{box.width:.1f}" height="{HEIGHT}" rx="5"'
    )
    return (
        f'<g class="node {kind}{" root" if node.root else ""}"><title>{escape(node.text)}</title><rect {corner}/>'
        f'<text class="label" x="{box.x:.1f}" y="{box.y - 3:.1f}">{escape(node.label)}</text>'
        f'<text class="caption" x="{box.x:.1f}" y="{box.y + 14:.1f}">{escape(caption)}</text></g>'
    )
