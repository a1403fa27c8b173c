"""Reading and finding files: every encoding that Python reads, and clear words for what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradsight.config_files import Configs
from gradsight.service.discovery import find
from gradsight.service.sources import Unreadable, decode, read, write

READ = [
    (b"x = 1\n", "x = 1\n"),
    ("x = 'é😀'\r\n".encode(), "x = 'é😀'\r\n"),
    (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
    (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "# -*- coding: latin-1 -*-\nx = 'é'\n"),
    (
        b"#!/bin/sh\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n",
        "#!/bin/sh\n# vim: set fileencoding=cp1252 :\nx = '€'\n",
    ),
    (b"", ""),
]


@pytest.mark.parametrize(("data", "text"), READ)
def test_reads_and_writes_back_the_same_bytes(data: bytes, text: str, tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_bytes(data)
    source = read(path)
    assert source.text == text
    write(path, source, source.text)
    assert path.read_bytes() == data


REFUSED = [
    (b"x = '\xe9'\n", "is not utf-8 (line 1); save it as UTF-8"),
    (b"a = 1\nb = 2\nc = 3\nx = '\xff'\n", "is not utf-8 (line 4)"),
    (b"x = 1\0\n", "contains NUL bytes"),
    ("x = 1".encode("utf-16"), "is UTF-16 or UTF-32"),
    (b"# coding: klingon\n", "has an encoding that Python does not accept"),
    (b"\xef\xbb\xbf# coding: latin-1\n", "has an encoding that Python does not accept"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_says_why_a_text_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(data)
    assert str(refused.value).startswith(reason)


def test_says_why_a_file_cannot_be_read_or_written(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no such file"):
        read(tmp_path / "missing.py")
    latin = decode(b"# coding: latin-1\n")
    with pytest.raises(Unreadable, match="cannot write '€'; save the file as UTF-8 first"):
        latin.encode("# coding: latin-1\nx = '€'\n")
    with pytest.raises(Unreadable, match="cannot be written"):
        write(tmp_path / "no" / "folder.py", latin, "")


TREE = {
    "a.py": True,
    "b.pyi": True,
    "c.ipynb": True,
    "d.txt": False,
    ".hidden.py": False,
    ".git/hook.py": False,
    "node_modules/n.py": False,
    "__pycache__/p.py": False,
    "own/lib.py": False,
    "own/pyvenv.cfg": False,
    "ignored/i.py": False,
    "kept/k.py": True,
    "kept/other.py": False,
    "kept/important.py": True,
    "excluded/e.py": False,
    "src/deep/generated_pb2.py": False,
    "src/deep/model.py": True,
}


def _grow(root: Path) -> None:
    for name in TREE:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (root / ".gitignore").write_text("ignored/\n*er.py\n")
    (root / "kept" / ".gitignore").write_text("*\n!k.py\n!important.py\n")
    (root / "gradsight.toml").write_text('exclude = ["excluded", "*_pb2.py"]\n')


def test_finds_what_belongs_to_the_project(tmp_path: Path) -> None:
    _grow(tmp_path)
    expected = sorted(name for name, found in TREE.items() if found)
    found = [path.relative_to(tmp_path).as_posix() for path in find([tmp_path], Configs().of)]
    assert sorted(found) == expected
    assert found == [
        path.relative_to(tmp_path).as_posix() for path in find([tmp_path, tmp_path / "kept"], Configs().of)
    ]


def test_a_named_file_is_always_found_and_a_gitignore_above_counts(tmp_path: Path) -> None:
    _grow(tmp_path)
    named = [tmp_path / "excluded" / "e.py", tmp_path / "d.txt", tmp_path / "missing.py"]
    assert list(find(named, Configs().of)) == named
    (tmp_path / "src" / "worker.py").write_text("")
    assert [path.name for path in find([tmp_path / "src"], Configs().of)] == ["model.py"]
    everything = Configs({"respect-gitignore": False})
    assert [path.name for path in find([tmp_path / "src"], everything.of)] == ["model.py", "worker.py"]
