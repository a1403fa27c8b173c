"""Python source as blocks of libcst trees with exact positions. Never raises on any text."""

from gradsight.syntax.lines import Comment
from gradsight.syntax.module import Block, ClassBlock, Module, Problem, parse
from gradsight.syntax.text import Encoding, Text
from gradsight.syntax.trees import Tree

__all__ = ["Block", "ClassBlock", "Comment", "Encoding", "Module", "Problem", "Text", "Tree", "parse"]
