"""The same client for a server that only speaks HTTP: one POST a message on a connection that is kept."""

from __future__ import annotations

import http.client
import socket
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.stdio import PATIENCE, NoAnswerError, Process, Session

HOST = "127.0.0.1"
PAUSE = 0.005
IDLE = 2.0
"""Seconds after which a server may have closed a connection that was kept: Node.js does after five."""


class Posts:
    """Messages to ``/mcp``; what comes back, as JSON or as a stream of events, is kept until it is read."""

    def __init__(self, process: Process, port: int, patience: float) -> None:
        self.process = process
        self.link = http.client.HTTPConnection(HOST, port, timeout=patience)
        self.headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        self.come: deque[bytes] = deque()
        self.used = time.perf_counter()

    def send(self, message: bytes) -> None:
        if time.perf_counter() - self.used > IDLE:
            self.link.close()  # opened again by the request
        try:
            self.link.request("POST", "/mcp", message, self.headers)
            response = self.link.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.link.close()
            gone = self.process.popen.poll() is not None
            raise NoAnswerError(
                f"the server is gone: {self.process.last_words()}" if gone else f"no answer: {error!r}"
            ) from error
        self.used = time.perf_counter()
        if response.status >= 400:
            raise NoAnswerError(f"HTTP {response.status}: {body[:200].decode('utf-8', 'replace')}")
        if session := response.getheader("mcp-session-id"):
            self.headers["mcp-session-id"] = session
            self.headers["mcp-protocol-version"] = "2025-06-18"
        self.come.extend(messages(body, response.getheader("content-type", "")))

    def receive(self, until: float) -> bytes:
        if not self.come or time.perf_counter() > until:
            raise NoAnswerError("no answer in time")
        return self.come.popleft()

    def close(self) -> None:
        self.link.close()


def messages(body: bytes, kind: str) -> list[bytes]:
    """The JSON messages of a response: of each event the data, or the body."""
    if not kind.startswith("text/event-stream"):
        return [body] if body.strip() else []
    return [line[5:].strip() for line in body.splitlines() if line.startswith(b"data:") and line[5:].strip()]


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return one.getsockname()[1]


def connect_http(
    command: Sequence[str], cwd: Path, env: Mapping[str, str], port: int, patience: float = PATIENCE
) -> Session:
    """Starts a server, waits until its port is open, greets it and lists its tools."""
    born = time.perf_counter()
    process = Process(command, cwd, env)
    try:
        _opened(process, port, born + patience)
        return Session(process, Posts(process, port, patience), born, patience)
    except BaseException:
        process.end(0.0)
        raise


def second_client(first: Session) -> Session:
    """Another client of the same server; the process stays the first one's."""
    wire = first.wire
    assert isinstance(wire, Posts)
    return Session(first.process, Posts(first.process, wire.link.port, first.patience), time.perf_counter())


def _opened(process: Process, port: int, until: float) -> None:
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except OSError:
            if process.popen.poll() is not None:
                raise NoAnswerError(f"the server is gone: {process.last_words()}") from None
            if time.perf_counter() > until:
                raise NoAnswerError("its port does not open in time") from None
            time.sleep(PAUSE)
