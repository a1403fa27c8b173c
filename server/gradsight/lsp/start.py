"""Starts the server on standard input and output, or on a socket for debugging."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
import sys
from typing import BinaryIO

from gradsight.lsp.features import register
from gradsight.lsp.server import Server

LOG_LEVEL = "GRADSIGHT_LOG"
"""The environment variable with the level of the log on stderr, such as INFO; WARNING by default."""


class BadAddress(Exception):
    """The address cannot be listened on; the message says why."""


def serve(tcp: str | None, allow_remote: bool) -> None:
    """Runs until the client says so or is gone, and exits: 0 after a proper shutdown, else 1. Raises BadAddress."""
    logging.basicConfig(
        stream=sys.stderr,
        level=os.environ.get(LOG_LEVEL, "WARNING").upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_not_late)
    sys.setswitchinterval(0.002)
    server = Server()
    register(server)
    if tcp:
        host, port = _address(tcp, allow_remote)
        print(f"gradsight: listening on {host}:{port}", file=sys.stderr)
        server.start_tcp(host, port)
    else:
        server.start_io(stdout=_only_protocol())
    sys.exit(0 if server.was_shut_down else 1)


def _not_late(record: logging.LogRecord) -> bool:
    """False for what is said when a question is taken back that was answered already; editors do so at every key."""
    return not str(record.msg).startswith("Cancel notification for unknown")


def _only_protocol() -> BinaryIO:
    """The real standard output. From now on what anything else prints there goes to stderr."""
    real = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return real


def _address(text: str, allow_remote: bool) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    if not port.isdecimal() or int(port) > 65535:
        raise BadAddress(f"--tcp {text}: write HOST:PORT, as in 127.0.0.1:2087")
    if not allow_remote and not _is_loopback(host):
        raise BadAddress(f"--tcp {text}: other machines could reach this address; --allow-remote allows it")
    return host, int(port)


def _is_loopback(host: str) -> bool:
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError as error:
        raise BadAddress(f"--tcp: there is no host {host!r}") from error
    return all(ipaddress.ip_address(str(address).split("%")[0]).is_loopback for address in found)
