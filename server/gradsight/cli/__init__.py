"""The command line."""

from __future__ import annotations

import gc
import os
import sys
from typing import TextIO

FORMATS = ("full", "concise", "json", "github", "gitlab", "sarif", "junit")
"""Output formats of `check`, each a module in `output`."""

COLLECT_AFTER = 50_000
"""New objects after which Python's collector looks for garbage: there is little, and what it looks through are large trees."""

DEBUG = "GRADSIGHT_DEBUG"
"""The environment variable that shows tracebacks of internal errors."""


def main() -> None:
    """Runs the program and exits: 0 nothing found, 1 findings, 2 usage or configuration error."""
    from gradsight.cli.commands import gradsight

    gc.set_threshold(COLLECT_AFTER)
    try:
        gradsight.main(prog_name="gradsight")
    except Exception as error:
        complain(internal_error(error))
        sys.exit(2)


def put(text: str, stream: TextIO | None = None) -> None:
    """Prints the text as it is: in UTF-8 with its own line breaks, unless a terminal wants another encoding."""
    out = stream or sys.stdout
    encoding = (out.encoding or "utf-8") if out.isatty() else "utf-8"
    out.flush()
    out.buffer.write(text.encode(encoding, "backslashreplace"))
    out.buffer.flush()


def complain(message: str) -> None:
    """Tells the user on stderr."""
    print(f"gradsight: {message}", file=sys.stderr)


def internal_error(error: Exception) -> str:
    """What the user is told of a fault of ours. Raises the error itself where the debug variable is set."""
    if os.environ.get(DEBUG):
        raise error
    return f"internal error, please report it: {type(error).__name__}: {error} ({DEBUG}=1 shows where)"
