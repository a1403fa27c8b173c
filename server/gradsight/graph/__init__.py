"""The gradient's way of one value as a picture, and what each backward reaches: plain data and texts made of it."""

from gradsight.graph.data import Backwards, Edge, Graph, Node, Parameter

__all__ = ["Backwards", "Edge", "Graph", "Node", "Parameter"]
