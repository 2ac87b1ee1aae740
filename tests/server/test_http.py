"""The server over HTTP: a real process, real clients of both eras, and requests that are not let in."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from mcp import Client

from execplan.server.stdio import MAX_LINE
from tests.server.test_stdio import INITIALIZE, environment

HEADERS = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
eras = pytest.mark.parametrize("era", ["auto", "legacy"])


class Web:
    """A server process. ``url`` is what it says on standard error."""

    def __init__(self, root: Path, *options: str, http: str = "127.0.0.1:0") -> None:
        command = [sys.executable, "-m", "execplan", "mcp", "--root", str(root), "--http", http, *options]
        self.process = subprocess.Popen(
            command,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # what a buffer holds, communicate() does not see
        )
        assert self.process.stderr
        self.said = self.process.stderr.readline().decode()
        self.url = self.said.rpartition(" at ")[2].strip()

    def post(self, content: str | bytes, **headers: str) -> httpx2.Response:
        return httpx2.post(self.url, content=content, headers={**HEADERS, **headers}, timeout=20)

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[float, bytes, bytes]:
        """Seconds until it ended, standard output and error."""
        start = time.monotonic()
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=20)
        return time.monotonic() - start, out, err


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One process for all tests that do not end it."""
    one = Web(tmp_path_factory.mktemp("web"))
    yield one
    _, out, err = one.end()
    assert (out, b"Traceback" in err) == (b"", False)


@eras
async def test_a_client_creates_and_reads(era: str, web: Web) -> None:
    assert web.url.startswith("http://127.0.0.1:")
    assert not web.url.startswith("http://127.0.0.1:0")
    async with Client(web.url, mode=era) as client:
        made = await client.call_tool("create_plan", {"title": f"A {era}", "objective": "B", "steps": ["one"]})
        assert not made.is_error
        current = await client.call_tool("get_current_step", {"plan": f"A {era}"})
        assert current.structured_content
        assert current.structured_content["title"] == "one"
        wrong = await client.call_tool("mark_step", {"stat": 1})
        assert wrong.is_error


@eras
async def test_read_only_and_chosen_tools(era: str, tmp_path: Path) -> None:
    one = Web(tmp_path, "--read-only", "--tools", "core")
    try:
        async with Client(one.url, mode=era) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            assert "get_current_step" in names
            assert "create_plan" not in names
    finally:
        one.process.kill()
        one.process.communicate()


def test_a_page_is_refused(web: Web) -> None:
    port = web.url.split(":")[2].removesuffix("/mcp")
    asked = json.dumps(INITIALIZE)
    assert web.post(asked).status_code == 200
    assert web.post(asked, host=f"localhost:{port}", origin=f"http://localhost:{port}").status_code == 200
    for headers in ({"host": f"evil.example:{port}"}, {"origin": "http://evil.example"}, {"origin": "null"}):
        answer = web.post(asked, **headers)
        assert answer.status_code == 403
        assert answer.json()["error"]["message"].startswith("refused: ")
        assert answer.json()["id"] is None
        assert "mcp-session-id" not in answer.headers
    assert httpx2.get(web.url, headers={"host": "evil.example"}).status_code == 403
    assert httpx2.get(web.url.removesuffix("/mcp"), headers={"host": "evil.example"}).status_code == 403
    assert web.post(asked, **{"content-type": "text/plain"}).status_code == 400


def test_two_hosts_are_one_too_many(web: Web) -> None:
    port = int(web.url.split(":")[2].removesuffix("/mcp"))
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
        raw.sendall(b"GET /mcp HTTP/1.1\r\nHost: localhost\r\nOrigin: http://a\r\nOrigin: http://b\r\n\r\n")
        assert raw.recv(1000).startswith(b"HTTP/1.1 400 ")


def test_a_message_is_too_long(web: Web) -> None:
    call = {**INITIALIZE, "params": {**INITIALIZE["params"], "x": "y" * MAX_LINE}}
    answer = web.post(json.dumps(call))
    assert answer.status_code == 413
    assert answer.json()["error"]["message"] == "invalid: a message may have 1,000,000 bytes at most"
    unsized = httpx2.post(web.url, content=iter([json.dumps(call).encode()]), headers=HEADERS, timeout=20)
    assert unsized.status_code == 413
    assert web.post(json.dumps(INITIALIZE)).status_code == 200


@pytest.mark.parametrize("version", [None, "2025-11-25", "2026-07-28"])
@pytest.mark.parametrize("body", ["nonsense", '{"jsonrpc":"2.0","id":1', "[" * 5000, "[]", "3", '{"a":1}'])
def test_what_is_no_message_is_answered(web: Web, version: str | None, body: str) -> None:
    headers = {} if version is None else {"mcp-protocol-version": version}
    answer = web.post(body, **headers)
    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]["code"] in (-32700, -32600, -32602)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_though_a_stream_is_open(how: signal.Signals, tmp_path: Path) -> None:
    # A shell's background job starts with SIGINT ignored, and so would the server.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        one = Web(tmp_path)
    finally:
        signal.signal(signal.SIGINT, before)
    started = one.post(json.dumps(INITIALIZE))
    session = {"mcp-session-id": started.headers["mcp-session-id"], "mcp-protocol-version": "2025-06-18"}
    opened = threading.Event()

    def listen() -> None:
        with (
            suppress(httpx2.HTTPError),
            httpx2.stream("GET", one.url, headers={**HEADERS, **session}, timeout=20) as stream,
        ):
            opened.set()
            for _ in stream.iter_bytes():
                pass

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    assert opened.wait(10)
    seconds, out, err = one.end(how)
    thread.join(10)
    assert seconds < 2
    assert out == b""
    assert err == b""
    assert one.process.returncode in ((-signal.SIGTERM,) if how == signal.SIGTERM else (130, -signal.SIGINT))


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "execplan", "mcp", *options],
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_addresses_that_cannot_be_used(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        cases = {
            ("--http", f"127.0.0.1:{port}"): f"error: port {port} on 127.0.0.1 is taken",
            ("--http", "0.0.0.0:0"): "--allow-remote",
            ("--http", "8765"): "is no HOST:PORT",
            ("--allow-remote",): "error: --allow-remote is for --http",
        }
        for options, said in cases.items():
            done = run("--root", str(tmp_path), *options)
            assert done.returncode == 2
            assert said in done.stderr
            assert "Traceback" not in done.stderr
            assert done.stdout == ""


def test_a_remote_server_says_that_there_is_no_login(tmp_path: Path) -> None:
    one = Web(tmp_path, "--allow-remote", http="0.0.0.0:0")
    try:
        assert one.url.startswith("http://127.0.0.1:")
        assert one.post(json.dumps(INITIALIZE)).status_code == 200
        assert one.post(json.dumps(INITIALIZE), host="10.1.2.3:80").status_code == 200
        assert one.post(json.dumps(INITIALIZE), host="evil.example").status_code == 403
    finally:
        _, _, err = one.end()
    assert b"no login" in err
