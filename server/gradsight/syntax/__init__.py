"""Python source as blocks of libcst trees with exact positions. Never raises on any text."""

from gradsight.syntax.children import Kinds, children
from gradsight.syntax.headers import UNKNOWN
from gradsight.syntax.layout import HOME, Layout
from gradsight.syntax.light import parse_lightly, whole_function
from gradsight.syntax.lines import Comment
from gradsight.syntax.module import Block, ClassBlock, Module, Problem, leaves, parse
from gradsight.syntax.project import ALONE, Project, Source
from gradsight.syntax.repair import Loss
from gradsight.syntax.text import Encoding, Text
from gradsight.syntax.trees import Tree, expression

__all__ = [
    "ALONE",
    "HOME",
    "UNKNOWN",
    "Block",
    "ClassBlock",
    "Comment",
    "Encoding",
    "Kinds",
    "Layout",
    "Loss",
    "Module",
    "Problem",
    "Project",
    "Source",
    "Text",
    "Tree",
    "children",
    "expression",
    "leaves",
    "parse",
    "parse_lightly",
    "whole_function",
]
