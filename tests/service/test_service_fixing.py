"""Fixing: what is applied together, what is left, and what the text keeps."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service_stand_in import PATH, workspace

from gradsight.findings import Edit, Place
from gradsight.service.fixing import edited
from gradsight.service.patch import differences, unified

FIXED = [
    ("x = bad + bad\n", False, "x = good + good\n", {"non-leaf-grad": 2}),
    ("x = worse\n", False, "x = worse\n", {}),
    ("x = worse\n", True, "x = fair\nadded\n", {"backward-on-constant": 1}),
    (
        "x = worse\r\ny = bad\r\n",
        True,
        "x = fair\r\nadded\r\ny = good\r\n",
        {"backward-on-constant": 1, "non-leaf-grad": 1},
    ),
    ("x = worse\ry = 1\r", True, "x = fair\radded\ry = 1\r", {"backward-on-constant": 1}),
    ("old = twin + twin\n", False, "new = done + done\n", {"backward-on-constant": 2}),
    ("x = broken + bad\n", False, "x = broken + good\n", {"non-leaf-grad": 1}),
    ("def half(\nx = bad\n", False, "def half(\nx = good\n", {"non-leaf-grad": 1}),
    ("x = bad  # gradsight: ignore[non-leaf-grad]\n", False, "x = bad  # gradsight: ignore[non-leaf-grad]\n", {}),
    ("", False, "", {}),
]


@pytest.mark.parametrize(("source", "unsafe", "after", "applied"), FIXED)
def test_fix_all(source: str, unsafe: bool, after: str, applied: dict[str, int]) -> None:
    fixed = workspace(source).fix_all(PATH, unsafe)
    assert (fixed.source, dict(fixed.applied)) == (after, applied)


def test_fixes_of_a_range_begin_with_the_preferred() -> None:
    held = workspace("x = bad\ny = worse\n")
    assert [fix.title for _, fix in held.fixes(PATH, 4, 4)] == ["Use good", "Use fair"]
    assert [fix.title for _, fix in held.fixes(PATH, 0, 99)] == ["Use good", "Use fair", "Add a line"]
    assert held.fixes(PATH, 9, 10) == ()


def test_edits_apply_by_place_whatever_their_order() -> None:
    edits = [Edit(Place(PATH, 4, 5), "b"), Edit(Place(PATH, 0, 1), "a"), Edit(Place(PATH, 2, 2), "-")]
    assert edited("1 3 5", edits) == "a -3 b"


TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "\n", "é😀\n", "d\r"]), max_size=12).map("".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_differences_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    assert edited(before, differences(before, after, PATH)) == after
    assert (unified(before, after, "a.py") == "") == (before == after)


def test_a_patch_marks_a_missing_line_break_and_quotes_odd_names() -> None:
    assert unified("a\nb", "a\nc", "x.py") == (
        "--- x.py\n+++ x.py\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
    )
    assert unified("a\n", "b\n", "x\ny.py").startswith('--- "x\\ny.py"\n')
