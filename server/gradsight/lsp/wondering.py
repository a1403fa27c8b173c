"""Looks up what names of libraries mean, after the first answer is out, and has analysed again what that concerns."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import TYPE_CHECKING

from gradsight.lsp.worker import Worker
from gradsight.names import Environment, environment_of
from gradsight.service.meanings import Meanings

if TYPE_CHECKING:
    from gradsight.lsp.server import Server

logger = logging.getLogger(__name__)

_PAUSE = 0.5
"""Seconds. As long as other names come up within it, somebody is typing one."""


class Wondering:
    """One round of looking up at a time, on a thread of its own that waits for a process of its own."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.interpreter = ""
        """The user's, as the client names it. Its libraries are read; it is not started."""
        self.trusted = True
        """Whether the client trusts the folders that it has open."""
        self.meanings = Meanings(self.environment)
        self._worker: Worker | None = None
        self._task: asyncio.Task[None] | None = None
        self._found: Environment | None = None

    def begin(self) -> None:
        """After an analysis: looks up what it could not say, unless that is being done."""
        if self._open() and (self._task is None or self._task.done()):
            self._task = asyncio.ensure_future(self._run())

    def environment(self) -> Environment:
        """Where libraries are read: that of the interpreter, else one that is active or lies in a folder that is trusted."""
        if self._found is None:
            folders = self._server.folders() if self.trusted else ()
            self._found = environment_of(self.interpreter, folders, os.environ)
            logger.info("libraries are read in %s", self._found.name)
        return self._found

    def _open(self) -> frozenset[str]:
        """The names that are still to be looked up."""
        closed = (name for surroundings in self._server.closed.values() for name in surroundings.wondered)
        names = self._server.analyses.wondering().union(closed)
        return frozenset(name for name in names if self.meanings.get(name) is None)

    async def _run(self) -> None:
        try:
            while names := self._open():
                await asyncio.sleep(_PAUSE)
                if names == self._open():
                    self._worker = self._worker or Worker("names")
                    await self._worker.run(lambda names=names: self.meanings.look_up(names))  # type: ignore[misc]
                    self._server.told()
        except Exception:
            logger.exception("names of libraries could not be looked up")
