"""Real processes over stdin and stdout."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import JSONRPCError

from execplan.server.stdio import MAX_LINE, Line, Splitter, read_line

SERVE = """
import sys
from pathlib import Path
from execplan.server.app import serve
from execplan.workspace.workspace import Workspace
root = Path(sys.argv[1]) if len(sys.argv) > 1 else None
serve(lambda: Workspace(root))
"""
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


class Session:
    """A server process, spoken to line by line."""

    def __init__(self, *arguments: str, hook: str = "") -> None:
        """``hook`` is code that the process runs first."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", hook + SERVE, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        assert self.process.stdin
        assert self.process.stdout
        self.stdin, self.stdout = self.process.stdin, self.process.stdout

    def __enter__(self) -> Session:
        self.send(json.dumps(INITIALIZE))
        assert self.answer()["id"] == 1
        self.send(json.dumps(INITIALIZED))
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, line: str | bytes) -> None:
        self.stdin.write((line.encode() if isinstance(line, str) else line) + b"\n")
        self.stdin.flush()

    def answer(self) -> dict[str, Any]:
        return json.loads(self.stdout.readline())

    def ask(self, line: str | bytes) -> dict[str, Any]:
        self.send(line)
        return self.answer()

    def close(self) -> tuple[bytes, bytes]:
        """What was still on stdout, and stderr, after stdin ended."""
        return self.process.communicate(timeout=20)


def call(number: int, tool: str = "get_current_step", **arguments: Any) -> str:
    params = {"name": tool, "arguments": arguments}
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params})


@pytest.mark.anyio
@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_session_with_a_real_client(era: str, tmp_path: Path) -> None:
    server = StdioServerParameters(command=sys.executable, args=["-c", SERVE, str(tmp_path)], env=environment())
    async with Client(server, mode=era) as client:
        assert len((await client.list_tools()).tools) >= 12
        result = await client.call_tool("list_plans", {})
        assert not result.is_error
        assert result.structured_content == {"root": str(tmp_path), "plans": []}


def test_end_of_input_ends_the_process_within_a_second() -> None:
    with Session() as session:
        start = time.monotonic()
        rest, log = session.close()
        assert time.monotonic() - start < 1
        assert session.process.returncode == 0
        assert rest == b""
        assert log == b""


def test_requests_before_the_end_of_input_are_answered() -> None:
    with Session() as session:
        for number in range(2, 12):
            session.send(call(number))
        rest, _ = session.close()
        assert sorted(json.loads(line)["id"] for line in rest.splitlines()) == list(range(2, 12))


@pytest.mark.parametrize(
    ("line", "number", "code"),
    [
        (b"this is no JSON", None, -32700),
        (b'{"jsonrpc":"2.0","id":7,"method":"tools/call",', 7, -32700),
        (rb'{"jsonrpc":"2.0","id":"a1","method":"ping","params":{"x":"\ud800"}}', "a1", -32700),
        (b'{"jsonrpc":"2.0","id":3,"method":"ping","params":{"x":' + b"[" * 5000 + b"]" * 5000 + b"}}", 3, -32700),
        (b'{"jsonrpc":"2.0","id":4,"method":"ping","params":{"x":"' + b"y" * MAX_LINE + b'"}}', 4, -32600),
        (b'{"method":"ping","params":{"x":"' + b"y" * MAX_LINE + b'"},"jsonrpc":"2.0","id":5}', 5, -32600),
        (b'{"params":{"x":"' + b"y" * MAX_LINE + b'"},"id":6,"jsonrpc":"2.0"}', 6, -32600),
        (b'{"hello":"world"}', None, -32600),
        (b"[]", None, -32600),
        (b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]', None, -32600),
        (b'{"jsonrpc":"2.0","id":null,"method":"ping"}', None, -32600),
        (b'{"jsonrpc":"2.0","id":{},"method":"ping"}', None, -32600),
        (b'{"jsonrpc":"2.0","id":true,"method":"ping"}', None, -32600),
        (b'{"jsonrpc":"2.0","id":1.5,"method":"ping"}', None, -32600),
        (b'{"jsonrpc":"2.0","id":8,"method":"ping","params":[1]}', 8, -32600),
        (b'{"jsonrpc":"2.0","id":9,"method":"ping","params":{"x":' + b"1" * 5000 + b"}}", 9, -32700),
        (b"\xff\xfe", None, -32700),
    ],
    ids=lambda value: value[:24] if isinstance(value, bytes) else None,
)
def test_lines_that_are_no_messages_are_answered(line: bytes, number: object, code: int) -> None:
    found = read_line(next(Splitter().feed(line + b"\n")))
    assert isinstance(found, JSONRPCError)
    assert found.id == number
    assert found.error.code == code
    assert found.error.message.startswith("invalid: ")


def test_id_inside_the_parameters_is_not_taken_for_the_request_s() -> None:
    found = read_line(Line(b'{"method":"x","params":{"a":{"id":5}}', too_long=True))
    assert isinstance(found, JSONRPCError)
    assert found.id is None


def test_server_survives_them() -> None:
    with Session() as session:
        assert session.ask("nonsense")["error"]["message"].startswith("invalid: cannot be read as JSON: expected")
        answer = session.ask(b'{"jsonrpc":"2.0","id":9,"method":"x","params":{"y":"' + b"z" * 3 * MAX_LINE + b'"}}')
        assert answer["id"] == 9
        assert "1,000,000 bytes" in answer["error"]["message"]
        session.send("")
        assert session.ask(call(10))["result"]["isError"] is True


def test_splitter_holds_no_more_than_its_limit() -> None:
    splitter = Splitter(limit=100)
    lines = [line for _ in range(2000) for line in splitter.feed(b"x" * 10)]
    lines += splitter.feed(b'"id":1}\nshort\r\n\n  \nrest')
    assert [line.too_long for line in lines] == [True, False]
    assert lines[0].data.endswith(b'"id":1}')
    assert len(lines[0].data) < 1200
    assert lines[1].data == b"short\r"
    assert splitter.end() == Line(b"rest")
    assert splitter.end() is None


SLEEPS = """
import execplan.server.app, execplan.server.inventory
import time
from execplan.workspace.handle import OnDisk
OnDisk._asked = lambda *_: time.sleep(30)
"""
COMPUTES = """
import execplan.server.app, execplan.server.inventory
from execplan.workspace.handle import OnDisk
def asked(*_):
    while True:
        pass
OnDisk._asked = asked
"""


@pytest.mark.parametrize(
    ("hook", "line"),
    [
        (SLEEPS, call(2, "list_plans")),
        (COMPUTES, call(2, "list_plans")),
        (SLEEPS, '{"jsonrpc":"2.0","id":2,"method":"resources/list"}'),
        (SLEEPS, '{"jsonrpc":"2.0","id":2,"method":"resources/read","params":{"uri":"plan://one"}}'),
        (SLEEPS, '{"jsonrpc":"2.0","id":2,"method":"prompts/get","params":{"name":"resume"}}'),
    ],
    ids=["sleeps", "computes", "resources", "resource", "prompt"],
)
def test_end_of_input_ends_the_process_though_a_call_still_runs(hook: str, line: str, tmp_path: Path) -> None:
    (tmp_path / ".agents" / "one").mkdir(parents=True)
    (tmp_path / ".agents" / "one" / "PLAN.md").write_text("# One\n")
    with Session(str(tmp_path), hook=hook) as session:
        session.send(line)
        time.sleep(0.3)
        start = time.monotonic()
        rest, log = session.close()
        assert time.monotonic() - start < 1
        assert (session.process.returncode, log) == (0, b"")
        assert [json.loads(line).get("error", {}).get("message") for line in rest.splitlines()] == ["Connection closed"]


def test_an_interrupt_ends_the_process_though_a_call_still_runs(tmp_path: Path) -> None:
    (tmp_path / ".agents" / "one").mkdir(parents=True)
    (tmp_path / ".agents" / "one" / "PLAN.md").write_text("# One\n")
    # A shell's background job starts with it ignored, and so would the server.
    heeds = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    with Session(str(tmp_path), hook=SLEEPS + heeds) as session:
        session.send(call(2, "list_plans"))
        time.sleep(0.5)
        start = time.monotonic()
        session.process.send_signal(signal.SIGINT)
        assert session.process.wait(20) == 130
        assert time.monotonic() - start < 2


def test_a_write_under_way_at_the_end_of_input_is_whole(tmp_path: Path) -> None:
    (tmp_path / ".agents" / "one").mkdir(parents=True)
    file = tmp_path / ".agents" / "one" / "PLAN.md"
    file.write_text("# One\n\n## Progress\n\n- [ ] **Step 1**: Begin\n")
    before = file.read_text()
    hook = "import time\nfrom execplan.store import commit\nread = commit.read_steady\n"
    hook += "commit.read_steady = lambda *one: (time.sleep(30), read(*one))[1]\n"
    with Session(str(tmp_path), hook=hook) as session:
        session.send(call(2, "mark_step", step="1", status="done"))
        time.sleep(0.3)
        session.close()
    assert file.read_text() == before
    with Session(str(tmp_path)) as session:
        assert not session.ask(call(2, "mark_step", step="1", status="done"))["result"].get("isError")
        session.close()
    assert "- [x]" in file.read_text()
    assert [one.name for one in file.parent.iterdir()] == ["PLAN.md"]


def test_a_cancelled_call_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / ".agents" / "one").mkdir(parents=True)
    (tmp_path / ".agents" / "one" / "PLAN.md").write_text("# One\n")
    patient = "from execplan.server import stdio\nstdio._GRACE = 20\n"
    with Session(str(tmp_path), hook=SLEEPS + patient) as session:
        session.send(call(2, "list_plans"))
        cancelled = {"requestId": 2, "reason": "enough"}
        session.send(json.dumps({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": cancelled}))
        assert session.ask(call(3, "no_such_tool"))["id"] == 3
        start = time.monotonic()
        rest, log = session.close()
        assert time.monotonic() - start < 10
        assert (rest, log) == (b"", b"")
