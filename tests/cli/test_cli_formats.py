"""The output formats, each read back by what reads it elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from cli_programs import CLEAN, CONSTANT, NON_LEAF, gradsight, project, words


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wide = NON_LEAF.replace("print(output.grad)", "s = '😀'; print(output.grad)")
    return project(tmp_path_factory.mktemp("project"), a=CONSTANT, b=wide, clean=CLEAN)


def _checked(folder: Path, output_format: str, name: str = ".") -> str:
    return words(gradsight(["check", "--output-format", output_format, name], folder).stdout)


def test_json_has_the_shape_of_ruff_and_why(folder: Path) -> None:
    constant, leaf = json.loads(_checked(folder, "json"))
    shape = "cell code end_location filename fix location message name noqa_row severity url why"
    assert sorted(constant) == sorted(leaf) == shape.split()
    assert (constant["code"], constant["name"], constant["severity"]) == ("GS201", "backward-on-constant", "error")
    assert constant["filename"] == str(folder / "a.py")
    assert (constant["location"], constant["end_location"]) == ({"row": 4, "column": 1}, {"row": 4, "column": 19})
    assert leaf["location"] == {"row": 6, "column": 16}
    assert (leaf["noqa_row"], leaf["cell"]) == (6, None)
    assert sorted(leaf["fix"]) == ["applicability", "edits", "message"]
    assert leaf["fix"]["applicability"] == "safe"
    assert sorted(leaf["fix"]["edits"][0]) == ["content", "end_location", "location"]
    assert sorted(leaf["why"][0]) == ["end_location", "filename", "location", "message"]
    assert leaf["why"][0]["location"]["row"] < 6
    assert json.loads(_checked(folder, "json", "clean.py")) == []


def test_concise_is_one_line_each(folder: Path) -> None:
    first, second, *rest = _checked(folder, "concise").splitlines()
    assert first.startswith("a.py:4:1: GS201 ")
    assert second.startswith("b.py:6:16: GS101 [*] ")
    assert second.endswith("(non-leaf-grad)")
    assert rest[0] == "Found 2 findings in 3 files."


def test_full_puts_carets_under_wide_characters(folder: Path) -> None:
    assert "6 | s = '😀'; print(output.grad)\n  |                 ^^^^^^^^^^^\n" in _checked(folder, "full", "b.py")


def test_github(folder: Path) -> None:
    first, second = _checked(folder, "github").splitlines()
    place = "line=4,endLine=4,col=1,endColumn=19"
    assert first.startswith(f"::error title=gradsight (GS201),file={folder / 'a.py'},{place}::a.py:4:1: GS201 ")
    assert second.startswith("::warning title=gradsight (GS101),")
    assert _checked(folder, "github", "clean.py") == ""


def test_gitlab(folder: Path) -> None:
    constant, leaf = json.loads(_checked(folder, "gitlab"))
    assert constant["location"] == {
        "path": "a.py",
        "positions": {"begin": {"line": 4, "column": 1}, "end": {"line": 4, "column": 19}},
    }
    assert (constant["severity"], leaf["severity"]) == ("critical", "major")
    assert constant["fingerprint"] != leaf["fingerprint"]


def test_sarif(folder: Path) -> None:
    log = json.loads(_checked(folder, "sarif"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["GS101", "GS201"]
    constant, leaf = run["results"]
    assert (constant["ruleId"], constant["level"], leaf["level"]) == ("GS201", "error", "warning")
    physical = constant["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == (folder / "a.py").as_uri()
    assert physical["region"] == {"startLine": 4, "startColumn": 1, "endLine": 4, "endColumn": 19}
    assert leaf["codeFlows"][0]["threadFlows"][0]["locations"]
    assert leaf["fixes"][0]["artifactChanges"][0]["replacements"]


def test_junit(folder: Path) -> None:
    root = ElementTree.fromstring(_checked(folder, "junit"))
    assert (root.get("tests"), root.get("failures")) == ("2", "2")
    assert [suite.get("name") for suite in root] == ["a.py", "b.py"]
    clean = ElementTree.fromstring(_checked(folder, "junit", "clean.py"))
    assert (clean.get("failures"), len(clean.findall("*/testcase"))) == ("0", 1)
