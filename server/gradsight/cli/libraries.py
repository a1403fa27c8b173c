"""`--python`: sources analysed with what names of an interpreter's libraries mean. Without it nothing is looked up."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from gradsight.cli.inputs import Input
from gradsight.config_files import Configs
from gradsight.service import Workspace

if TYPE_CHECKING:
    from gradsight.service.meanings import Meanings

SECONDS = 120.0
"""For one round. A command may wait for what an editor does without."""
ROUNDS = 5
"""What one answer leads to is asked in the next."""


class Libraries:
    """The libraries of an interpreter, which is not started; none if no interpreter is given."""

    def __init__(self, python: str | None = None) -> None:
        self.python = python

    @cached_property
    def _meanings(self) -> Meanings | None:
        python = self.python
        if python is None:
            return None
        from gradsight.names import environment_of
        from gradsight.service.meanings import Meanings

        return Meanings(lambda: environment_of(python, [], os.environ))

    def opened(self, given: Input, configs: Configs) -> Workspace:
        """A workspace with the source in it, and with all known that it asks of libraries."""
        meanings = self._meanings
        workspace = Workspace(configs.of, meanings=meanings.get) if meanings else Workspace(configs.of)
        workspace.update(given.name, given.text, cells=given.cells)
        if meanings:
            _settle(workspace, given.name, meanings)
        return workspace


def _settle(workspace: Workspace, name: str, meanings: Meanings) -> None:
    for _ in range(ROUNDS):
        workspace.findings(name)
        if not meanings.look_up(workspace.wondering(), SECONDS):
            return
        workspace.renew(name)


NO_LIBRARIES = Libraries()
