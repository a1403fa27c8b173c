"""Laws of blocks: they cover the text, keep their trees wherever they stand, and an edit parses its own block only."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import libcst as cst
import pytest
from syntax_ast import leaves, read

from gradsight.syntax import Block, ClassBlock, Module, parse

TORCH = Path(str(find_spec("torch").origin)).parent  # type: ignore[union-attr]
REAL = [TORCH / "nn" / "modules" / "rnn.py", TORCH / "optim" / "adam.py", TORCH / "distributions" / "normal.py"]

SOURCE = '''"""Doc."""
import torch


@decorated
class Net(torch.nn.Module):
    """Doc
of the class."""

    size = 3
    # a comment

    class Inner:
        @property
        def first(self): return 1

        def second(self):
            return 2

    def forward(self, x):  # why
        return x
# the end of the class
if torch.cuda.is_available():
    device = 1
# between
else:
    device = 2
x = [
1,
]; y = 2
class Small: pass
try:
    pass
except* ValueError:
    pass
finally: pass
for i in x: pass
else: pass
'''


def outline(blocks: tuple[Block | ClassBlock, ...]) -> list[object]:
    """The first lines of blocks, nested as they are."""
    return [
        [first_line(block.header), *outline(block.members)] if isinstance(block, ClassBlock) else first_line(block)
        for block in blocks
    ]


def first_line(block: Block) -> str:
    return block.tree.text.strip().splitlines()[0]


def test_what_is_a_block() -> None:
    assert outline(parse(SOURCE).blocks) == [
        '"""Doc."""',
        "import torch",
        [
            "@decorated",
            '"""Doc',
            "size = 3",
            ["class Inner:", "@property", "def second(self):"],
            "def forward(self, x):  # why",
        ],
        "if torch.cuda.is_available():",
        "x = [",
        "class Small: pass",
        "try:",
        "for i in x: pass",
    ]


def uncovered(module: Module) -> str:
    """The text that belongs to no block. Fails where blocks overlap or do not hold the text at their place."""
    source, position, rest = module.text.source, 0, []
    for block in leaves(module.blocks):
        assert position <= block.start
        assert source[block.start : block.end] == block.tree.text
        rest.append(source[position : block.start])
        position = block.end
    return "".join((*rest, source[position:]))


@pytest.mark.parametrize("source", [SOURCE, SOURCE.replace("\n", "\r\n"), *map(read, REAL)])
def test_blocks_cover_all_but_space_and_comments(source: str) -> None:
    module = parse(source)
    rest = uncovered(module)
    assert all(not line.strip() or line.lstrip().startswith("#") for line in rest.splitlines())
    assert not module.problems


def test_a_class_header_is_a_class_without_body() -> None:
    (block,) = (block for block in parse(SOURCE).blocks if isinstance(block, ClassBlock))
    (header,) = block.header.tree.body
    assert isinstance(header, cst.ClassDef) and not header.body.body
    start, end = block.header.tree.spans[header]
    assert block.header.tree.text[start:end] == "class Net(torch.nn.Module):"
    assert [block.start, block.end] == [SOURCE.index("@decorated"), SOURCE.index("# the end")]


@pytest.mark.parametrize("before", ["", "\n\n", "# é𝐱\n", "z = 0\n", "\ufeff", "\ufeff\r\n"])
def test_a_moved_block_keeps_its_tree(before: str) -> None:
    blocks = [*leaves(parse(SOURCE).blocks)]
    moved = [*leaves(parse(before + SOURCE).blocks)][-len(blocks) :]
    for block, other in zip(blocks, moved, strict=True):
        assert block.tree is other.tree
        assert block.start + len(before) == other.start


def test_the_same_text_has_the_same_tree() -> None:
    first, _, last = parse("step()\nx = 1\nstep()\n").blocks
    assert isinstance(first, Block) and isinstance(last, Block)
    assert first.tree is last.tree and first.start != last.start


@pytest.mark.parametrize("path", REAL)
def test_an_edit_parses_one_block(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = read(path)
    parse(source)
    parsed: list[str] = []
    parse_module = cst.parse_module
    monkeypatch.setattr(cst, "parse_module", lambda text: parsed.append(text) or parse_module(text))
    for share in (2, 4, 6):
        at = source.index("    return", share * len(source) // 10) + 4
        edited = f"{source[:at]}edited = {share}; {source[at:]}"
        parsed.clear()
        module = parse(edited)
        assert len(parsed) == 1
        assert not module.problems
        parse(edited)
        assert len(parsed) == 1


def test_comments_and_empty_lines_between_blocks_parse_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    parse(SOURCE)
    monkeypatch.delattr(cst, "parse_module")
    edited = SOURCE.replace("# the end of the class", "# the very end\n\n# of it").replace("    # a comment\n", "")
    assert not parse(edited).problems
