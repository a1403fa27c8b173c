"""The graph of a value as text: which boxes, which lines, where no gradient goes; and the forms it is written in."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from gradsight.graph import Graph
from gradsight.graph.dot import dot
from gradsight.graph.mermaid import mermaid
from gradsight.graph.svg import html, svg
from gradsight.service import Workspace

HEAD = "import torch\nw = torch.ones(3, requires_grad=True)\nx = torch.ones(3)\n"
CASES = {
    "a sum": ("y = w * x\n§y", ["ones leaf -> w * x", "ones constant -> w * x"]),
    "detach": ("h = w * 2\ny = h.detach() + w\n§y", [
        "w * 2 tracked -x h.detach(): leaves the graph here", "ones leaf -> w * 2", "ones leaf -> h.detach() + w",
        "h.detach() constant -> h.detach() + w"]),
    "grad mode": ("with torch.no_grad():\n    y = w * x\n§y", [
        "ones leaf -x w * x: computed while grad mode is off", "ones constant -> w * x"]),
    "a copy": ("h = w * 2\ny = torch.tensor(h)\n§y", [
        "w * 2 tracked -x torch.tensor(h): copied into a new tensor here, without its graph", "ones leaf -> w * 2"]),
    "data": ("h = w * 2\ny = h.data\n§y", ["w * 2 tracked -x h.data: `.data` is not in the graph", "ones leaf -> w * 2"]),
    "a loop": ("y = w\nfor _ in range(9):\n    y = torch.relu(y)\n§y", ["ones leaf -> torch.relu(y)"]),
    "a constant loses nothing": ("y = x.detach()\n§y", ["ones constant -> x.detach()"]),
    "the history of a constant": ("c = (x + 1) * 2\ny = w * c\n§y", ["ones leaf -> w * c", "(x + 1) * 2 constant -> w * c"]),
    "the root of a backward": ("y = w * x\n§y.sum().backward()", ["ones leaf -> w * x", "ones constant -> w * x"]),
    "a number is no tensor": ("y = 3\n§y", None),
}  # fmt: skip


def graph(program: str) -> Graph | None:
    """The graph at the mark."""
    source = HEAD + program
    workspace = Workspace()
    workspace.update("a.py", source.replace("§", ""))
    return workspace.graph("a.py", source.index("§"))


def lines(found: Graph) -> set[str]:
    def box(number: int) -> str:
        label = found.nodes[number].label
        return "ones" if label.startswith("torch.ones") else label

    return {
        f"{box(edge.source)} {found.nodes[edge.source].state} {'-x' if edge.cut else '->'} {box(edge.target)}"
        + (f": {edge.cut}" if edge.cut else "")
        for edge in found.edges
    }


@pytest.mark.parametrize("name", CASES)
def test_graph(name: str) -> None:
    program, expected = CASES[name]
    found = graph(program)
    assert (lines(found) if found else None) == (set(expected) if expected is not None else None)


def test_a_long_history_is_cut_off() -> None:
    found = graph("y = w\n" + "".join(f"y = y + {n}\n" for n in range(100)) + "§y")
    assert found is not None
    assert found.more
    assert len(found.nodes) == 40


def test_every_form_holds_every_box_and_the_reason() -> None:
    found = graph('h = w * 2\ny = h.detach() + torch.tensor([float("1<2" > "#")])\n§y')
    assert found is not None
    picture = svg(found, lambda place: f"a.py:{place.start}")
    root = ET.fromstring(picture)
    named = {"s": "http://www.w3.org/2000/svg"}
    assert len(root.findall("s:g", named)) == len(found.nodes)
    assert [text.text for text in root.findall("s:text", named)] == ["leaves the graph here"]
    assert picture in html(found, lambda place: f"a.py:{place.start}")
    for write in (mermaid, dot):
        text = write(found, lambda _: "a.py:1")
        assert text.count("n0") >= 2
        assert text.count("leaves the graph here") >= 1
        assert text.count('"1<2"') == 0


def test_boxes_do_not_overlap_and_results_stand_below() -> None:
    from gradsight.graph.place import HEIGHT, placed

    found = graph("a = w * x\nb = w + x\nc = a * b\n§c")
    assert found is not None
    boxes, width, height = placed(found, ["" for _ in found.nodes])
    for edge in found.edges:
        assert boxes[edge.source].y + HEIGHT < boxes[edge.target].y
    for i, one in enumerate(boxes):
        assert one.width / 2 <= one.x <= width - one.width / 2
        assert HEIGHT / 2 <= one.y <= height - HEIGHT / 2
        for other in boxes[:i]:
            assert one.y != other.y or abs(one.x - other.x) >= (one.width + other.width) / 2
