"""Builds the site: the pages of the rules, the guides and the documents, with a search over them.

`generate_site.py [FOLDER]`: it comes to stand in FOLDER/site, which is `build/site` unless told.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from gradsight.explain import SITE
from gradsight.rules import RULES, page

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "build"
SOURCE, TARGET = BUILD / "site-source", BUILD / "site"
REPOSITORY = "https://github.com/gradsight/gradsight"
RULES_FOLDER = "server/gradsight/rules"

DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "README.md": ("index.md", "gradsight"),
    "docs/editors/README.md": ("editors/index.md", "All editors"),
    "client/README.md": ("editors/vscode.md", "VS Code"),
    **{
        f"docs/editors/{name.lower().split()[0]}.md": (f"editors/{name.lower().split()[0]}.md", name)
        for name in ("Neovim", "Helix", "Emacs", "Zed", "PyCharm", "Sublime Text")
    },
    "docs/proofs.md": ("proofs.md", "Proofs"),
    "ARCHITECTURE.md": ("architecture.md", "Architecture"),
    "CONTRIBUTING.md": ("contributing.md", "Contributing"),
    "CHANGELOG.md": ("changelog.md", "Changelog"),
}
"""Documents of the repository: where each stands in the site, and what it is called in the menu."""

FENCE = re.compile(r"(^```.*?^```$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(!?\[[^\]]*\]\()([^)\s]+)(\))|(\bsrc=\")([^\"]+)(\")")


def pages() -> Iterator[tuple[str, str, str]]:
    """For each page the file of the repository that it is made of, its file in the site, and its text."""
    for name, rule in RULES.items():
        file = f"{RULES_FOLDER}/{name.replace('-', '_')}.md"
        yield file, f"rules/{name}.md", f"---\ntitle: {rule.code} {name}\n---\n\n{page(name)}"
    for file, (place, title) in DOCUMENTS.items():
        yield file, place, f"---\ntitle: {title}\n---\n\n{(ROOT / file).read_text(encoding='utf-8')}"


def table() -> str:
    """The page that lists all rules."""
    rows = "".join(
        f"| {rule.code} | [{name}]({name}.md) | {rule.severity} | {rule.summary} |\n"
        for name, rule in sorted(RULES.items(), key=lambda item: item[1].code)
    )
    return f"# Rules\n\n| code | rule | severity | fires where |\n| --- | --- | --- | --- |\n{rows}"


def linked(text: str, file: str, place: str, places: Mapping[str, str]) -> tuple[str, set[str]]:
    """The text with its links as they are in the site, and the pictures that it shows."""
    pictures: set[str] = set()

    def new(match: re.Match[str]) -> str:
        before, target, after = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
        path, mark, anchor = target.partition("#")
        if not path or re.match(r"[a-z]+:", path):
            return match[0]
        meant = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
        if meant.endswith((".png", ".svg", ".gif")):
            pictures.add(meant)
            meant_place: str | None = f"pictures/{posixpath.basename(meant)}"
        else:
            meant_place = places.get(meant)
        if meant_place is None:
            return f"{before}{REPOSITORY}/{'tree' if (ROOT / meant).is_dir() else 'blob'}/HEAD/{meant}{mark}{anchor}{after}"
        return f"{before}{posixpath.relpath(meant_place, posixpath.dirname(place) or '.')}{mark}{anchor}{after}"

    parts = FENCE.split(text)
    return "".join(part if index % 2 else LINK.sub(new, part) for index, part in enumerate(parts)), pictures


def settings() -> dict[str, object]:
    """What mkdocs is told: nothing is fetched from elsewhere, and every fault of a link ends the build."""
    guides = [{title: place} for place, title in DOCUMENTS.values() if place.startswith("editors/")]
    others = [{title: place} for place, title in DOCUMENTS.values() if not place.startswith(("editors/", "index"))]
    rules = [
        {f"{rule.code} {name}": f"rules/{name}.md"} for name, rule in sorted(RULES.items(), key=lambda i: i[1].code)
    ]
    return {
        "site_name": "gradsight",
        "site_url": SITE,
        "site_description": "Where gradients flow in PyTorch programs, where they are lost, and the edit that mends it.",
        "repo_url": REPOSITORY,
        "docs_dir": "docs",
        "site_dir": str(TARGET),
        "theme": {
            "name": "material",
            "font": False,
            "features": [
                "navigation.indexes",
                "navigation.top",
                "search.highlight",
                "search.suggest",
                "content.code.copy",
            ],
        },
        "plugins": ["search"],
        "markdown_extensions": [{"toc": {"permalink": True}}, "pymdownx.superfences", "pymdownx.highlight"],
        "validation": {"links": {"anchors": "warn", "absolute_links": "warn", "unrecognized_links": "warn"}},
        "nav": [
            {"Home": "index.md"},
            {"Rules": ["rules/index.md", *rules]},
            {"Editors": guides},
            *others,
        ],
    }


def write() -> None:
    """Fills the folder that mkdocs reads."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    made = list(pages())
    places = {file: place for file, place, _ in made}
    _put("rules/index.md", table())
    for file, place, text in made:
        shown, pictures = linked(text, file, place, places)
        _put(place, shown)
        for picture in pictures:
            target = SOURCE / "docs" / "pictures" / posixpath.basename(picture)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / picture, target)
    (SOURCE / "mkdocs.yml").write_text(json.dumps(settings(), indent=1), encoding="utf-8")


def _put(place: str, text: str) -> None:
    target = SOURCE / "docs" / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def build() -> int:
    """Runs mkdocs. Exit code: that of mkdocs, which is not 0 where a link leads nowhere."""
    write()
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(SOURCE / "mkdocs.yml")]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=ROOT, env=quiet).returncode


if __name__ == "__main__":
    sys.exit(build())
