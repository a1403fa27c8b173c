"""The site builds without a broken link, has a page for every rule, and fetches nothing from elsewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gradsight.cli.commands import gradsight
from gradsight.explain import SITE, rule_page
from gradsight.rules import RULES

ROOT = Path(__file__).parents[2]
FETCHED = re.compile(r"<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)=\"?((?:https?:)?//[^\" >]+)")
each_rule = pytest.mark.parametrize("name", RULES)
pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built anew. mkdocs refuses links that lead nowhere."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "server/tools/generate_site.py", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@each_rule
def test_every_rule_has_its_page_where_findings_point(site: Path, name: str) -> None:
    assert rule_page(name).startswith(SITE)
    shown = (site / rule_page(name).removeprefix(SITE) / "index.html").read_text(encoding="utf-8")
    assert "<h1 id=" in shown and f"{name} ({RULES[name].code})" in shown


def test_the_search_knows_every_code(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    titles = {entry["location"]: entry["title"] for entry in index["docs"]}
    assert {name: titles.get(f"rules/{name}/") for name in RULES} == {
        name: f"{name} ({rule.code})" for name, rule in RULES.items()
    }


def test_the_guides_are_there(site: Path) -> None:
    guides = {path.stem for path in (ROOT / "docs" / "editors").glob("*.md")} - {"README"}
    assert guides <= {path.parent.name for path in (site / "editors").glob("*/index.html")}
    assert (site / "editors" / "vscode" / "index.html").is_file()


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    fetched = {link for path in pages for link in FETCHED.findall(path.read_text(encoding="utf-8"))}
    assert len(pages) > len(RULES)
    assert {link for link in fetched if not link.startswith(SITE)} == set()


def test_a_broken_link_ends_the_build(site: Path) -> None:
    source = site.parent / "site-source"
    page = source / "docs" / "changelog.md"
    kept = page.read_text(encoding="utf-8")
    page.write_text(kept + "\n[nowhere](nowhere.md)\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(source / "mkdocs.yml")]
    done = subprocess.run([*command, "-d", str(site.parent / "site-broken")], cwd=ROOT, capture_output=True, text=True)
    page.write_text(kept, encoding="utf-8")
    assert done.returncode != 0 and "nowhere.md" in done.stderr


@each_rule
def test_explain_shows_the_page_by_name_and_by_code(name: str) -> None:
    told = [CliRunner().invoke(gradsight, ["explain", word]) for word in (name, RULES[name].code)]
    assert [each.exit_code for each in told] == [0, 0]
    assert told[0].output == told[1].output
    assert told[0].output.startswith(f"# {name} ({RULES[name].code})\n")
    assert "## Fixed" in told[0].output or "## What to do" in told[0].output or "## Example" in told[0].output
