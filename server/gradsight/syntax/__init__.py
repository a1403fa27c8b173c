"""Python source as blocks of libcst trees with exact positions. Never raises on any text."""

from gradsight.syntax.headers import UNKNOWN
from gradsight.syntax.lines import Comment
from gradsight.syntax.module import Block, ClassBlock, Module, Problem, parse
from gradsight.syntax.project import ALONE, Project, Source
from gradsight.syntax.repair import Loss
from gradsight.syntax.text import Encoding, Text
from gradsight.syntax.trees import Tree

__all__ = [
    "ALONE",
    "UNKNOWN",
    "Block",
    "ClassBlock",
    "Comment",
    "Encoding",
    "Loss",
    "Module",
    "Problem",
    "Project",
    "Source",
    "Text",
    "Tree",
    "parse",
]
