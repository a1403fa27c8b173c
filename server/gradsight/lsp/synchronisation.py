"""Handlers for what the editor says of its documents. Text and notebooks are taken in at once, analysed later."""

from __future__ import annotations

from lsprotocol import types as lsp

from gradsight.lsp.server import Server


def opened(server: Server, params: lsp.DidOpenTextDocumentParams) -> None:
    server.take(server.documents.open(params.text_document))


def changed(server: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    server.take(server.documents.change(params.text_document, params.content_changes))


def closed(server: Server, params: lsp.DidCloseTextDocumentParams) -> None:
    server.drop(server.documents.close(params.text_document.uri))


def notebook_opened(server: Server, params: lsp.DidOpenNotebookDocumentParams) -> None:
    server.take(server.documents.open_notebook(params.notebook_document, params.cell_text_documents))


def notebook_changed(server: Server, params: lsp.DidChangeNotebookDocumentParams) -> None:
    before = server.documents.unit(params.notebook_document.uri)
    unit = server.documents.change_notebook(params.notebook_document, params.change)
    kept = {part.uri for part in unit.parts}
    server.clear(part.uri for part in (before.parts if before else ()) if part.uri not in kept)
    server.take(unit)


def notebook_closed(server: Server, params: lsp.DidCloseNotebookDocumentParams) -> None:
    server.drop(server.documents.close_notebook(params.notebook_document.uri))
