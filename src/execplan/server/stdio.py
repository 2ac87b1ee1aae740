"""Standard input and output, guarded: what is too long or not JSON-RPC is answered. Knows JSON-RPC; knows no tools.

The SDK's own transport answers nothing to a line it cannot read, so that the client waits for ever, and takes
lines of any length. Only its writing half is used here.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, cast

import anyio
import anyio.from_thread
import anyio.lowlevel
from anyio.streams.memory import MemoryObjectReceiveStream
from mcp.server.stdio import stdio_server
from mcp.shared._stream_protocols import WriteStream
from mcp.shared.message import SessionMessage
from mcp_types import (
    INVALID_REQUEST,
    PARSE_ERROR,
    ErrorData,
    JSONRPCError,
    JSONRPCNotification,
    JSONRPCRequest,
    JSONRPCResponse,
    RequestId,
    jsonrpc_message_adapter,
)
from pydantic import ValidationError

MAX_LINE = 1_000_000
"""Bytes of one message."""
_CHUNK = 65_536
_GRACE = 0.7
"""Seconds for the answers to what was asked before stdin ended."""
_STREAM = "subscriptions/listen"
_KEPT = 512
"""Bytes kept of either end of a line that is too long: enough to find its id."""

_ID = rb'"id"\s*:\s*(\d{1,15}(?![\d.eE])|"[^"\\]{1,80}")'
_ID_FIRST = re.compile(rb'\s*\{(?:\s*"jsonrpc"\s*:\s*"2\.0"\s*,)?(?:\s*"method"\s*:\s*"[^"\\]*"\s*,)?\s*' + _ID)
_ID_LAST = re.compile(_ID + rb'\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*\Z')


@dataclass(frozen=True, slots=True)
class Line:
    """One line; of one that is too long only its ends."""

    data: bytes
    too_long: bool = False


@dataclass(slots=True)
class Splitter:
    """Chunks of bytes to lines, never holding more than ``limit`` bytes."""

    limit: int = MAX_LINE
    _held: bytearray = field(default_factory=bytearray)
    _head: bytes = b""
    _too_long: bool = False

    def feed(self, chunk: bytes) -> Iterator[Line]:
        *ended, rest = chunk.split(b"\n")
        for part in ended:
            self._hold(part)
            line = self.end()
            if line is not None:
                yield line
        self._hold(rest)

    def end(self) -> Line | None:
        """The line held so far, as if it ended here; None for a blank one."""
        line = Line(self._head + bytes(self._held), self._too_long)
        self._held, self._head, self._too_long = bytearray(), b"", False
        return line if line.data.strip() else None

    def _hold(self, part: bytes) -> None:
        self._held += part
        if len(self._held) > (_KEPT if self._too_long else self.limit):
            if not self._too_long:
                self._head, self._too_long = bytes(self._held[:_KEPT]), True
            del self._held[:-_KEPT]


def read_line(line: Line) -> SessionMessage | JSONRPCError:
    """The message in a line, or the answer to a line that holds none."""
    if line.too_long:
        return _error(line, INVALID_REQUEST, f"invalid: a message may have {MAX_LINE:,} bytes at most")
    try:
        message = jsonrpc_message_adapter.validate_json(line.data, by_name=False)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            reason = first.get("ctx", {}).get("error", "")
            return _error(line, PARSE_ERROR, f"invalid: cannot be read as JSON: {reason}")
        return _error(line, INVALID_REQUEST, f"invalid: {_wrong(json.loads(line.data))}")
    if isinstance(message, JSONRPCNotification) and "id" in json.loads(line.data):
        # An id of another type makes it look like a notification, and nobody would be answered.
        return _error(line, INVALID_REQUEST, "invalid: 'id' must be a text or a whole number")
    return SessionMessage(message)


def _wrong(sent: object) -> str:
    """What is wrong with JSON that is no message."""
    if isinstance(sent, list):
        return "no batches here: one message a line"
    if not isinstance(sent, dict):
        return "a message is an object"
    message = cast("dict[str, object]", sent)
    if message.get("jsonrpc") != "2.0":
        return 'a message has "jsonrpc": "2.0"'
    if not isinstance(message.get("params", {}), dict):
        return "'params' must be an object"
    return "a message has a 'method', or an 'id' with a 'result' or an 'error'"


def _error(line: Line, code: int, message: str) -> JSONRPCError:
    """An error for the request whose id the line begins or ends with, since a client waits for that id."""
    found = _ID_FIRST.match(line.data[:_KEPT]) or _ID_LAST.search(line.data[-_KEPT:])
    told = found[1].decode("utf-8", "replace") if found else None
    id_ = None if told is None else told.strip('"') if told.startswith('"') else int(told)
    return JSONRPCError(jsonrpc="2.0", id=id_, error=ErrorData(code=code, message=message))


class _NoInput:
    """Stands in for the stdin that the SDK's transport would read."""

    def __aiter__(self) -> AsyncIterator[str]:
        return self

    async def __anext__(self) -> str:
        raise StopAsyncIteration


class Answers:
    """The stream of outgoing messages, which knows how many requests are still unanswered."""

    def __init__(self, outgoing: WriteStream[SessionMessage]) -> None:
        self._outgoing = outgoing
        self._open: set[RequestId] = set()
        self._idle = anyio.Event()

    def expect(self, message: SessionMessage) -> None:
        """A request waits for its answer, unless it is cancelled, or opens a stream that ends only with the session."""
        told = message.message
        if isinstance(told, JSONRPCRequest):
            if told.method != _STREAM:
                self._open.add(told.id)
        elif isinstance(told, JSONRPCNotification) and told.method == "notifications/cancelled":
            self._settle((told.params or {}).get("requestId"))

    @property
    def waiting(self) -> bool:
        """Whether a request has no answer yet."""
        return bool(self._open)

    async def idle(self, seconds: float) -> None:
        """Returns when every request has its answer, at the latest after so many seconds."""
        with anyio.move_on_after(seconds):
            while self._open:
                self._idle = anyio.Event()
                await self._idle.wait()

    async def send(self, item: SessionMessage, /) -> None:
        await self._outgoing.send(item)
        if isinstance(item.message, JSONRPCResponse | JSONRPCError):
            self._settle(item.message.id)

    def _settle(self, id_: object) -> None:
        self._open = {one for one in self._open if one != id_}
        self._idle.set()

    async def aclose(self) -> None:
        await self._outgoing.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        await self.aclose()


@asynccontextmanager
async def guarded_stdio(
    prepared: Callable[[], Awaitable[None]],
) -> AsyncGenerator[tuple[MemoryObjectReceiveStream[SessionMessage | Exception], Answers]]:
    """The two streams of a session on this process's stdin and stdout.

    The first ends when stdin does, once what was asked is answered (the SDK drops the calls that still run then).
    What a first call waits for until all is ``prepared`` is not taken from the seconds that its answer has then.
    """
    taken = _take_stdin()
    messages, incoming = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    async with stdio_server(stdin=cast("Any", _NoInput())) as (ignored, written):
        await ignored.aclose()
        outgoing = Answers(written)

        async def receive(line: Line) -> None:
            found = read_line(line)
            if isinstance(found, JSONRPCError):
                await written.send(SessionMessage(found))
            else:
                outgoing.expect(found)
                await messages.send(found)

        async def finish() -> None:
            if outgoing.waiting:
                await prepared()
            await outgoing.idle(_GRACE)
            await messages.aclose()

        token = anyio.lowlevel.current_token()

        def read() -> None:
            splitter = Splitter()
            try:
                while chunk := os.read(taken, _CHUNK):
                    for line in splitter.feed(chunk):
                        anyio.from_thread.run(receive, line, token=token)
                last = splitter.end()
                if last is not None:
                    anyio.from_thread.run(receive, last, token=token)
                anyio.from_thread.run(finish, token=token)
            except Exception:  # the loop is gone or the session closed: nobody is left to read for
                return

        # A daemon: an interrupt must not wait for a client that keeps stdin open and says nothing.
        threading.Thread(target=read, name="execplan stdin", daemon=True).start()
        yield incoming, outgoing


def _take_stdin() -> int:
    """A private descriptor of stdin; descriptor 0 then reads as empty, so that a child process takes no message."""
    private = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return private
