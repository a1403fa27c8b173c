"""What the definitions of a name say: the bases of a class, what a function returns, the type of a value."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Sequence

from gradsight.meaning import Meaning, Role, Type
from gradsight.names.definitions import KNOWN, Definition, Definitions, Found

UNKNOWN = Type()
DEEPEST = 12
"""How far a type is followed: bases of bases, arguments of arguments, other names for types."""
_KEEPING = re.compile(
    r"(.*\.)?(register\w*|\w+_registry|export\w*|overload|cache|lru_cache|staticmethod|classmethod|abstractmethod|final|override|"
    r"no_grad|inference_mode|enable_grad|deprecated\w*|wraps|torch_compile_disable|rank_zero_\w+)"
)
"""Decorators that leave what a function returns as it is."""
_READING = re.compile(r"(.*\.)?(property|cached_property|abstractproperty)")
_DOCUMENTED = (
    re.compile(r":rtype:\s*(.+)"),
    re.compile(r"@rtype:\s*(.+)"),
    re.compile(r"^\s*Returns?:?\s*\n\s*(?:-{3,}\s*\n\s*)?(?:\w+\s*:\s*)?([\w.]+)\s*(?:\n|:|\()", re.MULTILINE),
)
"""How the docstrings of Sphinx, Epydoc, Google and numpy say what is returned."""
_WORDS = {
    "torch.Tensor": "torch.Tensor",
    "Tensor": "torch.Tensor",
    "torch.nn.Module": "torch.nn.Module",
    "nn.Module": "torch.nn.Module",
    **{name: f"builtins.{name}" for name in ("int", "float", "str", "bool", "bytes", "None")},
}
"""The words of docstrings that mean one thing everywhere."""


class Types:
    """Answers what names mean. Raises RecursionError for libraries that are nested beyond measure."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._classes: dict[str, Type] = {}

    def meaning(self, name: str) -> Meaning:
        """What the name stands for; where not all of its definitions agree, nothing is said."""
        return self._meant(self._definitions.find(name), DEEPEST)

    def _meant(self, found: Found, depth: int) -> Meaning:
        if isinstance(found, str):
            if found.partition(".")[0] in KNOWN:
                return Meaning("same", Type(found))
            return Meaning("unknown", reason=f"it comes from `{found}`, which was not found")
        if not found:
            return Meaning("unknown", reason="its definition was not found")
        meanings = list(dict.fromkeys(self._of(each, depth) for each in found))
        if len(meanings) == 1:
            return meanings[0]
        if {each.role for each in meanings} == {"function"}:
            return Meaning("function", Type("typing.Union", tuple(each.type for each in meanings)))
        return Meaning("unknown", reason="it is defined in more than one way")

    def _of(self, definition: Definition, depth: int) -> Meaning:
        node = definition.node
        if depth <= 0:
            return Meaning("unknown", reason="its definition leads too far")
        match node:
            case None:
                return Meaning("module")
            case ast.ClassDef():
                return Meaning("class", self._class(definition, node, depth))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return self._function(definition, node, depth)
            case ast.AnnAssign():
                return Meaning("value", self._type(node.annotation, definition, depth - 1))
        return self._assigned(definition, node.value, depth)

    def _assigned(self, definition: Definition, value: ast.expr, depth: int) -> Meaning:
        """Another name for something, or a constant."""
        if isinstance(value, ast.Constant):
            return Meaning("value", _constant(value.value))
        if (name := _dotted(value)) is not None:
            return self._meant(self._definitions.find_in(definition, name), depth - 1)
        return Meaning("unknown", reason="it is computed when the library is imported")

    def _class(self, definition: Definition, node: ast.ClassDef, depth: int) -> Type:
        known = self._classes.get(definition.name)
        if known is None:
            bases, whole = self._bases(definition, node, depth)
            known = self._classes[definition.name] = Type(definition.name, (), bases, whole)
        return known

    def _bases(self, definition: Definition, node: ast.ClassDef, depth: int) -> tuple[tuple[str, ...], bool]:
        names: dict[str, None] = {}
        whole = True
        for base in node.bases:
            found = self._type(base, definition, depth - 1)
            known = bool(found.name) and (found.whole or _outside(found.name))
            whole = whole and known
            names.update(dict.fromkeys(name for name in found.ancestry() if name))
        return tuple(names), whole

    def _function(self, definition: Definition, node: ast.FunctionDef | ast.AsyncFunctionDef, depth: int) -> Meaning:
        decorators = [_dotted(each.func if isinstance(each, ast.Call) else each) or "?" for each in node.decorator_list]
        reads = [name for name in decorators if _READING.fullmatch(name)]
        changing = [name for name in decorators if name not in reads and not _KEEPING.fullmatch(name)]
        role: Role = "value" if reads else "function"
        if changing:
            return Meaning(role, reason=f"`@{changing[0]}` may change what it gives")
        if isinstance(node, ast.AsyncFunctionDef):
            return Meaning(role, reason="it is to be awaited")
        if node.returns is None:
            documented = _documented(ast.get_docstring(node) or "")
            return Meaning(role, documented, "" if documented.name else "nothing says what it returns")
        found = self._type(node.returns, definition, depth - 1)
        said = "" if found.name else f"what it returns, `{ast.unparse(node.returns)[:60]}`, is not known"
        return Meaning(role, found, said)

    def _type(self, node: ast.expr, where: Definition, depth: int) -> Type:
        """The type that an annotation in that module means; a part of it that is not known has no name."""
        if depth <= 0:
            return UNKNOWN
        match node:
            case ast.Constant(value=str(text)):
                inner = _expression(text)
                return UNKNOWN if inner is None else self._type(inner, where, depth - 1)
            case ast.Constant(value=None):
                return Type("builtins.None")
            case ast.Constant(value=value) if value is Ellipsis:
                return Type("...")
            case ast.BinOp(op=ast.BitOr()):
                return Type("typing.Union", self._types([node.left, node.right], where, depth))
            case ast.Subscript():
                inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                head = self._type(node.value, where, depth)
                arguments = () if head.bases or head.name == "typing.Literal" else self._types(inside, where, depth)
                return Type(head.name, arguments, head.bases, head.whole)
        name = _dotted(node)
        return UNKNOWN if name is None else self._named(name, where, depth)

    def _types(self, nodes: Sequence[ast.expr], where: Definition, depth: int) -> tuple[Type, ...]:
        return tuple(self._type(node, where, depth - 1) for node in nodes)

    def _named(self, name: str, where: Definition, depth: int) -> Type:
        found = self._definitions.find_in(where, name)
        if isinstance(found, str):
            if found.rpartition(".")[2] == "Self":
                return self._meant(self._definitions.find(where.name.rpartition(".")[0]), depth - 1).type
            return Type(found)
        if not found and isinstance(getattr(builtins, name, None), type):
            return Type(f"builtins.{name}", (), (), True)
        if len(found) != 1:
            return UNKNOWN
        node = found[0].node
        if isinstance(node, ast.ClassDef):
            return self._class(found[0], node, depth)
        if isinstance(node, ast.Assign) and not isinstance(node.value, ast.Call):
            return self._type(node.value, found[0], depth - 1)
        return UNKNOWN


def _outside(name: str) -> bool:
    """Whether the bases of a class are known elsewhere: it is Python's or torch's."""
    return name.partition(".")[0] in ("typing", "typing_extensions", "abc", "builtins", "collections", "torch", "enum")


def _constant(value: object) -> Type:
    return Type("builtins.None") if value is None else Type(f"builtins.{type(value).__name__}", (), (), True)


def _documented(text: str) -> Type:
    """What a docstring says is returned, if it says it in words that mean one thing."""
    for pattern in _DOCUMENTED:
        if found := pattern.search(text):
            return Type(_WORDS.get(found[1].strip().strip("`").rstrip("."), ""))
    return UNKNOWN


def _expression(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _dotted(node: ast.expr) -> str | None:
    """`a.b.c` as text; None for any other expression."""
    if isinstance(node, ast.Attribute):
        owner = _dotted(node.value)
        return None if owner is None else f"{owner}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else None
