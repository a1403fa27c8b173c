"""Writes gradsight.schema.json, the JSON schema of the settings; `--check` only says whether that file is stale."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

from gradsight.config import Settings

TARGET = Path(__file__).resolve().parents[2] / "gradsight.schema.json"


def schema() -> str:
    """The text that the schema file must have."""
    generated = msgspec.json.schema(Settings)
    table = generated["$defs"]["Settings"]
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "gradsight"}
    return json.dumps({**head, **{k: v for k, v in table.items() if k != "title"}}, indent=2) + "\n"


def main() -> int:
    """Exit code: 0 written or up to date, 1 stale."""
    if "--check" in sys.argv:
        current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
        if current != schema():
            print(f"{TARGET.name} is stale: run `python server/tools/generate_schema.py`", file=sys.stderr)
            return 1
        return 0
    TARGET.write_text(schema(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
