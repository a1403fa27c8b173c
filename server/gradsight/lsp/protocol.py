"""JSON-RPC as the specification has it where pygls leaves it open, and text synchronisation by our own documents."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.protocol import JsonRPCNotification, LanguageServerProtocol, lsp_method

_BEFORE_INITIALIZE = frozenset({lsp.INITIALIZE, lsp.EXIT})
_NOT_INITIALIZED = lsp.ResponseError(lsp.ErrorCodes.ServerNotInitialized.value, "The server is not initialized")
_SHUT_DOWN = lsp.ResponseError(lsp.ErrorCodes.InvalidRequest.value, "The server is shutting down")


class Protocol(LanguageServerProtocol):
    """Answers every request, also a malformed or untimely one."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A request whose parameters do not fit is answered with the error instead of being dropped."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" not in data or "method" not in data:
                raise
            self._send_response(data["id"], error=error.to_response_error())
            return JsonRPCNotification(method="$/malformed", jsonrpc="2.0", params=None)

    def handle_message(self, message: Any) -> None:
        method, identifier = getattr(message, "method", None), getattr(message, "id", None)
        refusal = self._refusal(method)
        if refusal and method and identifier is not None:
            self._send_response(identifier, error=refusal)
        elif not (refusal and method):
            super().handle_message(message)

    def _refusal(self, method: str | None) -> lsp.ResponseError | None:
        if self._workspace is None and method not in _BEFORE_INITIALIZE:
            return _NOT_INITIALIZED
        if self._shutdown and method != lsp.EXIT:
            return _SHUT_DOWN
        return None

    @property
    def was_shut_down(self) -> bool:
        return bool(self._shutdown)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> Any:
        yield self._user(lsp.TEXT_DOCUMENT_DID_OPEN), (params,), None

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> Any:
        yield self._user(lsp.TEXT_DOCUMENT_DID_CHANGE), (params,), None

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> Any:
        yield self._user(lsp.TEXT_DOCUMENT_DID_CLOSE), (params,), None

    @lsp_method(lsp.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(self, params: lsp.DidOpenNotebookDocumentParams) -> Any:
        yield self._user(lsp.NOTEBOOK_DOCUMENT_DID_OPEN), (params,), None

    @lsp_method(lsp.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(self, params: lsp.DidChangeNotebookDocumentParams) -> Any:
        yield self._user(lsp.NOTEBOOK_DOCUMENT_DID_CHANGE), (params,), None

    @lsp_method(lsp.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(self, params: lsp.DidCloseNotebookDocumentParams) -> Any:
        yield self._user(lsp.NOTEBOOK_DOCUMENT_DID_CLOSE), (params,), None

    def _user(self, method: str) -> Any:
        """Our handler: pygls' own copy of the text breaks lines where the protocol does not."""
        return self.fm.features[method]
