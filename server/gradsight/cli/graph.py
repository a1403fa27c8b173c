"""`gradsight graph FILE:LINE[:COL]`: how a value came about, as SVG, Mermaid, Graphviz or a page."""

from __future__ import annotations

from gradsight.cli.libraries import Libraries
from gradsight.cli.position import opened
from gradsight.graph.dot import dot
from gradsight.graph.mermaid import mermaid
from gradsight.graph.svg import html, svg

WRITERS = {"svg": svg, "mermaid": mermaid, "dot": dot, "html": html}


def graph(position: str, form: str, libraries: Libraries) -> str | None:
    """The picture of the value there; None if there is no tensor. Raises BadPosition."""
    workspace, name, offset = opened(position, libraries, column_needed=False)
    found = workspace.graph(name, offset)
    return WRITERS[form](found, lambda place: workspace.line_of(place, name)) if found else None
