"""Work-done progress of one request; nothing happens if the client gave no token."""

from __future__ import annotations

import time
from types import TracebackType

from lsprotocol import types as lsp

from gradsight.lsp.server import Server

_EVERY = 0.2
"""Seconds between two reports, at least."""


class Progress:
    """A context manager: begins, tells, ends."""

    def __init__(self, server: Server, token: lsp.ProgressToken | None) -> None:
        self._progress = server.work_done_progress
        self._token = token
        self._told = 0.0

    @property
    def cancelled(self) -> bool:
        """Whether the person at the editor pressed cancel."""
        future = self._progress.tokens.get(self._token) if self._token is not None else None
        return future is not None and future.cancelled()

    def tell(self, message: str, percentage: int) -> None:
        if self._token is not None and time.monotonic() - self._told > _EVERY:
            self._told = time.monotonic()
            self._progress.report(self._token, lsp.WorkDoneProgressReport(message=message, percentage=percentage))

    def __enter__(self) -> None:
        if self._token is not None:
            begin = lsp.WorkDoneProgressBegin("gradsight: analysing the workspace", cancellable=True, percentage=0)
            self._progress.begin(self._token, begin)

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._token is not None:
            self._progress.end(self._token, lsp.WorkDoneProgressEnd())
            self._progress.tokens.pop(self._token, None)
