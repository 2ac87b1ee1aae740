"""Changes on disk are told to who subscribed, in both eras, whoever made them and however."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client.stdio import StdioServerParameters
from mcp.server.connection import Connection
from mcp.shared.exceptions import MCPError

from execplan.server import notices
from execplan.server.app import build_server
from execplan.store import watch
from execplan.workspace.workspace import Workspace
from tests.server.eras import ERAS, LISTED, PLAN, put, subscribed
from tests.server.test_stdio import SERVE, environment
from tests.store.test_watch import EDITORS, truncate

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("era", ERAS)]

ONE, STATE, HISTORY, INDEX = "plan://one", "plan://one/state", "plan://one/history", "plans://index"
EVERY = (ONE, STATE, HISTORY, INDEX)


async def lost(*_: Any) -> None:
    """A watch that hears nothing."""


def failing(*_: Any) -> dict[str, Any]:
    raise KeyError("gone")


@pytest.mark.parametrize("save", EDITORS)
async def test_save_by_an_editor(era: str, save: Callable[[Path, str], None], tmp_path: Path) -> None:
    path = put(tmp_path, "one")
    async with subscribed(build_server(Workspace(tmp_path)), era, EVERY) as (_, heard):
        for number in range(3):
            save(path, f"{PLAN}\n{number}\n")
            await heard.until(*EVERY)
            await anyio.sleep(0.3)  # what an editor does twice in a moment may be told twice
            assert LISTED not in heard.told
            heard.told.clear()


async def test_own_write_is_told_once(era: str, tmp_path: Path) -> None:
    put(tmp_path, "one")
    put(tmp_path, "two")
    async with subscribed(build_server(Workspace(tmp_path)), era, [ONE, "plan://two"]) as (client, heard):
        marked = await client.call_tool("mark_step", {"plan": "one", "step": "2", "status": "done"})
        assert not marked.is_error
        await anyio.sleep(0.7)
        assert heard.told == [ONE]
        heard.told.clear()
        await client.call_tool("mark_step", {"plan": "one", "step": "2", "status": "done"})
        assert await heard.nothing()


async def test_same_text_is_silence(era: str, tmp_path: Path) -> None:
    path = put(tmp_path, "one")
    async with subscribed(build_server(Workspace(tmp_path)), era, EVERY) as (_, heard):
        for save in EDITORS:
            save(path, PLAN)
        assert await heard.nothing()


async def test_plans_that_come_and_go(era: str, tmp_path: Path) -> None:
    async with subscribed(build_server(Workspace(tmp_path)), era, ["plan://two", INDEX]) as (client, heard):
        path = put(tmp_path, "two")  # not even .agents was there
        await heard.until("plan://two", INDEX, LISTED)
        await heard.nothing(0.3)
        heard.told.clear()
        (tmp_path / ".agents" / "archive").mkdir()
        path.parent.rename(tmp_path / ".agents" / "archive" / "two")
        await heard.until("plan://two", INDEX, LISTED)
        await client.call_tool("create_plan", {"title": "Three", "objective": "O"})
        await heard.until(INDEX, LISTED)


async def test_new_title_changes_the_list(era: str, tmp_path: Path) -> None:
    path = put(tmp_path, "one")
    async with subscribed(build_server(Workspace(tmp_path)), era, [ONE]) as (_, heard):
        truncate(path, PLAN.replace("mail queue", "post"))
        await heard.until(ONE, LISTED)


async def test_plan_that_turns_unreadable_and_back(era: str, tmp_path: Path) -> None:
    path = put(tmp_path, "one")
    async with subscribed(build_server(Workspace(tmp_path)), era, [ONE]) as (_, heard):
        path.write_bytes(b"# \xff\n")
        await heard.until(ONE)
        await anyio.sleep(0.2)
        path.write_bytes(PLAN.encode())
        await heard.until(ONE)


async def test_git_checkout(era: str, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    path = put(tmp_path, "one")
    git("init")
    git("add", ".")
    git("commit", "-m", "one")
    git("checkout", "-b", "other")
    path.write_text(f"{PLAN}\nmore\n", encoding="utf-8")
    put(tmp_path, "two")
    git("add", ".")
    git("commit", "-m", "two")
    async with subscribed(build_server(Workspace(tmp_path)), era, [ONE, "plan://two"]) as (_, heard):
        await anyio.to_thread.run_sync(git, "checkout", "main")
        await heard.until(ONE, "plan://two", LISTED)
        await anyio.sleep(0.3)
        heard.told.clear()
        await anyio.to_thread.run_sync(git, "checkout", "other")
        await heard.until(ONE, "plan://two", LISTED)


async def test_lost_event_is_healed_by_the_next_call(era: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "watch", lost)
    path = put(tmp_path, "one")
    async with subscribed(build_server(Workspace(tmp_path)), era, [ONE]) as (client, heard):
        truncate(path, f"{PLAN}\nmore\n")
        assert await heard.nothing(0.4)
        await client.call_tool("get_current_step", {})
        await heard.until(ONE)
        truncate(path, f"{PLAN}\neven more\n")
        await client.read_resource(ONE)
        await heard.until(ONE)
        path.unlink()
        with pytest.raises(MCPError, match="no plan 'one'"):
            await client.read_resource(ONE)
        await heard.until(ONE, LISTED)


async def test_many_plans_are_seldom_looked_at_for_requests(
    era: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "watch", lost)
    path = put(tmp_path, "one")
    async with subscribed(build_server(Workspace(tmp_path)), era, [ONE]) as (client, heard):
        await anyio.sleep(0.2)  # what it did to subscribe has been looked at
        monkeypatch.setattr(notices, "_MANY", 0)
        monkeypatch.setattr(notices, "_REST", 1_000_000)
        truncate(path, f"{PLAN}\nmore\n")
        await client.call_tool("get_current_step", {})
        await heard.until(ONE)
        truncate(path, f"{PLAN}\neven more\n")
        await client.call_tool("get_current_step", {})
        assert await heard.nothing(0.4)


async def test_broken_watch_refuses_nobody(
    era: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any) -> None:
        raise ValueError("no watching today")

    monkeypatch.setattr(watch, "watch", broken)
    path = put(tmp_path, "one")
    async with subscribed(build_server(Workspace(tmp_path)), era, [ONE]) as (client, heard):
        truncate(path, f"{PLAN}\nmore\n")
        await client.call_tool("get_current_step", {})
        await heard.until(ONE)
    (said,) = [one for one in caplog.records if one.name == notices.__name__]
    assert said.getMessage() == "changes on disk are no longer watched (ValueError: no watching today)"
    assert said.exc_info is None


async def test_failed_look_is_one_line_and_the_next_one_tells(
    era: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = put(tmp_path, "one")
    async with subscribed(build_server(Workspace(tmp_path)), era, [ONE]) as (client, heard):
        assert await heard.nothing(0.2)
        with monkeypatch.context() as patched:
            patched.setattr(notices, "_revisions", failing)
            await client.call_tool("get_current_step", {})  # looks, and so does the watch
            truncate(path, f"{PLAN}\nmore\n")
            assert await heard.nothing(0.5)
        told = [one for one in caplog.records if one.name == notices.__name__]
        assert {one.getMessage() for one in told} == {"a change could not be told (KeyError: 'gone')"}
        assert not any(one.exc_info for one in told)
        truncate(path, f"{PLAN}\neven more\n")
        await heard.until(ONE)


async def test_client_that_cannot_be_told_costs_one_line(
    era: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = put(tmp_path, "one")
    server = build_server(Workspace(tmp_path))
    monkeypatch.setattr(watch, "watch", lost)
    send = Connection.send_resource_updated
    refused: list[Connection] = []

    async def once_refused(client: Connection, uri: str) -> None:
        if not refused:
            refused.append(client)
            raise RuntimeError("its stream is broken")
        await send(client, uri)

    monkeypatch.setattr(Connection, "send_resource_updated", once_refused)
    async with subscribed(server, era, [ONE]) as (client, heard):
        truncate(path, f"{PLAN}\nmore\n")
        await client.call_tool("get_current_step", {})
        if era == "legacy":  # a stream of the later era is the client's own request
            assert await heard.nothing(0.3)
            assert "a client could not be told (RuntimeError: its stream is broken)" in caplog.messages
        else:
            await heard.until(ONE)
        truncate(path, PLAN)
        await client.call_tool("get_current_step", {})
        await heard.until(ONE)


async def test_who_did_not_ask_is_not_told(era: str, tmp_path: Path) -> None:
    path = put(tmp_path, "one")
    async with subscribed(build_server(Workspace(tmp_path)), era, ["plan://two"]) as (client, heard):
        truncate(path, f"{PLAN}\nmore\n")
        assert await heard.nothing()
        if era == "legacy":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                await client.subscribe_resource(ONE)
                await client.unsubscribe_resource(ONE)
                await client.unsubscribe_resource(ONE)
                with pytest.raises(MCPError, match="no resource"):
                    await client.subscribe_resource("file:///etc/passwd")
            truncate(path, PLAN)
            assert await heard.nothing()


async def test_without_a_root_nothing_is_watched(era: str) -> None:
    async with subscribed(build_server(Workspace(None)), era, [ONE]) as (client, heard):
        await client.call_tool("list_plans", {})
        assert await heard.nothing(0.2)


async def test_real_process(era: str, tmp_path: Path) -> None:
    """Over stdio, in both eras; the process ends within a second though a subscription is open."""
    path = put(tmp_path, "one")
    server = StdioServerParameters(command=sys.executable, args=["-c", SERVE, str(tmp_path)], env=environment())
    async with subscribed(server, era, EVERY) as (client, heard):
        for save in EDITORS:
            save(path, f"{PLAN}\n{save.__name__}\n")
            await heard.until(*EVERY)
            await anyio.sleep(0.3)
            heard.told.clear()
        await client.call_tool("mark_step", {"step": "2", "status": "done"})
        await heard.until(*EVERY)


def test_end_of_input_ends_a_process_that_watches(era: str, tmp_path: Path) -> None:
    put(tmp_path, "one")
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdin
    assert process.stdout
    for message in OPENING[era]:
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        process.stdin.flush()
        if "id" in message:
            said = json.loads(process.stdout.readline())
            assert "error" not in said, said
    time.sleep(0.5)
    start = time.monotonic()
    _, log = process.communicate(timeout=20)
    assert time.monotonic() - start < 0.7  # an open stream is no answer that is waited for
    assert process.returncode == 0
    assert log == b""


_META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}
OPENING: dict[str, list[dict[str, Any]]] = {
    "legacy": [
        {
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "t", "version": "1"},
            },
        },
        {"method": "notifications/initialized"},
        {"id": 2, "method": "resources/subscribe", "params": {"uri": ONE}},
    ],
    "auto": [
        {
            "id": 1,
            "method": "subscriptions/listen",
            "params": {"notifications": {"resourceSubscriptions": [ONE]}, "_meta": _META},
        }
    ],
}
