"""`gradsight hover FILE:LINE:COL`: the hover text of the editor, in the terminal."""

from __future__ import annotations

from gradsight.cli.libraries import Libraries
from gradsight.cli.position import opened


def hover(position: str, libraries: Libraries) -> str:
    """What is known of the expression there, in words. Raises BadPosition."""
    workspace, name, offset = opened(position, libraries)
    found = workspace.hover(name, offset)
    return found.plain if found else "This is no tensor, module or optimizer."
