"""Ignore comments: what they hide, which of them are reported, and where new ones are put."""

from __future__ import annotations

import pytest
from service_stand_in import PATH, workspace

HIDDEN = [
    ("x = bad  # gradsight: ignore[non-leaf-grad]", []),
    ("x = bad  # gradsight: ignore[GS101]", []),
    ("x = bad  # gradsight: ignore", []),
    ("x = bad  #gradsight:ignore[ non-leaf-grad ,backward-on-constant]", ["GS901"]),
    ("x = bad + worse  # gradsight: ignore[non-leaf-grad, backward-on-constant] as meant", []),
    ("x = bad  # type: ignore # gradsight: ignore[non-leaf-grad]", []),
    ("x = bad  # noqa: GS101", []),
    ("x = bad  # NOQA:E501,GS101", []),
    ("x = bad  # noqa", ["GS101"]),
    ("x = bad  # noqa: E501", ["GS101"]),
    ("x = bad  # noqa: GS201", ["GS101", "GS901"]),
    ("x = bad  # gradsight: ignore[backward-on-constant]", ["GS101", "GS901"]),
    ("x = bad\ny = 1  # gradsight: ignore[non-leaf-grad]", ["GS101", "GS901"]),
    ("# gradsight: ignore-file[non-leaf-grad]\nx = bad\ny = bad + worse", ["GS201"]),
    ("x = bad\n# gradsight: ignore-file", []),
    ("x = 1  # gradsight: ignore[unused-ignore, non-leaf-grad]", []),
    ("x = 1  # gradsight: ignore", ["GS901"]),
    ("x = 1  # gradsight: ignore[no-such-rule]", ["GS901"]),
    ("x = '# gradsight: ignore[non-leaf-grad]' + bad", ["GS101"]),
    ("x = f(\n    bad,  # gradsight: ignore[non-leaf-grad]\n    1)", []),
    ("x = 1 + \\\n    bad + \\\n    2  # gradsight: ignore[non-leaf-grad]", []),
    ("x = bad  # gradsight: ignored[non-leaf-grad]", ["GS101"]),
    ("def f(:\n    pass\nx = 1  # gradsight: ignore[non-leaf-grad]", []),
]


@pytest.mark.parametrize(("source", "codes"), HIDDEN)
def test_shows_what_no_comment_hides(source: str, codes: list[str]) -> None:
    assert [finding.code for finding in workspace(source).findings(PATH)] == codes


REMOVED = [
    ("x = 1  # gradsight: ignore[non-leaf-grad]\n", "x = 1\n"),
    ("x = 1  # noqa: GS101\r\ny = 2\r\n", "x = 1\r\ny = 2\r\n"),
    ("x = 1  # noqa: E501, GS101\n", "x = 1  # noqa: E501\n"),
    ("x = worse  # gradsight: ignore[non-leaf-grad, GS201]\n", "x = worse  # gradsight: ignore[GS201]\n"),
    ("x = 1  # gradsight: ignore  # more\n", "x = 1  # more\n"),
    ("x = 1  # type: ignore # gradsight: ignore[a] for this\n", "x = 1  # type: ignore\n"),
    ("# gradsight: ignore-file[non-leaf-grad]\nx = 1\n", "x = 1\n"),
    ("x = 1  # gradsight: ignore", "x = 1"),
]


@pytest.mark.parametrize(("source", "after"), REMOVED)
def test_an_unused_ignore_is_removed_with_its_space(source: str, after: str) -> None:
    held = workspace(source)
    assert held.findings(PATH)[0].severity == "information"
    assert held.fix_all(PATH).source == after
    held.update(PATH, after)
    assert "unused-ignore" not in [finding.rule for finding in held.findings(PATH)]


ADDED = [
    ("x = bad\n", "x = bad  # gradsight: ignore[non-leaf-grad]\n"),
    ("x = bad  # why\n", "x = bad  # why  # gradsight: ignore[non-leaf-grad]\n"),
    ("x = bad + worse\n", "x = bad + worse  # gradsight: ignore[non-leaf-grad, backward-on-constant]\n"),
    ("x = bad + \\\n  1\n", "x = bad + \\\n  1  # gradsight: ignore[non-leaf-grad]\n"),
    ('x = bad, """\n"""\r\n', 'x = bad, """\n"""  # gradsight: ignore[non-leaf-grad]\r\n'),
    ('"""\nbad\n"""', '"""\nbad\n"""  # gradsight: ignore[non-leaf-grad]'),
    (
        "x = (\n  bad,\n  bad)",
        "x = (\n  bad,  # gradsight: ignore[non-leaf-grad]\n  bad)  # gradsight: ignore[non-leaf-grad]",
    ),
    ("x = 1  # gradsight: ignore[GS101]\n", "x = 1  # gradsight: ignore[GS101]\n"),
]


@pytest.mark.parametrize(("source", "after"), ADDED)
def test_adds_ignores_where_a_comment_can_stand(source: str, after: str) -> None:
    held = workspace(source)
    assert held.ignore_all(PATH).source == after
    held.update(PATH, after)
    assert {finding.rule for finding in held.findings(PATH)} <= {"unused-ignore"}
