"""The client that measures, against real server processes."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from benchmarks.calls import asked, turns_of
from benchmarks.connecting import connected
from benchmarks.memory import family, held
from benchmarks.over_http import free_port
from benchmarks.peer import Board, Peer, Scene, Spot, Start, Tools
from benchmarks.peers.echo import ECHO
from benchmarks.peers.ours import OURS
from benchmarks.rounds import NoFigureError
from benchmarks.stdio import NoAnswerError, connect

from benchmarks import over_http, writers

# A server of a few lines, so that what the client does with odd ones can be tried.
ODD = """
import json, subprocess, sys
def say(**message): print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    match asked.get("method"):
        case "initialize": say(id=asked["id"], result={"serverInfo": {"name": "odd"}})
        case "tools/list":
            print("this line is no message", flush=True)
            say(method="notifications/message", params={})
            say(id="mine", method="ping")
            answer = json.loads(sys.stdin.readline())
            say(id=asked["id"], result={"tools": [{"name": json.dumps(answer), "inputSchema": {}}]})
        case "tools/call" if asked["params"]["name"] == "die": print("dying", file=sys.stderr); sys.exit(3)
        case "tools/call" if asked["params"]["name"] == "sleep": pass
        case "tools/call" if asked["params"]["name"] == "child":
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
            say(id=asked["id"], result={"content": [{"type": "text", "text": str(child.pid)}]})
        case "tools/call": say(id=asked["id"], result={"isError": True, "content": [{"type": "text", "text": "no"}]})
"""


@pytest.fixture
def odd(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "odd.py").write_text(ODD, "utf-8")
    return (sys.executable, str(tmp_path / "odd.py"))


def test_our_own_server_is_started_asked_and_marked(tmp_path: Path) -> None:
    scene = Scene(tmp_path / "root", Board(3))
    OURS.lay(scene)
    first = scene.board.open[0]
    with connected(OURS, scene.root, Tools()) as session:
        greeted, listed = session.started
        assert 0 < greeted <= listed
        assert "mark_step" in {tool["name"] for tool in session.tools}
        assert first.title in asked(OURS, session, OURS.current(scene)).text
        assert held(session.process.pid).rss > 10
        for place, question in enumerate(turns_of(OURS, session, scene, 30).values()):
            assert question(0) > 0, place
    assert session.cpu
    assert session.cpu > 0.1
    text = (scene.root / ".agents" / first.slug / "PLAN.md").read_text("utf-8")
    assert f"- [x] **Step {first.step + 1}**" in text


def test_a_refused_call_is_no_figure(tmp_path: Path) -> None:
    scene = Scene(tmp_path / "root", Board(1))
    OURS.lay(scene)
    with (
        connected(OURS, scene.root, Tools()) as session,
        pytest.raises(NoFigureError, match=r"mark_step: not_found"),
    ):
        asked(OURS, session, OURS.mark(scene, Spot(0, 99), True))


def test_an_answer_that_tells_another_step_is_no_figure(tmp_path: Path) -> None:
    laid, believed = Scene(tmp_path, Board(1, fresh=True)), Scene(tmp_path, Board(1))
    OURS.lay(laid)
    with connected(OURS, tmp_path, Tools()) as session, pytest.raises(NoFigureError, match="does not tell"):
        turns_of(OURS, session, believed, 30)["current"](0)


def test_a_mark_that_writes_nothing_is_no_figure(tmp_path: Path) -> None:
    scene = Scene(tmp_path, Board(1))
    OURS.lay(scene)
    liar = Peer(
        "liar", "liar", "", ECHO.start, ECHO.lay, ECHO.current, ECHO.mark, file=OURS.file
    )  # says that it was done
    with connected(liar, tmp_path, Tools()) as session, pytest.raises(NoFigureError, match="nothing was written"):
        turns_of(liar, session, scene, 30)["mark"](0)


def test_what_is_no_answer_is_skipped_and_a_ping_is_answered(odd: tuple[str, ...], tmp_path: Path) -> None:
    with connect(odd, tmp_path) as session:
        assert session.info["serverInfo"]["name"] == "odd"
        assert '"result": {}' in session.tools[0]["name"]
        assert session.call("refuse", {}).refused == "no"


def test_a_server_that_dies_or_is_silent_is_told(odd: tuple[str, ...], tmp_path: Path) -> None:
    with connect(odd, tmp_path) as session, pytest.raises(NoAnswerError, match="in time"):
        session.call("sleep", {}, patience=0.05)
    with connect(odd, tmp_path) as session, pytest.raises(NoAnswerError, match="gone: dying"):
        session.call("die", {})
    with pytest.raises(NoAnswerError, match="gone"):
        connect((sys.executable, "-c", "pass"), tmp_path)


def test_children_are_counted_and_ended_with_their_server(odd: tuple[str, ...], tmp_path: Path) -> None:
    with connect(odd, tmp_path) as session:
        child = int(session.call("child", {}).text)
        assert child in family(session.process.pid)
        assert held(session.process.pid).processes == 2
    for _ in range(100):
        if not _runs(child):
            break
        time.sleep(0.05)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        return Path("/proc", str(pid), "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_two_writers_lose_nothing_with_us(tmp_path: Path) -> None:
    found, notes = writers.measured((OURS,), Tools(), tmp_path / "work", writes=5)
    assert notes == []
    row = found["execplan"]
    assert (row["acknowledged"], row["kept"], row["lost"], row["refused"]) == (10, 10, 0, 0)


def test_a_lost_write_is_counted(tmp_path: Path) -> None:
    # The echo acknowledges everything and writes nothing: all of it is lost.
    assert OURS.clash
    clash = writers.Clash(OURS.clash.lay, lambda root, place: ECHO.mark(Scene(root, Board(1)), Spot(0, place), True),
                          OURS.clash.kept, "nothing")  # fmt: skip
    row = writers.clashed(ECHO, clash, Tools(), tmp_path / "root", writes=3)
    assert (row["acknowledged"], row["kept"], row["lost"]) == (6, 0, 6)


def test_a_peer_that_is_not_installed_is_told(tmp_path: Path) -> None:
    def missing(root: Path, tools: Tools) -> Start:
        return Start((str(tools.package("backlog.md")),))

    peer = Peer("backlog", "Backlog.md", "", missing, ECHO.lay, ECHO.current, ECHO.mark, clash=OURS.clash)
    _, notes = writers.measured((peer,), Tools(), tmp_path / "work", writes=1)
    assert notes == [{"key": "backlog", "what": "two writers", "why": "backlog.md is not installed"}]


HTTP = """
import json, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Odd(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 0.3  # a connection that is kept is closed soon
    def log_message(self, *_): pass
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        known = self.headers.get("mcp-session-id") == "s1"
        results = {"initialize": {}, "tools/list": {"tools": [{"name": str(known), "inputSchema": {}}]}}
        result = results.get(asked["method"], {"content": [{"type": "text", "text": "done"}]})
        body = json.dumps({"jsonrpc": "2.0", "id": asked.get("id"), "result": result})
        body = f"event: message\\ndata: {body}\\n\\n".encode() if "id" in asked else b""
        self.send_response(500 if asked.get("params", {}).get("name") == "fail" else 200)
        for name, value in (("content-type", "text/event-stream"), ("content-length", len(body)), ("mcp-session-id", "s1")):
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)
HTTPServer(("127.0.0.1", int(sys.argv[1])), Odd).serve_forever()
"""


def test_the_same_over_http(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.py").write_text(HTTP, "utf-8")
    port = free_port()
    monkeypatch.setattr(over_http, "IDLE", 0.2)
    with over_http.connect_http((sys.executable, str(tmp_path / "odd.py"), str(port)), tmp_path, {}, port) as session:
        assert session.tools[0]["name"] == "True"  # the session that the greeting opened is kept to
        assert session.call("act", {}).text == "done"
        time.sleep(0.5)
        assert session.call("act", {}).text == "done"
        with pytest.raises(NoAnswerError, match="HTTP 500"):
            session.call("fail", {})
