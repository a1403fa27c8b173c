"""Which protocol method is answered by which handler: the one place where they are registered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from lsprotocol import types as lsp

from gradsight.lsp import actions, configuration, diagnostics, pictures, reading, synchronisation
from gradsight.lsp.convert import FIX_ALL
from gradsight.lsp.server import Server

Handler = Callable[[Server, Any], Any]

_DIAGNOSTICS = lsp.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, work_done_progress=True)
_ACTIONS = lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True)

HANDLERS: dict[str, tuple[Handler, object]] = {
    lsp.INITIALIZE: (configuration.initialize, None),
    lsp.INITIALIZED: (configuration.initialized, None),
    lsp.WORKSPACE_DID_CHANGE_CONFIGURATION: (configuration.changed, None),
    lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: (configuration.files_changed, None),
    lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: (configuration.folders_changed, None),
    lsp.TEXT_DOCUMENT_DID_OPEN: (synchronisation.opened, None),
    lsp.TEXT_DOCUMENT_DID_CHANGE: (synchronisation.changed, None),
    lsp.TEXT_DOCUMENT_DID_CLOSE: (synchronisation.closed, None),
    lsp.NOTEBOOK_DOCUMENT_DID_OPEN: (synchronisation.notebook_opened, None),
    lsp.NOTEBOOK_DOCUMENT_DID_CHANGE: (synchronisation.notebook_changed, None),
    lsp.NOTEBOOK_DOCUMENT_DID_CLOSE: (synchronisation.notebook_closed, None),
    lsp.TEXT_DOCUMENT_HOVER: (reading.hover, None),
    lsp.TEXT_DOCUMENT_INLAY_HINT: (reading.inlay_hints, None),
    lsp.TEXT_DOCUMENT_CODE_LENS: (pictures.code_lenses, lsp.CodeLensOptions(resolve_provider=False)),
    lsp.TEXT_DOCUMENT_DIAGNOSTIC: (diagnostics.document, _DIAGNOSTICS),
    lsp.WORKSPACE_DIAGNOSTIC: (diagnostics.workspace, None),
    lsp.TEXT_DOCUMENT_CODE_ACTION: (actions.code_actions, _ACTIONS),
    lsp.CODE_ACTION_RESOLVE: (actions.resolve, None),
}
COMMANDS: dict[str, Handler] = {
    "gradsight.server.debugInformation": configuration.debug_information,
    "gradsight.server.graph": pictures.graph,
    "gradsight.server.rules": pictures.rules,
    "gradsight.server.rulePage": pictures.rule_page,
}

logger = logging.getLogger(__name__)


def register(server: Server) -> None:
    """Makes the server answer everything in the tables."""
    for method, (handler, options) in HANDLERS.items():
        server.feature(method, options)(guarded(server, method, handler))
    for name, handler in COMMANDS.items():
        server.command(name)(_command(server, name, handler))


def guarded(server: Server, method: str, handler: Handler) -> Callable[[Any], Any]:
    """The handler with the server as its first argument. If it fails, the log says so and the answer is null."""
    if not asyncio.iscoroutinefunction(handler):

        def answer(params: Any = None) -> Any:
            try:
                return handler(server, params)
            except Exception:
                logger.exception("%s failed", method)
                return None

        return answer

    async def answer_later(params: Any = None) -> Any:
        began = time.monotonic()
        try:
            return await handler(server, params)
        except Exception:
            logger.exception("%s failed", method)
            return None
        finally:
            _trace(server, method, time.monotonic() - began)

    return answer_later


def _trace(server: Server, method: str, seconds: float) -> None:
    """Tells the client how long an answer took, if it set the trace on."""
    if server.protocol.trace != lsp.TraceValue.Off:
        server.log_trace(lsp.LogTraceParams(f"{method}: {seconds * 1000:.1f} ms"))


def _command(server: Server, name: str, handler: Handler) -> Callable[..., Any]:
    answer = guarded(server, name, handler)

    if asyncio.iscoroutinefunction(handler):

        async def run_later(ls: Any, *arguments: Any) -> Any:  # noqa: ARG001
            return await answer(arguments)

        return run_later

    def run(ls: Any, *arguments: Any) -> Any:  # noqa: ARG001  # pygls knows by the name `ls` that it is to be given.
        return answer(arguments)

    return run
