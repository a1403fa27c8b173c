"""Whether a tensor is used as whole numbers: as an index, as classes, as tokens of an embedding."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator
from typing import Literal

import libcst as cst

from gradsight.edits import Editor
from gradsight.findings import Place
from gradsight.locate import Found, every
from gradsight.rules.using import bound_name, loads, method_around, parts, up

Role = Literal["integers", "numbers", "unknown"]
INTEGERS = {
    "one_hot", "embedding", "embedding_bag", "gather", "scatter", "scatter_", "scatter_add", "scatter_add_", "index_select",
    "index_add", "index_add_", "index_copy", "index_fill", "index_put", "take", "take_along_dim", "bincount", "bitwise_and",
    "Embedding", "EmbeddingBag", "multinomial", "range", "IntTensor", "LongTensor",
}  # fmt: skip
"""What takes whole numbers somewhere, or is made for them."""
TARGETS = (
    "cross_entropy",
    "nll_loss",
    "CrossEntropyLoss",
    "NLLLoss",
    "MultiMarginLoss",
    "multi_margin_loss",
    "CTCLoss",
)
"""What takes classes as its second argument."""
DEEPEST = 3


def role(editor: Editor, found: Found, depth: int = 0) -> Role:
    """How an expression, or the name that it is bound to, is used; "numbers" where it is only computed with."""
    name = bound_name(found)
    uses = list(loads(editor, found, name)) if name else [found]
    seen = {_used(editor, use, depth) for use in uses}
    return "integers" if "integers" in seen else "unknown" if "unknown" in seen else "numbers"


def _used(editor: Editor, found: Found, depth: int) -> Role:
    parent = found.around[-1] if found.around else None
    if isinstance(parent, cst.Index):
        return "integers"
    if isinstance(parent, cst.BinaryOperation):
        bits = isinstance(parent.operator, cst.BitAnd | cst.BitOr | cst.BitXor | cst.LeftShift | cst.RightShift)
        return "integers" if bits else "numbers"
    if isinstance(parent, cst.Arg):
        return _argument(editor, found, parent, depth)
    if method_around(found) in INTEGERS:
        return "numbers"  # what it is done to
    return "unknown" if isinstance(parent, cst.Return | cst.Element | cst.DictElement) else "numbers"


def _argument(editor: Editor, found: Found, arg: cst.Arg, depth: int) -> Role:
    call = up(found, 2)
    node = call.node
    if not isinstance(node, cst.Call):
        return "unknown"
    name, _ = parts(editor, call)
    made = {name, *_makers(editor, call.place(node.func))}
    index = list(node.args).index(arg)
    if made & INTEGERS:
        return "integers"
    if made & set(TARGETS):
        return "integers" if index == 1 or (arg.keyword and arg.keyword.value == "target") else "numbers"
    if editor.text(call.place(node.func)).startswith(("torch.", "F.", "nn.functional.", "print", "np.")):
        return "numbers"
    return "numbers" if hasattr(builtins, name) else _in_function(editor, name, index, arg, depth)


def _makers(editor: Editor, callee: Place) -> Iterator[str]:
    """The classes that what is called may be made of: `self.embed` by `self.embed = nn.Embedding(…)`."""
    last = re.escape(editor.text(callee).rpartition(".")[2])
    yield from re.findall(rf"\b{last}\s*(?::[^=\n]*)?=\s*(?:[\w.]*\.)?(\w+)\(", editor.source)


def _functions(editor: Editor, name: str) -> list[Found]:
    """The functions and methods of that name."""
    every_one = every(editor.module, editor.path, cst.FunctionDef)
    return [each for each in every_one if isinstance(each.node, cst.FunctionDef) and each.node.name.value == name]


def _in_function(editor: Editor, name: str, index: int, arg: cst.Arg, depth: int) -> Role:
    """How a function of the file, or the one `forward` in it, uses that argument."""
    called = _functions(editor, name) or _functions(editor, "forward")
    if len(called) != 1 or depth > DEEPEST:
        return "unknown"
    function = called[0].node
    assert isinstance(function, cst.FunctionDef)
    names = [param.name.value for param in function.params.params]
    names = names[1:] if names[:1] == ["self"] else names
    wanted = arg.keyword.value if arg.keyword else names[index] if index < len(names) else ""
    body = Found(function.body, (*called[0].around, function), called[0].block, called[0].path)
    seen = {_used(editor, use, depth + 1) for use in loads(editor, body, wanted)} if wanted else {"unknown"}
    return "integers" if "integers" in seen else "unknown" if "unknown" in seen else "numbers"
