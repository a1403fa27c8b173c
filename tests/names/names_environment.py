"""Virtual environments on disk whose interpreter leaves a mark if anybody starts it. torch is not installed in them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

LIBRARIES = Path(__file__).with_name("libraries")
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def virtual_environment(root: Path, version: str = VERSION) -> Path:
    """Makes one with the libraries of these tests and returns its interpreter."""
    site = root / "lib" / f"python{version}" / "site-packages"
    shutil.copytree(LIBRARIES, site)
    (root / "pyvenv.cfg").write_text(
        f"home = /nowhere/bin\nversion = {version}.1\ninclude-system-site-packages = false\n"
    )
    (site / "marking" / "compiled.so").write_bytes(b"\x7fELF no library")
    (site / "marking.pth").write_text("import sys; open(sys.prefix + '/imported', 'w')\nadded\n# nothing\n")
    (site / "added").mkdir()
    (site / "added" / "editable.py").write_text("def made() -> int: ...\n")
    interpreter = root / "bin" / "python"
    interpreter.parent.mkdir()
    interpreter.write_text(f"#!/bin/sh\ntouch {root}/started\n")
    interpreter.chmod(0o755)
    return interpreter


def marks(root: Path) -> list[str]:
    """What was left behind by code of the environment that was run."""
    return sorted(str(path.relative_to(root)) for name in ("started", "imported") for path in root.rglob(name))
