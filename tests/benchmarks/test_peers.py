"""The content in every form: the same steps for everybody, as many done, and what one write leaves is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.over_http import messages
from benchmarks.parts import PAYING, PEERS, all_parts, quick_parts, servers
from benchmarks.peer import Board, Peer, Scene, Spot, Tools

from benchmarks import content, hand
from execplan.plan.reader import read_plan
from execplan.text.source import Source

EVENTS = b'event: message\ndata: {"id":1}\n\n: wait\ndata: {"id":2}\n\n'
KEEPING = [peer for peer in PEERS if not peer.base]


@pytest.mark.parametrize("peer", KEEPING, ids=lambda peer: peer.key)
def test_every_peer_is_given_every_step(peer: Peer, tmp_path: Path) -> None:
    scene = Scene(tmp_path, Board(2))
    peer.lay(scene)
    assert peer.file
    for spot in scene.board.spots:
        text = peer.file(scene, spot).read_text("utf-8")
        assert spot.title in text
        assert spot.detail in text
        assert spot.file in text


@pytest.mark.parametrize("peer", KEEPING, ids=lambda peer: peer.key)
def test_what_two_writers_write_is_not_there_before(peer: Peer, tmp_path: Path) -> None:
    assert peer.clash
    peer.clash.lay(tmp_path, 20)
    assert peer.clash.kept(tmp_path) == 0
    calls = [json.dumps(peer.clash.write(tmp_path, place)) for place in range(20)]
    assert len(set(calls)) == 20


def test_our_plans_say_what_the_board_says() -> None:
    board, fresh = Board(1), Board(1, fresh=True)
    for one in (board, fresh):
        plan = read_plan(Source.of(content.plan_text(0, one.steps, one.done)))
        assert len(plan.steps) == one.steps
        assert sum(step.status == "done" for step in plan.steps) == one.done
    assert len(board.open) == 12
    assert Board(500).open[0] == Spot(250, 8)


def test_parts_and_servers_have_names_of_their_own() -> None:
    for parts in (quick_parts(), all_parts(Tools())):
        assert len({part.name for part in parts}) == len(parts)
    told = servers(Tools())
    assert next(iter(told)) == "execplan"
    assert set(told) == {peer.key for peer in (*PEERS, *PAYING)}


def test_a_version_is_read_where_the_package_is(tmp_path: Path) -> None:
    package = tmp_path / "npm" / "@a+b" / "node_modules" / "@a" / "b"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"version": "3.4.0"}', "utf-8")
    (tmp_path / "pypi/lib/python3.13/site-packages/agendum-0.3.4.dist-info").mkdir(parents=True)
    tools = Tools(None, tmp_path / "npm", tmp_path / "pypi")
    assert tools.version("@a/b") == "3.4.0"
    assert tools.version("agendum") == "0.3.4"
    assert tools.version("nobody") == ""
    with pytest.raises(FileNotFoundError, match="agendum is not installed"):
        tools.script("agendum")


def test_what_is_left_of_what_a_person_wrote() -> None:
    before = hand.by_hand("---\nid: 1\n---\n\n# Task\n\n- [ ] it\n")
    assert before.startswith("---\nx-team: blue  # written by hand\nid: 1\n---\n")
    assert hand.left(before, before.replace("[ ]", "[x]")) == {
        "key": True, "comment": True, "section": True, "lines": 1,
    }  # fmt: skip
    rewritten = "---\nid: 1\nx-team: blue\n---\n\n# Task\n\n- [x] it\n"
    assert hand.left(before, rewritten) == {"key": True, "comment": False, "section": False, "lines": 4}
    assert hand.by_hand("# Plan\n").startswith("---\nx-team: blue  # written by hand\n---\n\n# Plan\n")


@pytest.mark.parametrize(("after", "kept"), [(b"a\r\nb\r\n", True), (b"a\r\nb\n", False), (b"a\nb\n", False)])
def test_line_ends(after: bytes, kept: bool) -> None:
    assert hand.ends_kept(after) is kept


@pytest.mark.parametrize(
    ("body", "kind", "found"),
    [
        (b'{"id":1}', "application/json", [b'{"id":1}']),
        (b"", "application/json", []),
        (EVENTS, "text/event-stream; charset=utf-8", [b'{"id":1}', b'{"id":2}']),
    ],
)
def test_messages_of_a_response(body: bytes, kind: str, found: list[bytes]) -> None:
    assert messages(body, kind) == found
