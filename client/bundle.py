"""Puts the server and its libraries into `bundled/libs` for one platform: `bundle.py linux-x64`. `--here` prints which this is.

Compiled libraries are there once for each Python: the names of their files say which, so they stand side by side.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIBRARIES = ROOT / "bundled" / "libs"
REQUIREMENTS = ROOT / "client" / "python" / "requirements.txt"
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
TARGETS = {
    "linux-x64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-arm64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "alpine-x64": ("musllinux_1_2_x86_64", "musllinux_1_1_x86_64"),
    "darwin-arm64": ("macosx_11_0_arm64",),
    "win32-x64": ("win_amd64",),
    "win32-arm64": ("win_arm64",),
}
"""VS Code's name of a platform, and pip's. libcst has no wheels for macOS on Intel."""


NEEDLESS = ("bin", "**/__pycache__", "libcst/**/tests", "jedi/third_party/django-stubs",
            "jedi/third_party/typeshed/stubs")  # fmt: skip
"""What is left out of the package: what nothing here imports or reads."""


def main() -> None:
    if "--here" in sys.argv:
        print(here())
        return
    target = sys.argv[1]
    shutil.rmtree(LIBRARIES, ignore_errors=True)
    for python in PYTHONS:
        install(target, python)
    shutil.copytree(
        ROOT / "server" / "gradsight", LIBRARIES / "gradsight", ignore=shutil.ignore_patterns("__pycache__")
    )
    for needless in [path for pattern in NEEDLESS for path in LIBRARIES.glob(pattern)]:
        shutil.rmtree(needless, ignore_errors=True)
    compiled = [*LIBRARIES.rglob("*.so"), *LIBRARIES.rglob("*.pyd")]
    print(f"{target}: {len(compiled)} compiled modules for Python {', '.join(PYTHONS)}")


def install(target: str, python: str) -> None:
    """The libraries for one Python, over those of the others: what is not compiled is the same in all."""
    platforms = [part for name in TARGETS[target] for part in ("--platform", name)]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--no-deps", "--upgrade",
               "--only-binary=:all:", "--no-compile", "--python-version", python, "--implementation", "cp", *platforms]  # fmt: skip
    with_one = LIBRARIES.with_name(f"libs-{python}")
    subprocess.run([*command, "--target", str(with_one), "-r", str(REQUIREMENTS)], check=True)
    shutil.copytree(with_one, LIBRARIES, dirs_exist_ok=True)
    shutil.rmtree(with_one)


def here() -> str:
    """The platform that this runs on. A system without glibc is taken for Alpine."""
    machine = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    system = {"Linux": "linux" if platform.libc_ver()[0] else "alpine", "Darwin": "darwin", "Windows": "win32"}
    found = f"{system[platform.system()]}-{machine}"
    if found not in TARGETS:
        sys.exit(f"There are no compiled libraries for {found}; packages are made for {', '.join(TARGETS)}.")
    return found


if __name__ == "__main__":
    main()
