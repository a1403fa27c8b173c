"""Reads and writes Python files exactly: the encoding that Python would use, the BOM and the line breaks are kept."""

from __future__ import annotations

import codecs
import io
import tokenize
from dataclasses import dataclass
from pathlib import Path

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


class Unreadable(Exception):
    """A file cannot be analysed; the message says why and what to do, without the file's name."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file without its BOM, and how it is encoded."""

    text: str
    encoding: str = "utf-8"

    def encode(self, text: str) -> bytes:
        """Another text as the same file would hold it. Raises Unreadable if the encoding cannot say it."""
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError as error:
            character = text[error.start : error.end]
            raise Unreadable(f"{self.encoding} cannot write {character!r}; save the file as UTF-8 first") from error


def read(path: Path) -> Source:
    """The text of a file. Raises Unreadable."""
    try:
        return decode(path.read_bytes())
    except FileNotFoundError as error:
        raise Unreadable("no such file; check the name and the folder") from error
    except (PermissionError, IsADirectoryError) as error:
        raise Unreadable("permission denied; allow reading it") from error
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror or error}); check that it is a plain file") from error


def decode(data: bytes) -> Source:
    """The text of bytes: UTF-8 unless a coding comment (PEP 263) says otherwise. Raises Unreadable."""
    if data.startswith(_WIDE):
        raise Unreadable("is UTF-16 or UTF-32, which Python does not read; save it as UTF-8")
    if b"\0" in data:
        raise Unreadable("contains NUL bytes; is it a Python file?")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return Source(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(error) from error
    except (SyntaxError, LookupError) as error:
        try:  # Python reports broken UTF-8 in the first two lines as a missing coding comment.
            data.decode()
        except UnicodeDecodeError as broken:
            raise _undecodable(broken) from broken
        raise Unreadable(f"has an encoding that Python does not accept ({error}); save it as UTF-8") from error


def _undecodable(error: UnicodeDecodeError) -> Unreadable:
    line = error.object.count(b"\n", 0, error.start) + 1
    return Unreadable(
        f"is not {error.encoding} (line {line}); save it as UTF-8 or name its encoding in a coding comment"
    )


def write(path: Path, source: Source, text: str) -> None:
    """Puts `text` into the file that `source` was read from. Raises Unreadable."""
    try:
        path.write_bytes(source.encode(text))
    except OSError as error:
        raise Unreadable(f"cannot be written ({error.strerror}); check its permissions") from error
