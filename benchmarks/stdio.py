"""A client of MCP servers by hand: JSON lines over pipes, nothing of any SDK. Knows the protocol; measures one request at a time.

The clock runs from before a request is written until its answer is whole. What else a server says meanwhile
(log messages, notices) is skipped; what it asks (roots, a ping) is answered.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

PATIENCE = 60.0
CHUNK = 1 << 16
HELLO: Mapping[str, Any] = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "bench", "version": "1"},
}


class NoAnswerError(Exception):
    """The server did not answer in time, or is gone. The text says which, and what it wrote on stderr last."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many milliseconds."""

    ms: float
    result: Mapping[str, Any]
    error: str | None = None

    @property
    def text(self) -> str:
        """What the model is shown."""
        return "\n".join(str(one.get("text", "")) for one in self.result.get("content", ()) if one["type"] == "text")

    @property
    def refused(self) -> str | None:
        """Why the call was not done; none when it was."""
        if self.error is not None:
            return self.error
        return self.text or "an error without a text" if self.result.get("isError") else None


class Wire(Protocol):
    """One way to a server: a message there, the messages that come back."""

    def send(self, message: bytes) -> None: ...
    def receive(self, until: float) -> bytes: ...
    def close(self) -> None: ...


class Process:
    """A server process in a group of its own; its stderr goes to a file, so that it never waits for a reader."""

    def __init__(self, command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None) -> None:
        self.stderr = tempfile.TemporaryFile()  # noqa: SIM115  # closed by end()
        self.popen = subprocess.Popen(
            command,
            cwd=cwd,
            env=dict(os.environ) | dict(env or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.stderr,
            bufsize=0,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self.popen.pid

    def last_words(self) -> str:
        self.stderr.seek(max(0, self.stderr.seek(0, os.SEEK_END) - 600))
        lines = self.stderr.read().decode("utf-8", "replace").strip().splitlines()
        return " ".join(lines[-3:])[-300:]

    def end(self, patience: float = 1.0) -> float:
        """Ends the whole group and answers the CPU seconds that the process and its children took."""
        before = os.times()
        if self.popen.stdin:
            self.popen.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(patience)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.popen.wait()
        if self.popen.stdout:
            self.popen.stdout.close()
        self.stderr.close()
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system


class Pipe:
    """A server on stdin and stdout: one JSON message a line."""

    def __init__(self, process: Process) -> None:
        self.process = process
        assert process.popen.stdin
        assert process.popen.stdout
        self.there, self.back = process.popen.stdin.fileno(), process.popen.stdout.fileno()
        self.held = bytearray()
        self.seen = 0

    def send(self, message: bytes) -> None:
        left = memoryview(message + b"\n")
        try:
            while left:
                left = left[os.write(self.there, left) :]
        except OSError as error:
            raise NoAnswerError(f"the server is gone: {self.process.last_words() or error}") from error

    def receive(self, until: float) -> bytes:
        while (end := self.held.find(b"\n", self.seen)) < 0:
            self.seen = len(self.held)
            ready, _, _ = select.select([self.back], [], [], max(0.0, until - time.perf_counter()))
            if not ready:
                raise NoAnswerError("no answer in time")
            chunk = os.read(self.back, CHUNK)
            if not chunk:
                raise NoAnswerError(f"the server is gone: {self.process.last_words()}")
            self.held += chunk
        line = bytes(self.held[:end])
        del self.held[: end + 1]
        self.seen = 0
        return line

    def close(self) -> None:
        """Nothing is held but the process, which its owner ends."""


class Session:
    """A greeted server. ``started`` holds the milliseconds until it was greeted and until its tools were listed."""

    def __init__(self, process: Process, wire: Wire, born: float, patience: float = PATIENCE) -> None:
        self.process, self.wire, self.patience = process, wire, patience
        self.sent = 0
        self.cpu: float | None = None
        self.info = self._expect("initialize", HELLO)
        greeted = time.perf_counter()
        self.wire.send(_line({"method": "notifications/initialized"}))
        self.tools: tuple[Mapping[str, Any], ...] = tuple(self._expect("tools/list", {})["tools"])
        self.started = ((greeted - born) * 1000, (time.perf_counter() - born) * 1000)

    def request(self, method: str, params: Mapping[str, Any], patience: float | None = None) -> Answer:
        self.sent += 1
        line = _line({"id": self.sent, "method": method, "params": params})
        start = time.perf_counter()
        self.wire.send(line)
        until = start + (patience or self.patience)
        while True:
            raw = self.wire.receive(until)
            took = (time.perf_counter() - start) * 1000
            message = _read(raw)
            if message is None:
                continue
            if "method" in message:
                self._oblige(message)
            elif message.get("id") == self.sent:
                error = message.get("error")
                return Answer(took, message.get("result") or {}, error and str(error.get("message", error)))

    def call(self, tool: str, arguments: Mapping[str, Any], patience: float | None = None) -> Answer:
        return self.request("tools/call", {"name": tool, "arguments": arguments}, patience)

    def close(self) -> None:
        self.wire.close()
        self.cpu = self.process.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _expect(self, method: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
        answer = self.request(method, params)
        if answer.error is not None:
            raise NoAnswerError(f"{method}: {answer.error}")
        return answer.result

    def _oblige(self, asked: Mapping[str, Any]) -> None:
        if "id" not in asked:
            return
        if asked["method"] == "ping":
            self.wire.send(_line({"id": asked["id"], "result": {}}))
        else:
            self.wire.send(_line({"id": asked["id"], "error": {"code": -32601, "message": "not offered"}}))


def connect(
    command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None, patience: float = PATIENCE
) -> Session:
    """Starts a server on pipes, greets it and lists its tools."""
    born = time.perf_counter()
    process = Process(command, cwd, env)
    try:
        return Session(process, Pipe(process), born, patience)
    except BaseException:
        process.end(0.0)
        raise


def _line(message: Mapping[str, Any]) -> bytes:
    return json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False, separators=(",", ":")).encode()


def _read(raw: bytes) -> dict[str, Any] | None:
    """The message of a line; none for a line that is none (some servers print to stdout)."""
    try:
        message = json.loads(raw)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None
