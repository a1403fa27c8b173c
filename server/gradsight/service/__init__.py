"""What editors and the command line ask for: facts, findings, hovers and fixes of a set of sources, as plain data."""

from gradsight.service.hints import Hint, HintMode
from gradsight.service.workspace import Hover, Location, Workspace

__all__ = ["Hint", "HintMode", "Hover", "Location", "Workspace"]
