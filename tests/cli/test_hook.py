"""The command a client's hook runs, as the client runs it: a process, an event on standard input, two seconds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from execplan.cli.hook import _PATIENCE
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.workspace.hooks import EVENTS
from tests.o200k import count

SRC = str(Path(__file__).resolve().parents[2] / "src")
SESSION = "6f1f9f8e-2b7a-4c55-9a44-0d8a3c2f7e11"
OLD = 1_780_000_000


UNHURRIED = (
    "from execplan.cli import hook\n"
    "hook._PATIENCE = 20.0\n"  # what it answers is looked at here; that it ends in time, below
    "from execplan.cli.app import main\n"
    "main()\n"
)


def environment(**more: str) -> dict[str, str]:
    left_out = ("EXECPLAN_ROOT", "EXECPLAN_HOOKS", "CLAUDE_PROJECT_DIR")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "PYTHONPATH": SRC, "PYTHONUTF8": "1", **more}


def hook(
    root: Path, event: dict[str, Any] | bytes, *arguments: str, **environ: str
) -> subprocess.CompletedProcess[bytes]:
    """Runs the hook on an event; it always ends with 0, and says nothing besides its answer."""
    said = event if isinstance(event, bytes) else json.dumps(event).encode()
    name = () if arguments or isinstance(event, bytes) else (event["hook_event_name"],)
    done = subprocess.run(
        [sys.executable, "-c", UNHURRIED, "hook", *name, *arguments],
        cwd=root, env=environment(**environ), input=said, capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    if "--verbose" not in arguments:
        assert done.stderr == b""
    return done


def event(root: Path, name: str, **more: Any) -> dict[str, Any]:
    """As Claude Code 2.1 sends it."""
    return {
        "session_id": SESSION, "transcript_path": f"/home/ana/.claude/projects/x/{SESSION}.jsonl", "cwd": str(root),
        "prompt_id": "b1a42f87-3c0f-495a-9674-9c184ed44308", "permission_mode": "default", "effort": {"level": "high"},
        "hook_event_name": name, **more,
    }  # fmt: skip


def tool(root: Path, name: str, given: dict[str, Any], answered: dict[str, Any] | None = None) -> dict[str, Any]:
    more = {"tool_use_id": "toolu_01", "duration_ms": 3, "tool_response": answered or {}}
    return event(root, "PostToolUse", tool_name=name, tool_input=given, **more)


def todos(root: Path, *pairs: tuple[str, str]) -> dict[str, Any]:
    listed = [{"content": text, "status": status, "activeForm": f"{text} …"} for text, status in pairs]
    return tool(root, "TodoWrite", {"todos": listed}, {"oldTodos": [], "newTodos": listed})


def stop(root: Path, **more: Any) -> dict[str, Any]:
    more = {
        "stop_hook_active": False,
        "last_assistant_message": "Done.",
        "background_tasks": [],
        "session_crons": [],
        **more,
    }
    return event(root, "Stop", **more)


def plan(root: Path, slug: str = "cache") -> Plan:
    return read_plan(Source.of((root / ".agents" / slug / "PLAN.md").read_text("utf-8")))


def steps(root: Path) -> list[tuple[str, str]]:
    return [(one.title, one.status) for one in plan(root).steps]


def age(root: Path) -> None:
    """Makes all that is there old, and what is remembered of when the session began."""
    for path in root.rglob("*"):
        os.utime(path, (OLD, OLD))


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def context(done: subprocess.CompletedProcess[bytes]) -> str:
    answer = json.loads(done.stdout)
    assert set(answer) == {"hookSpecificOutput"}
    assert answer["hookSpecificOutput"]["hookEventName"] == "SessionStart"
    return answer["hookSpecificOutput"]["additionalContext"]


def test_a_session_from_its_start_to_its_stop(root: Path) -> None:
    (root / "cache.py").write_text("x = 1\n")
    age(root)
    start = event(root, "SessionStart", source="startup", model="claude-opus-4-6")
    told = context(hook(root, start))
    assert told.splitlines()[1:4] == [
        "| plan: cache (1/3 steps): 缓存 on disk",
        "| current: (not started) Step 2: Перенести индекс",
        "| next: Step 3: 切换到新的缓存",
    ]
    assert count(told) <= 300
    assert context(hook(root, start)) == told
    age(root)
    assert hook(root, stop(root)).stdout == b""  # nothing has changed yet

    working = [("Перенести индекс", "in_progress"), ("Tell the users", "pending")]
    assert hook(root, todos(root, *working)).stdout == b""
    assert steps(root)[1:] == [
        ("Перенести индекс", "in_progress"),
        ("切换到新的缓存", "todo"),
        ("Tell the users", "todo"),
    ]
    compact = hook(root, event(root, "PreCompact", trigger="auto", custom_instructions="")).stdout.decode()
    assert "| current: (in progress) Step 2: Перенести индекс\n" in compact
    assert not compact.startswith("{")

    age(root)
    (root / "cache.py").write_text("x = 2\n")
    answer = json.loads(hook(root, stop(root)).stdout)
    assert answer["decision"] == "block"
    assert "call mark_step" in answer["reason"]
    assert answer["reason"].count(".") == 1
    assert hook(root, stop(root, stop_hook_active=True)).stdout == b""
    assert hook(root, todos(root, ("Перенести индекс", "completed"), ("Tell the users", "completed"))).stdout == b""
    assert hook(root, stop(root)).stdout == b""
    assert [status for _, status in steps(root)] == ["done", "done", "todo", "done"]
    assert len(plan(root).steps) == 4
    age(root)
    (root / "cache.py").write_text("x = 3\n")
    assert hook(root, stop(root)).stdout == b""  # once a session
    assert json.loads(hook(root, {**stop(root), "session_id": "another"}).stdout)["decision"] == "block"


def test_tasks_made_and_updated_one_by_one(root: Path) -> None:
    made = tool(
        root, "TaskCreate", {"subject": "Tell the users", "description": "…"},
        {"task": {"id": "7", "subject": "Tell the users"}},
    )  # fmt: skip
    hook(root, made)
    hook(root, made)
    assert steps(root)[3:] == [("Tell the users", "todo")]
    update = {"success": True, "taskId": "7", "updatedFields": ["status"]}
    hook(root, tool(root, "TaskUpdate", {"taskId": "7", "status": "in_progress"}, update))
    assert steps(root)[3:] == [("Tell the users", "in_progress")]
    hook(root, tool(root, "TaskUpdate", {"taskId": "7", "status": "completed"}, {**update, "success": False}))
    hook(root, tool(root, "TaskUpdate", {"taskId": "8", "status": "completed"}, update))
    hook(root, tool(root, "TaskUpdate", {"taskId": "7", "status": "deleted"}, update))
    assert steps(root)[3:] == [("Tell the users", "in_progress")]
    hook(root, tool(root, "TaskUpdate", {"taskId": "7", "status": "completed"}, update))
    assert steps(root)[3:] == [("Tell the users", "done")]
    listed = [{"id": "1", "subject": "Step 2", "status": "completed", "blockedBy": []}]
    hook(root, tool(root, "TaskList", {}, {"tasks": listed}))
    assert steps(root)[1] == ("Перенести индекс", "done")


def test_a_list_in_the_shape_of_codex(root: Path) -> None:
    hook(root, {**tool(root, "update_plan", {"plan": [{"step": "Step 2", "status": "completed"}]}), "turn_id": "t"})
    assert steps(root)[1] == ("Перенести индекс", "done")
    assert hook(root, event(root, "PreCompact", trigger="auto", turn_id="t", model="gpt")).stdout == b""
    notice = '{"type":"agent-turn-complete","turn-id":"t","last-assistant-message":"Done."}'
    before = everything(root)
    assert hook(root, b"", "notify", notice).stdout == b""
    assert everything(root) == before


def test_a_list_that_says_nothing_new_writes_nothing(root: Path) -> None:
    before = everything(root)
    hook(root, todos(root, ("Measure the build", "pending"), ("Перенести индекс", "pending")))
    assert everything(root) == before


def test_a_sub_agents_list_is_its_own(root: Path) -> None:
    before = everything(root)
    hook(root, {**todos(root, ("Read the docs", "pending")), "agent_id": "a1", "agent_type": "Explore"})
    assert everything(root) == before


def test_with_several_open_plans_only_that_of_the_branch_is_kept(root: Path) -> None:
    other = root / ".agents" / "index" / "PLAN.md"
    other.parent.mkdir()
    other.write_text("# Index\n\n## Progress\n\n- [ ] Cut\n")
    before = everything(root)
    hook(root, todos(root, ("Cut", "completed"), ("Nail", "pending")))
    assert everything(root) == before
    (root / ".git").mkdir()
    (root / ".git" / "HEAD").write_text("ref: refs/heads/ana/index\n")
    hook(root, todos(root, ("Cut", "completed"), ("Nail", "pending")))
    assert [(one.title, one.status) for one in plan(root, "index").steps] == [("Cut", "done")]
    told = context(hook(root, event(root, "SessionStart", source="startup")))
    assert "| plan: index (1/1 steps)" in told
    assert "| also open: cache\n" in told


def every_event(root: Path) -> list[dict[str, Any]]:
    return [
        event(root, "SessionStart", source="startup"),
        event(root, "PreCompact", trigger="manual", custom_instructions=""),
        todos(root, ("Cut", "in_progress")),
        tool(root, "TaskCreate", {"subject": "Cut"}, {"task": {"id": "1", "subject": "Cut"}}),
        stop(root),
    ]


def test_nothing_is_written_without_a_plan(tmp_path: Path) -> None:
    """Neither outside of a workspace, nor in one whose plans are none, over or templates."""
    (tmp_path / "a.py").write_text("x\n")
    for prepare in ("nothing", ".git", ".agents", "over", "template"):
        folder = tmp_path / ".agents" / "cache"
        if prepare in (".git", ".agents"):
            (tmp_path / prepare).mkdir()
        elif prepare != "nothing":
            folder.mkdir(exist_ok=True)
            title = "# Plan\n\n**Status**: Completed\n" if prepare == "over" else "# [Title]\n"
            (folder / "PLAN.md").write_text(f"{title}\n## Progress\n\n- [x] Cut\n")
        before = everything(tmp_path)
        for one in every_event(tmp_path):
            assert hook(tmp_path, one).stdout == b"", prepare
        assert everything(tmp_path) == before, prepare
        assert not (tmp_path / ".agents" / ".state").exists()


@pytest.mark.parametrize("off", ["off", "OFF", "0", "false"])
def test_it_can_be_turned_off(root: Path, off: str) -> None:
    before = everything(root)
    for one in every_event(root):
        assert hook(root, one, EXECPLAN_HOOKS=off).stdout == b""
    assert everything(root) == before


def test_the_clients_project_comes_before_where_the_session_went(root: Path, tmp_path_factory: Any) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    start = event(elsewhere, "SessionStart", source="resume")
    assert hook(elsewhere, start).stdout == b""
    assert context(hook(elsewhere, start, CLAUDE_PROJECT_DIR=str(root)))
    assert context(hook(elsewhere, event(root, "SessionStart", source="resume")))
    assert context(hook(elsewhere, start, "SessionStart", "--root", str(root)))


def test_plan_mode_is_not_reminded(root: Path) -> None:
    age(root)
    (root / "a.py").write_text("x\n")
    assert hook(root, {**stop(root), "permission_mode": "plan"}).stdout == b""
    assert hook(root, stop(root)).stdout


def test_a_session_that_goes_on_because_of_a_hook_is_not_reminded(root: Path) -> None:
    age(root)
    (root / "a.py").write_text("x\n")
    assert hook(root, stop(root, stop_hook_active=True)).stdout == b""
    assert hook(root, stop(root)).stdout


def test_no_reminder_that_could_come_twice(root: Path) -> None:
    age(root)
    (root / "a.py").write_text("x\n")
    (root / ".agents" / ".state").write_text("no folder")
    assert hook(root, stop(root)).stdout == b""


BAD = {
    "nothing": b"",
    "no json": b"hello",
    "cut": b'{"hook_event_name": "Sto',
    "a list": b"[]",
    "deep": b"[" * 200_000,
    "bytes": b"\xff\xfe\x00",
    "huge": b'{"x": "' + b"y" * (5 << 20) + b'"}',
    "wrong types": b'{"hook_event_name": ["Stop"], "session_id": 4, "cwd": {}, "tool_input": "x"}',
    "unknown": b'{"hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}}',
}


@pytest.mark.parametrize("said", BAD.values(), ids=BAD)
def test_bad_events_are_silence(root: Path, said: bytes) -> None:
    for name in ("PostToolUse", "Stop", "SessionEnd", "Sto p", "../x"):
        assert hook(root, said, name).stdout == b""


@pytest.mark.parametrize(
    "arguments", [(), ("--root", "/nowhere/at/all"), ("Stop", "--root"), ("--what", "Stop", "more")]
)
def test_bad_command_lines_are_silence(root: Path, arguments: tuple[str, ...]) -> None:
    assert hook(root, b"", *arguments).stdout == b""


def test_verbose_says_why(root: Path) -> None:
    assert hook(root, b"hello", "Stop", "--verbose").stderr.startswith(b"execplan hook: Expecting value")
    assert b"is no folder" in hook(root, b"", "Stop", "--verbose", "--root", "/nowhere/at/all").stderr


def test_a_broken_plan_is_silence(root: Path) -> None:
    (root / ".agents" / "cache" / "PLAN.md").write_bytes(b"\xff\xfe\x00\x00")
    for one in every_event(root):
        assert hook(root, one).stdout == b""


def waited(root: Path, *arguments: str, stdin: int) -> subprocess.CompletedProcess[bytes]:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "execplan", "hook", *arguments],
        cwd=root, env=environment(), stdin=stdin, capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    assert time.monotonic() - begun < 10
    assert done.returncode == 0
    return done


def test_an_event_that_never_ends(root: Path) -> None:
    here, there = os.pipe()
    try:
        os.write(there, b'{"hook_event_name": "Stop"')
        done = waited(root, "Stop", "--verbose", stdin=here)
        assert (done.stdout, done.stderr) == (b"", b"execplan hook: it took too long\n")
    finally:
        os.close(there)
        os.close(here)


def test_work_that_cannot_be_interrupted_is_ended_in_time(tmp_path: Path) -> None:
    code = (
        "import re, sys, time\n"
        "from execplan.cli.hook import bounded\n"
        "begun = time.monotonic()\n"
        "print(repr(bounded(lambda: str(re.match('(a+)+$', 'a' * 60 + 'b')), 0.3, False)), time.monotonic() - begun < 10)\n"
        "print(repr(bounded(lambda: sys.exit(3), 0.5, False)), repr(bounded(lambda: 'x' * 300_000, 5, False)[-1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout == "'' True\n'' 'x'\n"
    assert done.stderr == ""


def test_a_start_imports_nothing_heavy(root: Path) -> None:
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from execplan.cli.app import app\n"
        "from execplan.workspace.hooks import answer\n"
        "answer({'session_id': 's'}, Path.cwd(), 'SessionStart')\n"
        "heavy = ('mcp', 'watchfiles', 'pydantic', 'rich', 'anyio', 'execplan.edits', 'execplan.workspace.workspace')\n"
        "print(sorted(set(heavy) & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_what_the_page_on_hooks_shows_is_so(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "HOOKS.md").read_text("utf-8")
    blocks = [json.loads(one.partition("```")[0]) for one in page.split("```json\n")[1:]]
    commands = [
        one["command"]
        for block in blocks
        for rows in block.get("hooks", {}).values()
        for row in rows
        for one in row["hooks"]
    ]
    assert [command.rpartition(" ")[2] for command in commands] == [*EVENTS, "SessionStart", "Stop"]
    folder = tmp_path / ".agents" / "move-the-cache-to-disk"
    folder.mkdir(parents=True)
    titles = ("Measure the build", "Write the index", "Move the callers")
    lines = [f"- [ ] **Step {number}**: {title}\n" for number, title in enumerate(titles, start=1)]
    (folder / "PLAN.md").write_text(f"# Move the cache to disk\n\n## Progress\n\n{''.join(lines)}")
    shown = page.partition("```console\n$ ")[2].partition("```")[0].split("\n", 1)[1]
    assert hook(tmp_path, event(tmp_path, "PreCompact", trigger="auto")).stdout.decode() == shown


def test_the_work_has_less_than_the_two_seconds_that_are_promised() -> None:
    assert 0 < _PATIENCE < 1.5
