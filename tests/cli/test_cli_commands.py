"""The other commands: facts, hover, explain, version, completion, and faults of our own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_programs import CLEAN, CONSTANT, NON_LEAF, gradsight, process, project, words

from gradsight import __version__


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = project(
        tmp_path_factory.mktemp("project"),
        leaf=NON_LEAF,
        constant=CONSTANT,
        wide="import torch\n名 = '😀', torch.ones(1)\n",
    )
    (made / "odd.txt").write_bytes(b"\xff")
    return made


def test_facts_have_the_shape_of_the_contract(folder: Path) -> None:
    ran = gradsight(["facts", "leaf.py"], folder)
    told = json.loads(ran.stdout)
    assert (ran.returncode, told["version"], [file["path"] for file in told["files"]]) == (0, 1, ["leaf.py"])
    (file,) = told["files"]
    by_range = {tuple(fact["range"]): fact for fact in file["facts"]}
    assert by_range[(3, 0, 3, 6)] == {
        "range": [3, 0, 3, 6],
        "kind": "tensor",
        "states": ["tracked"],
        "requires_grad": True,
        "is_leaf": False,
        "retains_grad": False,
        "grad": "none",
        "cause": "non-leaf",
    }
    (finding,) = file["diagnostics"]
    assert sorted(finding) == ["cause", "code", "message", "range", "related", "rule", "severity"]
    assert (finding["range"], finding["rule"], finding["code"]) == ([5, 6, 5, 17], "non-leaf-grad", "GS101")
    assert finding["cause"]["path"] == "leaf.py"
    assert sorted(finding["related"][0]) == ["message", "path", "range"]
    assert gradsight(["facts", "leaf.py"], folder).stdout == ran.stdout


def test_facts_count_code_points(folder: Path) -> None:
    (file,) = json.loads(gradsight(["facts", "wide.py"], folder).stdout)["files"]
    assert [1, 9, 1, 22] in [fact["range"] for fact in file["facts"] if fact["kind"] == "tensor"]


def test_facts_of_what_cannot_be_read_are_an_error_entry(folder: Path) -> None:
    ran = gradsight(["facts", "odd.txt", "missing.py", "leaf.py"], folder)
    odd, missing, leaf = json.loads(ran.stdout)["files"]
    assert ran.returncode == 2
    assert "is not utf-8" in odd["error"]
    assert missing == {
        "path": "missing.py",
        "error": "no such file; check the name and the folder",
        "facts": [],
        "diagnostics": [],
    }
    assert leaf["facts"]
    assert gradsight(["facts", "odd.txt"], folder).returncode == 0


def test_hover_is_the_editors_in_plain_text(folder: Path) -> None:
    ran = gradsight(["hover", "leaf.py:4:3"], folder)
    assert ran.returncode == 0
    verdict, *rest = words(ran.stdout).splitlines()
    assert "tracked" in verdict
    assert rest[0].startswith("  1. ")
    assert "(leaf.py:4)" in rest[0]
    assert rest[-1].startswith("torch.Tensor.retain_grad: https://docs.pytorch.org/")
    assert words(gradsight(["hover", "leaf.py:2:1"], folder).stdout) == "This is no tensor, module or optimizer.\n"


@pytest.mark.parametrize(
    "position", ["leaf.py", "leaf.py:3", "leaf.py:x:1", "leaf.py:99:1", "leaf.py:0:1", "no.py:1:1", "odd.txt:1:1"]
)
def test_hover_says_what_is_wrong_with_a_position(position: str, folder: Path) -> None:
    ran = gradsight(["hover", position], folder)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert words(ran.stderr).startswith("gradsight: ")
    assert b"Traceback" not in ran.stderr


def test_explain(tmp_path: Path) -> None:
    by_name = gradsight(["explain", "non-leaf-grad"], tmp_path)
    assert by_name.returncode == 0
    assert words(by_name.stdout).startswith("# non-leaf-grad")
    assert gradsight(["explain", "GS101"], tmp_path).stdout == by_name.stdout
    assert b"\x1b[" in gradsight(["explain", "GS101"], tmp_path, FORCE_COLOR="1").stdout
    listed = words(gradsight(["explain", "--all"], tmp_path).stdout).splitlines()
    assert [line.split()[:2] for line in listed] == sorted(line.split()[:2] for line in listed)
    assert ["GS101", "non-leaf-grad", "warning"] in [line.split()[:3] for line in listed]
    unknown = gradsight(["explain", "non-leaf-gard"], tmp_path)
    assert unknown.returncode == 2
    assert "no rule is called `non-leaf-gard`; did you mean `non-leaf-grad`?" in words(unknown.stderr)
    assert gradsight(["explain"], tmp_path).returncode == 2


def test_every_listed_rule_has_a_page(tmp_path: Path) -> None:
    from gradsight.rules import RULES, page

    listed = [line.split()[1] for line in words(gradsight(["explain", "--all"], tmp_path).stdout).splitlines()]
    assert sorted(listed) == sorted(RULES)
    assert all(page(name).startswith(f"# {name}") for name in listed)
    assert {"unused-ignore", "syntax-error"} <= set(listed)


def test_version_help_and_completion(tmp_path: Path) -> None:
    assert words(gradsight(["version"], tmp_path).stdout) == f"gradsight {__version__}\n"
    assert words(gradsight(["--version"], tmp_path).stdout) == f"gradsight {__version__}\n"
    told = words(gradsight(["--help"], tmp_path).stdout)
    assert all(f"\n  {command} " in told for command in ("check", "facts", "hover", "explain", "server", "version"))
    for shell in ("bash", "zsh", "fish"):
        assert "_GRADSIGHT_COMPLETE" in words(gradsight(["completion", shell], tmp_path).stdout)
    completed = process(
        [], tmp_path, _GRADSIGHT_COMPLETE="bash_complete", COMP_WORDS="gradsight explain non-l", COMP_CWORD="2"
    )
    assert words(completed.stdout).split(",")[-1].strip() == "non-leaf-grad"


FAULT = """
import sys, types
engine = types.ModuleType("gradsight.analysis")
def analyse(module, path, project, memory=None):
    if "boom" in path:
        raise RuntimeError("an invariant does not hold")
    return types.SimpleNamespace(facts=(), findings=(), elsewhere=(), sources={})
engine.analyse, engine.Memory = analyse, object
sys.modules["gradsight.analysis"] = engine
sys.argv = ["gradsight", *sys.argv[1:]]
from gradsight.cli import main
main()
"""


def test_a_fault_of_ours_costs_one_file_and_shows_no_traceback(tmp_path: Path) -> None:
    project(tmp_path, boom=CLEAN, fine=CLEAN)
    for command, code in (("check", 1), ("facts", 0)):
        run = [sys.executable, "-c", FAULT, command, "boom.py", "fine.py"]
        ran = subprocess.run(run, cwd=tmp_path, capture_output=True, check=False)
        assert ran.returncode == code
        assert words(ran.stderr) == (
            "gradsight: boom.py: internal error, please report it: RuntimeError: an invariant does not hold "
            "(GRADSIGHT_DEBUG=1 shows where)\n"
        )
        assert b"1 file" in ran.stdout or b'"fine.py"' in ran.stdout


def test_watch_checks_again_after_a_change(tmp_path: Path) -> None:
    project(tmp_path, train=CLEAN)
    command = [sys.executable, "-m", "gradsight", "check", "--watch", "--output-format", "concise", "."]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as watching:
        assert watching.stdout and watching.stderr
        try:
            assert watching.stdout.readline() == b"No findings in 1 file.\n"
            assert b"watching for changes" in watching.stderr.readline()
            time.sleep(1)
            project(tmp_path, train=NON_LEAF)
            assert b"train.py:6:7: GS101" in watching.stdout.readline()
        finally:
            watching.kill()


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    project(tmp_path, leaf=NON_LEAF * 200)
    command = f"{sys.executable} -m gradsight check leaf.py | head -1"
    ran = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=False)
    assert ran.stdout.startswith(b"warning[GS101]")
    assert ran.stderr == b""
