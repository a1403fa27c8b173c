"""Sources among others: which file a name means, and what a change in one file does to another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from gradsight.service import Workspace
from gradsight.service.project import Surroundings, own_name

MAIN = """\
import torch
from helper import cut
w = torch.ones(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
loss = cut(w * 2).sum() + torch.ones(1, requires_grad=True)
loss.backward()
optimizer.step()
"""
CUT = "def cut(x):\n    return x.detach()\n"
KEPT = "def cut(x):\n    return x * 1\n"


def project(root: Path, files: Mapping[str, str]) -> Workspace:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    held = Workspace()
    held.update(str(root / "main.py"), (root / "main.py").read_text())
    return held


def found(held: Workspace, path: Path) -> list[tuple[str, int, list[str]]]:
    return [
        (f.code, held.locate(f.place).line + 1, [Path(step.place.path).name for step in f.steps])
        for f in held.findings(str(path))
    ]


@pytest.mark.parametrize(
    ("files", "opened", "name", "meant"),
    [
        (["a.py", "b.py"], "a.py", "b", "b.py"),
        (["pkg/__init__.py", "pkg/a.py", "pkg/b.py"], "pkg/a.py", "pkg.b", "pkg/b.py"),
        (["pkg/__init__.py", "pkg/a.py", "pkg/b.py"], "pkg/a.py", "b", "pkg/b.py"),
        (["pyproject.toml", "src/pkg/__init__.py", "tests/a.py"], "tests/a.py", "pkg", "src/pkg/__init__.py"),
        (["a.py", "space/inner/b.py"], "a.py", "space.inner.b", "space/inner/b.py"),
        (["a.py", "space/inner/b.py"], "a.py", "space", "space"),
        (["a.py", "b/__init__.py", "b.py"], "a.py", "b", "b/__init__.py"),
        (["a.py", "torch.py", "json.py"], "a.py", "torch", None),
        (["a.py", "torch.py", "json.py"], "a.py", "json", None),
        (["a.py", "wandb/notes.txt"], "a.py", "wandb", None),
        (["a.py", "b.py"], "a.py", "b.c", None),
    ],
)
def test_what_a_name_means(tmp_path: Path, files: list[str], opened: str, name: str, meant: str | None) -> None:
    for each in files:
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).write_text("")
    source = Surroundings(str(tmp_path / opened), ()).project.find(name)
    assert (source and Path(source.path)) == (tmp_path / meant if meant else None)


def test_the_name_of_a_file_begins_with_its_outermost_package(tmp_path: Path) -> None:
    (tmp_path / "pkg" / "sub").mkdir(parents=True)
    for name in ("pkg/__init__.py", "pkg/sub/__init__.py"):
        (tmp_path / name).write_text("")
    assert own_name(tmp_path / "pkg" / "sub" / "a.py", ()) == "pkg.sub.a"
    assert own_name(tmp_path / "pkg" / "sub" / "__init__.py", ()) == "pkg.sub"
    assert own_name(tmp_path / "scripts" / "run.py", [tmp_path]) == "scripts.run"


def test_a_cut_in_another_file_is_shown_at_the_symptom_and_at_the_cause(tmp_path: Path) -> None:
    held = project(tmp_path, {"main.py": MAIN, "helper.py": CUT})
    main, helper = tmp_path / "main.py", tmp_path / "helper.py"
    assert found(held, main) == [("GS301", 6, ["helper.py", "main.py", "main.py", "main.py"])]
    held.update(str(helper), CUT)
    assert found(held, helper) == [("GS301", 2, ["helper.py", "main.py", "main.py", "main.py"])]


def test_the_text_in_the_editor_counts(tmp_path: Path) -> None:
    held = project(tmp_path, {"main.py": MAIN, "helper.py": CUT})
    main, helper = str(tmp_path / "main.py"), str(tmp_path / "helper.py")
    assert held.findings(main)
    held.update(helper, KEPT)
    assert held.importing(helper) == (main,)
    held.renew(main)
    assert held.findings(main) == ()
    held.forget(helper)
    held.renew(main)
    assert held.findings(main)


def test_a_comment_at_the_cause_hides_the_finding_in_both_files(tmp_path: Path) -> None:
    ignored = CUT.replace("detach()", "detach()  # gradsight: ignore[detach-in-path]")
    held = project(tmp_path, {"main.py": MAIN, "helper.py": ignored})
    assert found(held, tmp_path / "main.py") == []
    held.update(str(tmp_path / "helper.py"), ignored)
    assert found(held, tmp_path / "helper.py") == []


def test_a_fix_edits_the_file_of_the_cause(tmp_path: Path) -> None:
    held = project(tmp_path, {"main.py": MAIN, "helper.py": CUT})
    fixed = held.fix_all(str(tmp_path / "main.py"), unsafe=True)
    assert (fixed.source, fixed.others) == (MAIN, {str(tmp_path / "helper.py"): "def cut(x):\n    return x\n"})


@pytest.mark.parametrize("content", [b"def cut(x:\n  return ((\n", b"\xff\xfe\x00", b"# coding: nonsense\n", b"\0"])
def test_a_file_that_cannot_be_read_is_unknown(tmp_path: Path, content: bytes) -> None:
    held = project(tmp_path, {"main.py": MAIN, "helper.py": CUT})
    (tmp_path / "helper.py").write_bytes(content)
    held.renew(str(tmp_path / "main.py"))
    assert found(held, tmp_path / "main.py") == []


def test_more_than_can_be_followed_is_unknown_with_that_reason(tmp_path: Path) -> None:
    files = {f"m{number}.py": f"import m{number + 1}\nvalue = m{number + 1}.value\n" for number in range(300)}
    held = project(tmp_path, {"main.py": "import m0\nprint(m0.value)\n", **files, "m300.py": "value = 1\n"})
    fact = next(f for f in held.facts(str(tmp_path / "main.py")) if (f.start, f.end) == (16, 24))
    assert fact.kind == "unknown"
    assert "too deeply" in " ".join(step.message for step in fact.reasons)
