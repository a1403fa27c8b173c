"""The server as a process: malformed and untimely messages, cancellation, faults, and how it ends."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from lsp_session import CONSTANT, LIMIT, NON_LEAF, URI, session
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

SERVER = [sys.executable, "-m", "gradsight", "server"]


class Raw:
    """A client that may send anything."""

    def __init__(self, command: list[str] | None = None) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command or SERVER, stdin=pipe, stdout=pipe, stderr=pipe)

    def send(self, message: dict[str, Any] | bytes) -> None:
        assert self.process.stdin
        body = message if isinstance(message, bytes) else json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def request(self, identifier: int, method: str, params: Any = None) -> dict[str, Any]:
        """The answer; what the server says by itself meanwhile is passed over."""
        self.send({"id": identifier, "method": method, "params": params})
        while (answer := self.receive()).get("id") != identifier or "method" in answer:
            pass
        return answer

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            if line.startswith(b"Content-Length: "):
                length = int(line.split()[1])
        answer: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return answer

    def initialize(self) -> dict[str, Any]:
        answer = self.request(1, "initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.send({"method": "initialized", "params": {}})
        return answer

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()


def _hover(uri: str = URI) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": 3, "character": 1}}


def _item(text: str) -> dict[str, Any]:
    return {"textDocument": {"uri": URI, "languageId": "python", "version": 1, "text": text}}


def test_a_malformed_request_is_answered_and_the_server_goes_on() -> None:
    with Raw() as client:
        assert client.request(1, "textDocument/hover", _hover())["error"]["code"] == -32002
        client.initialize()
        client.send({"method": "textDocument/didOpen", "params": _item(NON_LEAF)})
        assert client.request(2, "textDocument/hover", {"textDocument": {}})["error"]["code"] == -32602
        assert client.request(3, "textDocument/hover")["error"]["code"] == -32602
        assert client.request(4, "no/such/method")["error"]["code"] == -32601
        assert client.request(5, "workspace/executeCommand", {"command": "no.such"})["error"]["code"] == -32602
        client.send(b"{ this is no JSON")
        client.send({"method": "textDocument/didChange", "params": {"nonsense": True}})
        client.send({"method": "no/such/notification", "params": {}})
        unknown = {"textDocument": {"uri": "file:///never_opened.py", "version": 2}, "contentChanges": [{"text": "x"}]}
        client.send({"method": "textDocument/didChange", "params": unknown})
        client.send({"method": "$/cancelRequest", "params": {"id": 999}})
        assert client.request(6, "textDocument/hover", _hover())["result"]["range"]["start"] == {
            "line": 3,
            "character": 0,
        }
        far = {**_hover(), "position": {"line": 10**9, "character": 10**9}}
        assert client.request(7, "textDocument/hover", far)["result"] is None


def test_shutdown_and_exit_end_the_process_with_zero() -> None:
    with Raw() as client:
        client.initialize()
        assert client.request(2, "shutdown")["result"] is None
        assert client.request(3, "textDocument/hover", _hover())["error"]["code"] == -32600
        client.send({"method": "exit"})
        assert client.process.wait(LIMIT) == 0


def test_a_question_that_is_taken_back_too_late_is_no_matter_for_the_log() -> None:
    with Raw() as client:
        client.initialize()
        client.send({"method": "$/cancelRequest", "params": {"id": 1}})
        assert client.request(2, "shutdown")["result"] is None
        client.send({"method": "exit"})
        assert client.process.stderr
        assert client.process.stderr.read() == b""


def test_exit_without_shutdown_ends_with_one() -> None:
    with Raw() as client:
        client.initialize()
        client.send({"method": "exit"})
        assert client.process.wait(LIMIT) == 1


def test_the_server_ends_with_its_client() -> None:
    with Raw() as client:
        client.initialize()
        assert client.process.stdin
        client.process.stdin.close()
        assert client.process.wait(LIMIT) == 1


STAND_IN = """
import sys, time, types
from gradsight.lsp.features import register
from gradsight.lsp.server import Server
from gradsight.lsp.start import _only_protocol
from gradsight.facts import Facts
from gradsight.findings import Fact

def analyse(module, path, project, past):
    text = module.text.source
    if "fault" in text:
        print("a stray line on standard output")
        raise RuntimeError("an invariant does not hold")
    if "slow" in text:
        time.sleep(4)
    fact = Fact(0, 4, "tensor", ("leaf",), verdict="leaf: " + text)
    return types.SimpleNamespace(facts=Facts.of([fact]), findings=(), elsewhere=(), sources={})

server = Server(analyse)
register(server)
server.start_io(stdout=_only_protocol())
sys.exit(0 if server.was_shut_down else 1)
"""


@pytest.fixture
def stand_in(tmp_path: Path) -> str:
    """A server with an engine that is slow or fails on demand."""
    path = tmp_path / "server.py"
    path.write_text(STAND_IN)
    return str(path)


@pytest.mark.asyncio
async def test_a_fault_of_ours_answers_null_and_the_server_goes_on(stand_in: str) -> None:
    async with session(command=[stand_in]) as editor:
        editor.open("fault")
        assert await editor.hover(0, 1) is None
        assert await editor.actions(0, 1) == []
        assert await editor.hints() == []
        editor.change(2, "fine")
        hover = await editor.hover(0, 1)
        assert hover is not None
        assert "leaf: fine" in str(hover.contents)
        assert await editor.codes(2) == []


@pytest.mark.asyncio
async def test_an_answer_about_an_older_text_is_not_given(stand_in: str) -> None:
    async with session(command=[stand_in]) as editor:
        editor.open("slow")
        asked = asyncio.ensure_future(editor.hover(0, 1))
        await asyncio.sleep(0.3)
        editor.change(2, "fine")
        assert await asked is None
        assert await editor.codes(2) == []
        assert (URI, 1) not in editor.published


@pytest.mark.asyncio
async def test_other_documents_are_answered_while_one_is_analysed(stand_in: str) -> None:
    async with session(command=[stand_in]) as editor:
        editor.open("fine")
        await editor.diagnostics()
        editor.open("slow", "file:///project/slow.py")
        began = time.monotonic()
        assert await editor.hover(0, 1) is not None
        assert time.monotonic() - began < 3


@pytest.mark.asyncio
async def test_a_request_can_be_cancelled(stand_in: str) -> None:
    async with session(command=[stand_in]) as editor:
        editor.open("slow")
        where = lsp.HoverParams(lsp.TextDocumentIdentifier(URI), lsp.Position(0, 1))
        asking = editor.client.protocol.send_request_async(lsp.TEXT_DOCUMENT_HOVER, where, msg_id="slow-hover")
        asked = asyncio.ensure_future(asking)
        await asyncio.sleep(0.1)
        editor.client.cancel_request(lsp.CancelParams("slow-hover"))
        with pytest.raises(JsonRpcException) as refused:
            await asyncio.wait_for(asked, 3.5)
        assert refused.value.code == -32800


@pytest.mark.asyncio
async def test_trace_is_told_when_it_is_set() -> None:
    async with session() as editor:
        editor.open(CONSTANT)
        await editor.hover(2, 0)
        assert editor.traces == []
        editor.client.set_trace(lsp.SetTraceParams(lsp.TraceValue.Messages))
        await editor.hover(2, 0)
        await editor.hover(2, 0)
        assert editor.traces
        assert all(trace.startswith("textDocument/hover: ") for trace in editor.traces)


REFUSED = ["localhost", "127.0.0.1:notaport", "127.0.0.1:99999", "0.0.0.0:0", "8.8.8.8:80"]


@pytest.mark.parametrize("address", REFUSED)
def test_only_loopback_is_listened_on(address: str) -> None:
    ran = subprocess.run([*SERVER, "--tcp", address], capture_output=True, timeout=LIMIT, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"gradsight: --tcp ")


@pytest.mark.asyncio
async def test_tcp_for_debugging() -> None:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = await asyncio.create_subprocess_exec(*SERVER, "--tcp", f"127.0.0.1:{port}", stderr=asyncio.subprocess.PIPE)
    assert server.stderr
    assert await server.stderr.readline() == f"gradsight: listening on 127.0.0.1:{port}\n".encode()
    for _ in range(LIMIT * 10):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            break
        except OSError:
            await asyncio.sleep(0.1)
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "shutdown"}).encode()
    writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    assert await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), LIMIT)
    writer.close()
    assert await asyncio.wait_for(server.wait(), LIMIT) == 1
