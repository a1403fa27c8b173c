"""What `make package` leaves in build/ works where nothing of ours is: an empty environment, a bare Python."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build"
sys.path.insert(0, str(ROOT / "client"))
import bundle  # noqa: E402

PROGRAM = """\
import torch

w = torch.ones(3, requires_grad=True)
output = w * 2
output.sum().backward()
print(output.grad)
"""


def built(pattern: str) -> Path:
    found = sorted(BUILD.glob(pattern), key=lambda path: path.stat().st_mtime)
    assert found, f"no {pattern} in build/; run `make package` first"
    return found[-1]


def pythons() -> list[str]:
    """Pythons from 3.10 that are on this machine, one of each version, apart from that of the tests."""
    names = [
        *(f"python3.{minor}" for minor in range(10, 15)),
        *map(str, Path.home().glob(".pyenv/versions/3.1*/bin/python")),
    ]
    found = {_version(path): path for name in names if (path := shutil.which(name))}
    return [found[version] for version in sorted(found) if version]


def _version(python: str) -> str:
    """As it says itself; empty if it cannot be run."""
    return subprocess.run([python, "--version"], capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin/python"), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-compile", str(built("gradsight-*.whl"))], check=True)
    return folder


@pytest.mark.xdist_group("wheel")
def test_the_wheel_checks(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(PROGRAM)
    command = [str(environment / "bin/gradsight"), "check", "--output-format", "json", "train.py"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=bare(tmp_path))
    assert ran.returncode == 1, ran.stderr
    assert [finding["code"] for finding in json.loads(ran.stdout)] == ["GS101"]


@pytest.mark.xdist_group("wheel")
def test_the_wheel_explains_and_draws(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(PROGRAM)
    for arguments, text in ((["explain", "GS101"], "non-leaf-grad"), (["graph", "train.py:4"], "flowchart TB")):
        command = [str(environment / "bin/gradsight"), *arguments]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=bare(tmp_path))
        assert ran.returncode == 0, ran.stderr
        assert text in ran.stdout


@pytest.mark.xdist_group("wheel")
def test_the_wheel_serves(environment: Path, tmp_path: Path) -> None:
    assert published([str(environment / "bin/gradsight"), "server"], tmp_path) == ["GS101"]


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("extension")
    with zipfile.ZipFile(BUILD / f"gradsight-{bundle.here()}.vsix") as package:
        package.extractall(folder)
    return folder / "extension"


@pytest.mark.parametrize("python", pythons(), ids=_version)
def test_the_extension_serves_with_any_python(extension: Path, python: str, tmp_path: Path) -> None:
    launch = [python, "-I", str(extension / "client/python/launch.py"), "useBundled"]
    probed = subprocess.run([*launch, "probe"], capture_output=True, text=True, check=True, env=bare(tmp_path))
    found = json.loads(probed.stdout)
    assert found.get("gradsight"), found
    assert Path(found["location"]).is_relative_to(extension)
    assert published([*launch, "server"], tmp_path) == ["GS101"]


def test_the_extension_holds_what_it_needs_and_no_more(extension: Path) -> None:
    assert {path.name for path in extension.iterdir()} == {
        "LICENSE.txt", "bundled", "changelog.md", "client", "dist", "gradsight.schema.json", "package.json", "readme.md",
    }  # fmt: skip
    assert sorted(path.name for path in (extension / "dist").iterdir()) == ["extension.js", "graph.js"]


def machine(library: bytes) -> str:
    """What a compiled library runs on, as its first bytes say."""
    if library[:4] == b"\x7fELF":
        return {0x3E: "linux x64", 0xB7: "linux arm64"}[int.from_bytes(library[18:20], "little")]
    if library[:4] == b"\xcf\xfa\xed\xfe":
        return {0x01000007: "darwin x64", 0x0100000C: "darwin arm64"}[int.from_bytes(library[4:8], "little")]
    assert library[:2] == b"MZ"
    header = int.from_bytes(library[0x3C:0x40], "little")
    return {0x8664: "win32 x64", 0xAA64: "win32 arm64"}[int.from_bytes(library[header + 4 : header + 6], "little")]


def targets() -> list[str]:
    """The platforms whose packages are asked for by name, as `make packages` does; else those whose packages are here."""
    here = [path.stem.removeprefix("gradsight-") for path in sorted(BUILD.glob("gradsight-*.vsix"))]
    return os.environ.get("GRADSIGHT_TARGETS", "").split() or here


@pytest.mark.parametrize("target", targets())
def test_a_package_holds_the_libraries_of_its_platform(target: str) -> None:
    package = BUILD / f"gradsight-{target}.vsix"
    system, _, kind = target.replace("alpine", "linux").partition("-")
    with zipfile.ZipFile(package) as archive:
        names = [name.removeprefix("extension/bundled/libs/") for name in archive.namelist()]
        compiled = {
            name: archive.read(f"extension/bundled/libs/{name}") for name in names if name.endswith((".so", ".pyd"))
        }
        assert f'TargetPlatform="{target}"' in archive.read("extension.vsixmanifest").decode()
    assert {machine(library) for library in compiled.values()} == {f"{system} {kind}"}
    libc = {"linux": b"libc.so.6", "alpine": b"libc.musl-"}.get(target.partition("-")[0], b"")
    assert all(libc in library for library in compiled.values())
    brought = {
        found.decode() for library in compiled.values() for found in re.findall(rb"libgcc_s-\w+\.so\.1", library)
    }
    assert brought <= {name.rpartition("/")[2] for name in names}
    for part in ("libcst/native", "msgspec/_core"):
        versions = [re.search(r"\.(?:cpython-|cp)3(\d+)", name) for name in compiled if name.startswith(part)]
        assert {f"3.{found[1]}" for found in versions if found} == set(bundle.PYTHONS), part
        assert len(versions) == len(bundle.PYTHONS)
    requirements = bundle.REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    for library in (line.partition("==")[0] for line in requirements if "==" in line):
        assert any(name.startswith((f"{library}/", f"{library}.")) for name in names), library


def test_the_source_distribution_holds_the_program() -> None:
    with tarfile.open(built("gradsight-*.tar.gz")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "server/gradsight/__init__.py"} <= names


def bare(home: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(home)}


def published(command: list[str], folder: Path) -> list[str]:
    """The codes that a server publishes for the program."""
    uri = (folder / "train.py").as_uri()
    item = {"uri": uri, "languageId": "python", "version": 1, "text": PROGRAM}
    messages = [
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": item}},
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder, env=bare(folder)
    ) as server:
        assert server.stdin
        assert server.stdout
        for message in messages:
            server.stdin.write(_framed(message))
        server.stdin.flush()
        while (answer := _next(server.stdout)).get("method") != "textDocument/publishDiagnostics":
            pass
        server.stdin.write(_framed({"id": 2, "method": "shutdown"}) + _framed({"method": "exit"}))
        server.stdin.flush()
        server.stdout.read()
        assert server.wait(30) == 0
    return [diagnostic["code"] for diagnostic in answer["params"]["diagnostics"]]


def _framed(message: dict[str, object]) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def _next(stream: object) -> dict[str, dict[str, list[dict[str, str]]]]:
    length = 0
    while line := stream.readline().strip():  # type: ignore[attr-defined]
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    assert length, "the server ended"
    return json.loads(stream.read(length))  # type: ignore[attr-defined, no-any-return]
