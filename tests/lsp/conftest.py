"""One server for all tests of a module that need nothing special of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count

import pytest_asyncio
from lsp_session import Session, session

_numbers = count()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared() -> AsyncIterator[Session]:
    async with session() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def editor(shared: Session) -> AsyncIterator[Session]:
    """The module's session, about a document of the test's own, which is closed afterwards."""
    about = shared.at(f"file:///project/{next(_numbers)}/train.py")
    yield about
    about.close()
