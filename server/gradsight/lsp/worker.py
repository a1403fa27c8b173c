"""A thread that does what takes its time, so that the loop stays free to answer. It never keeps the process alive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


class Worker:
    """Runs jobs one after another, in the order in which they came."""

    def __init__(self, name: str = "analysis") -> None:
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        Thread(target=self._work, name=name, daemon=True).start()

    async def run(self, job: Callable[[], T]) -> T:
        """The job's result, or its exception. A caller that is cancelled does not stop a job that has begun."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def perform() -> None:
            if future.cancelled():
                return
            try:
                result = job()
            except Exception as error:
                _tell(loop, _set_exception, future, error)
            else:
                _tell(loop, _set_result, future, result)

        self._jobs.put(perform)
        return await future

    def _work(self) -> None:
        while True:
            self._jobs.get()()


def _tell(loop: asyncio.AbstractEventLoop, setter: Callable[..., None], *arguments: object) -> None:
    """Sets the future in its loop, which may have ended with the server."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(setter, *arguments)


def _set_result(future: asyncio.Future[T], result: T) -> None:
    if not future.done():
        future.set_result(result)


def _set_exception(future: asyncio.Future[T], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
