"""Handlers for the start of a session and for settings, configuration files and folders that change."""

from __future__ import annotations

import platform
import sys
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote, urlparse

from lsprotocol import types as lsp

from gradsight import __version__
from gradsight.lsp.convert import encoding_of, path_of
from gradsight.lsp.server import Server
from gradsight.lsp.settings import SECTION

CONFIGURATION_FILES = frozenset({"pyproject.toml", "gradsight.toml", ".gitignore"})
_WATCHED = ("**/*.py", "**/*.pyi", *(f"**/{name}" for name in sorted(CONFIGURATION_FILES)))


def initialize(server: Server, params: lsp.InitializeParams) -> None:
    """The encoding, and settings of clients that cannot be asked for them."""
    server.documents.encoding = encoding_of(server.workspace.position_encoding)
    options: Any = params.initialization_options
    if isinstance(options, dict):
        settings = options.get("settings", options)
        server.given = settings.get(SECTION, settings) if isinstance(settings, dict) else None
        server.editor.replace({"": server.given})
        server.client_commands = frozenset(map(str, options.get("commands") or ()))
        server.wondering.interpreter = str(options.get("interpreter") or "")
        server.wondering.trusted = options.get("trusted") is not False


async def initialized(server: Server, _params: lsp.InitializedParams) -> None:
    """Asks to be told of changes, and for the settings; meanwhile the worker gets ready."""
    server.warm_up()
    if registrations := list(_registrations(server)):
        await server.client_register_capability_async(lsp.RegistrationParams(registrations))
    await _pull(server)


async def changed(server: Server, params: lsp.DidChangeConfigurationParams) -> None:
    """The settings are asked for anew; a client that cannot be asked sends them along."""
    settings: Any = params.settings
    if not server.capability("workspace.configuration") and isinstance(settings, dict):
        server.editor.replace({"": settings.get(SECTION)})
    await _pull(server)
    server.again()


def files_changed(server: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
    """Configuration concerns everything; a Python file what imports it. Of an open file the editor's text counts."""
    names = {PurePath(unquote(urlparse(change.uri).path)).name for change in params.changes}
    if names & CONFIGURATION_FILES:
        server.again()
        return
    for change in params.changes:
        if server.documents.unit(change.uri) is None:
            server.changed(path_of(change.uri))


async def folders_changed(server: Server, _params: lsp.DidChangeWorkspaceFoldersParams) -> None:
    await _pull(server)
    server.again()


def debug_information(server: Server, _arguments: object) -> str:
    """What a report of a fault should say of the server."""
    lines = [
        f"gradsight {__version__}, Python {platform.python_version()} on {platform.platform()}",
        f"executable: {sys.executable}",
        f"libraries of: {server.wondering.environment().name}",
        f"position encoding: {server.documents.encoding}",
        f"folders: {', '.join(server.workspace.folders) or 'none'}",
        *(f"open: {unit.uri}, version {unit.version}" for unit in server.documents.units()),
        *(f"last analysis of {path}: {seconds * 1000:.1f} ms" for path, seconds in server.durations.items()),
    ]
    return "\n".join(lines)


def _registrations(server: Server) -> Any:
    if server.capability("workspace.did_change_configuration.dynamic_registration"):
        options = lsp.DidChangeConfigurationRegistrationOptions(SECTION)
        yield lsp.Registration("configuration", lsp.WORKSPACE_DID_CHANGE_CONFIGURATION, options)
    if server.capability("workspace.did_change_watched_files.dynamic_registration"):
        watchers = [lsp.FileSystemWatcher(pattern) for pattern in _WATCHED]
        files = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
        yield lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, files)


async def _pull(server: Server) -> None:
    """The settings of the whole workspace and of each folder, if the client can be asked; where it knows none, those of the start."""
    if not server.capability("workspace.configuration"):
        return
    folders = ["", *server.workspace.folders]
    items = [lsp.ConfigurationItem(scope_uri=folder or None, section=SECTION) for folder in folders]
    values = await server.workspace_configuration_async(lsp.ConfigurationParams(items))
    known = (server.given if value is None else value for value in values)
    server.editor.replace(dict(zip(folders, known, strict=False)))
