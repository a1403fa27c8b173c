"""What stands above a backward is what torch does: the parameters that it says are reached have a `.grad` afterwards."""

from __future__ import annotations

import pytest

import torch
from gradsight.service import Workspace

HEAD = "import torch\nfrom torch import nn\n"
MODEL = """
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 3)
        self.head = nn.Linear(3, 1)

    def forward(self, x):
        return self.head({})

model = Model()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
"""
LOOP = """
for _ in range(3):
    optimizer.zero_grad()
    loss = model(torch.randn(2, 4)).sum()
    loss.backward()
    optimizer.step()
"""
PROGRAMS = {
    "all": (MODEL.format("self.body(x)") + LOOP, "gradients reach 4 of 4 parameters"),
    "a cut": (MODEL.format("self.body(x).detach()") + LOOP, "gradients reach 2 of 4 parameters"),
    "grad mode off": (
        MODEL.format("self.body(x)").replace("return", "with torch.no_grad():\n            x = self.body(x)\n        return")
        .replace("self.head(self.body(x))", "self.head(x)") + LOOP,
        "gradients reach 2 of 4 parameters",
    ),
    "frozen": (
        MODEL.format("self.body(x)") + "for p in model.body.parameters():\n    p.requires_grad_(False)\n" + LOOP,
        "gradients reach 2 of 4 parameters",
    ),
    "leaves": (
        "w = torch.ones(3, requires_grad=True)\nv = torch.ones(3, requires_grad=True)\nu = w * v.detach()\nu.sum().backward()\n",
        "gradients reach 1 of 2 leaves",
    ),
    "one leaf": ("w = torch.ones(3, requires_grad=True)\nw.sum().backward()\n", "gradients reach 1 of 1 leaf"),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_torch_agrees(name: str) -> None:
    program, title = HEAD + PROGRAMS[name][0], PROGRAMS[name][1]
    workspace = Workspace()
    workspace.update("a.py", program)
    (found,) = workspace.backwards("a.py")
    assert found.title == title
    names: dict[str, object] = {}
    exec(program, names)
    model = names.get("model")
    leaves = dict(model.named_parameters()) if isinstance(model, torch.nn.Module) else names
    for parameter in found.parameters:
        leaf = leaves[parameter.name]
        assert isinstance(leaf, torch.Tensor)
        assert (leaf.grad is not None) == (parameter.reached == "yes"), parameter


def test_what_is_lost_says_where() -> None:
    workspace = Workspace()
    workspace.update("a.py", program := HEAD + PROGRAMS["a cut"][0])
    (found,) = workspace.backwards("a.py")
    lost = [parameter for parameter in found.parameters if parameter.reached == "no"]
    assert [parameter.name for parameter in lost] == ["body.weight", "body.bias"]
    assert {program[p.place.start : p.place.end] for p in lost if p.place} == {"self.body(x).detach()"}


def test_code_that_is_not_known_leaves_the_number_open() -> None:
    workspace = Workspace()
    source = "import torch, other\nw = torch.ones(3, requires_grad=True)\n(w * other.f(w)).sum().backward()\n"
    workspace.update("a.py", source)
    assert [found.title for found in workspace.backwards("a.py")] == ["gradients reach at least 1 leaf"]
