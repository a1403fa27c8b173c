"""A language client as small as possible: it starts the server, sends text, and waits for diagnostics."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from queue import SimpleQueue
from types import TracebackType
from typing import Any

Message = dict[str, Any]
URI = "file:///bench/train.py"
PATIENCE = 60.0
"""Seconds to wait for an answer."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """`text` replaces what stands from `column` to `end` in a line; all count from 0."""

    line: int
    column: int
    end: int
    text: str


class Session:
    """One server process with one open document, used in a `with` block."""

    def __init__(self) -> None:
        self._received: SimpleQueue[Message | None] = SimpleQueue()
        self._requests = 0
        self.version = 0

    def __enter__(self) -> Session:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "gradsight", "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        threading.Thread(target=self._receive, daemon=True).start()
        self._request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self._notify("initialized", {})
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._request("shutdown", None)
        self._notify("exit", None)
        self._server.wait(PATIENCE)

    def open(self, text: str) -> float:
        """Seconds from opening the document to its diagnostics."""
        self.version += 1
        document = {"uri": URI, "languageId": "python", "version": self.version, "text": text}
        return self._until_published("textDocument/didOpen", {"textDocument": document})

    def edit(self, change: Insertion) -> float:
        """Seconds from the edit to the diagnostics of the version that it makes."""
        self.version += 1
        start, end = ({"line": change.line, "character": column} for column in (change.column, change.end))
        changes = [{"range": {"start": start, "end": end}, "text": change.text}]
        document = {"uri": URI, "version": self.version}
        return self._until_published("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def hover(self, line: int, column: int) -> float:
        """Seconds from the question to the answer."""
        began = time.perf_counter()
        position = {"line": line, "character": column}
        self._request("textDocument/hover", {"textDocument": {"uri": URI}, "position": position})
        return time.perf_counter() - began

    def _until_published(self, method: str, params: Mapping[str, object]) -> float:
        began = time.perf_counter()
        self._notify(method, params)
        while True:
            message = self._next()
            published = message.get("method") == "textDocument/publishDiagnostics"
            if published and message["params"]["version"] == self.version:
                return time.perf_counter() - began

    def _request(self, method: str, params: Mapping[str, object] | None) -> Message:
        self._requests += 1
        self._send({"id": self._requests, "method": method, "params": params})
        while (message := self._next()).get("id") != self._requests:
            pass
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']}")
        return message

    def _notify(self, method: str, params: Mapping[str, object] | None) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin is not None
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._server.stdin.flush()

    def _next(self) -> Message:
        message = self._received.get(timeout=PATIENCE)
        if message is None:
            raise RuntimeError("the server has ended")
        return message

    def _receive(self) -> None:
        stream = self._server.stdout
        assert stream is not None
        while header := stream.readline():
            if header.lower().startswith(b"content-length:"):
                length = int(header.split(b":")[1])
            elif header == b"\r\n":
                self._received.put(json.loads(stream.read(length)))
        self._received.put(None)
