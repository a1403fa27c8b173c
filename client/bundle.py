"""Puts the server and its libraries into `bundled/libs` for one platform: `bundle.py linux-x64`. `--here` prints which this is,
`--targets` all.

Compiled libraries are there once for each Python: the names of their files say which, so they stand side by side. What was fetched for a
platform is kept in `build/libraries` for as long as the requirements are the same.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIBRARIES = ROOT / "bundled" / "libs"
KEPT = ROOT / "build" / "libraries"
REQUIREMENTS = ROOT / "client" / "python" / "requirements.txt"
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
COMPILED = ("libcst", "msgspec")
"""Libraries that are there once for each Python; all others are the same for all."""
TARGETS = {
    "linux-x64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-arm64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "alpine-x64": ("musllinux_1_2_x86_64", "musllinux_1_1_x86_64"),
    "alpine-arm64": ("musllinux_1_2_aarch64",),
    "darwin-x64": ("macosx_10_15_x86_64",),
    "darwin-arm64": ("macosx_11_0_arm64",),
    "win32-x64": ("win_amd64",),
    "win32-arm64": ("win_arm64",),
}
"""VS Code's name of a platform, and pip's. What is missing of VS Code's, linux-armhf and web, has no libcst."""
OTHERS = {"darwin-x64": {"libcst": "1.8.6"}}
"""Other versions than those of the requirements: the last that was built for the platform."""
NEEDLESS = (
    "bin",
    "**/__pycache__",
    "libcst/**/tests",
    "jedi/third_party/django-stubs",
    "jedi/third_party/typeshed/stubs",
)
"""What is left out of the package: what nothing here imports or reads."""


def main() -> None:
    if "--here" in sys.argv:
        print(here())
        return
    if "--targets" in sys.argv:
        print(*TARGETS)
        return
    target = sys.argv[1]
    if target not in TARGETS:
        sys.exit(f"There is no platform {target}; packages are made for {', '.join(TARGETS)}.")
    shutil.rmtree(LIBRARIES, ignore_errors=True)
    shutil.copytree(libraries(target), LIBRARIES)
    shutil.copytree(
        ROOT / "server" / "gradsight", LIBRARIES / "gradsight", ignore=shutil.ignore_patterns("__pycache__")
    )
    compiled = [*LIBRARIES.rglob("*.so"), *LIBRARIES.rglob("*.pyd")]
    print(f"{target}: {len(compiled)} compiled modules for Python {', '.join(PYTHONS)}")


def libraries(target: str) -> Path:
    """The folder with the libraries for a platform. It is made anew if others are required than those in it."""
    folder, note = KEPT / target, KEPT / f"{target}.txt"
    required = requirements(target)
    wanted = "\n".join([*required, *TARGETS[target], *PYTHONS, *NEEDLESS, *COMPILED])
    if note.exists() and note.read_text(encoding="utf-8") == wanted:
        return folder
    note.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    for python in PYTHONS:
        first = python == PYTHONS[0]
        install(folder, target, python, [one for one in required if first or one.partition("==")[0] in COMPILED])
    for needless in [path for pattern in NEEDLESS for path in folder.glob(pattern)]:
        shutil.rmtree(needless, ignore_errors=True)
    note.write_text(wanted, encoding="utf-8")
    return folder


def requirements(target: str) -> list[str]:
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if "==" in line) | OTHERS.get(target, {})
    return [f"{name}=={version}" for name, version in pinned.items()]


def install(folder: Path, target: str, python: str, required: list[str]) -> None:
    """Libraries for one Python, over those of the others."""
    platforms = [part for name in TARGETS[target] for part in ("--platform", name)]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--no-deps", "--upgrade",
               "--only-binary=:all:", "--no-compile", "--python-version", python, "--implementation", "cp", *platforms]  # fmt: skip
    with_one = folder.with_name(f"{target}-{python}")
    shutil.rmtree(with_one, ignore_errors=True)
    subprocess.run([*command, "--target", str(with_one), *required], check=True)
    shutil.copytree(with_one, folder, dirs_exist_ok=True)
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
