"""What a start imports and what it leaves for later. Real processes; modules are counted, never seconds."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, get_ident
from typing import Any

import pytest

from execplan.server.listing import listing
from execplan.server.once import Once
from tests.server.test_stdio import INITIALIZE, INITIALIZED, call, environment

LIST = json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/list"})
NEVER = "import execplan.server.app, execplan.server.warming; execplan.server.warming._QUIET = 3_600\n"
"""Nothing is imported beforehand for a call."""
AT_ONCE = NEVER.replace("3_600", "0")
RUN = "import sys; sys.argv = ['execplan', 'mcp', '--root', sys.argv[1]]\nfrom execplan.__main__ import main\nmain()\n"

OURS_AT_A_START = {
    "execplan",
    "execplan.__main__",
    *(f"execplan.cli{one}" for one in ("", ".app", ".commands", ".reports", ".serve", ".session", ".terminal")),
    *("execplan.plan", "execplan.plan.errors"),
    "execplan.server",
    *(
        f"execplan.server.{one}"
        for one in (
            *("app", "asking", "ending", "failing", "listing", "logs", "notices"),
            *("once", "resources", "sdk", "stdio", "warming"),
        )
    ),
    *("execplan.workspace", "execplan.workspace.root"),
}


class Served:
    """A server as the command starts it, spoken to line by line. ``hook`` is code that the process runs first."""

    def __init__(self, root: Path, hook: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", hook + RUN, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            text=True,
        )

    def __enter__(self) -> Served:
        self.send(json.dumps(INITIALIZE))
        assert self.answer()["id"] == 1
        self.send(json.dumps(INITIALIZED))
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate(timeout=20)

    def send(self, *lines: str) -> None:
        assert self.process.stdin
        self.process.stdin.write("".join(f"{line}\n" for line in lines))
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def list(self) -> list[dict[str, Any]]:
        self.send(LIST)
        return self.answer()["result"]["tools"]

    def end(self) -> tuple[str, str]:
        """What was still on stdout, and stderr, after stdin ended."""
        return self.process.communicate(timeout=30)


def at_exit(expression: str) -> str:
    return f"import atexit, json, sys; atexit.register(lambda: print(json.dumps({expression}), file=sys.stderr))\n"


def test_the_list_of_tools_is_given_by_a_server_that_knows_no_plan(tmp_path: Path) -> None:
    """Every module here is waited for by every client: one more needs a reason."""
    ours = at_exit("sorted(one for one in sys.modules if one.partition('.')[0] == 'execplan')")
    with Served(tmp_path, NEVER + ours) as served:
        assert served.list() == [one.told for one in listing()]
        assert set(json.loads(served.end()[1])) == OURS_AT_A_START


def test_no_library_that_only_plans_need_is_imported_at_the_start(tmp_path: Path) -> None:
    dear = ("markdown_it", "filelock", "watchfiles.main", "tomllib", "sqlite3")
    with Served(tmp_path, NEVER + at_exit(f"[one for one in {dear!r} if one in sys.modules]")) as served:
        served.list()
        found = set(json.loads(served.end()[1]))
    bare = f"import json, sys, mcp.server; print(json.dumps([one for one in {dear!r} if one in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", bare], capture_output=True, text=True, check=True, timeout=60)
    assert found <= set(json.loads(done.stdout))


def test_the_collector_works_again_once_the_server_serves(tmp_path: Path) -> None:
    with Served(
        tmp_path, NEVER + at_exit("[__import__('gc').isenabled(), __import__('gc').get_freeze_count()]")
    ) as one:
        one.list()
        enabled, frozen = json.loads(one.end()[1])
    assert enabled
    assert frozen > 50_000


def test_after_the_list_is_given_a_call_finds_everything_imported(tmp_path: Path) -> None:
    told = (
        "import threading, sys, time\n"
        "wanted = ('execplan.server.tools.steps', 'execplan.edits.merge', 'execplan.store.swap', 'markdown_it')\n"
        "def watch():\n"
        "    for _ in range(2_000):\n"
        "        if all(one in sys.modules for one in wanted): break\n"
        "        time.sleep(0.01)\n"
        "    print([one for one in wanted if one not in sys.modules], file=sys.stderr, flush=True)\n"
        "threading.Thread(target=watch, daemon=True).start()\n"
    )
    with Served(tmp_path, AT_ONCE + told) as served:
        served.list()
        assert served.process.stderr
        assert served.process.stderr.readline() == "[]\n"


def test_calls_that_come_before_anything_is_imported_are_answered(tmp_path: Path) -> None:
    tools = ("list_plans", "get_current_step", "list_blockers", "list_steps", "search_plans", "review_plan") * 3
    with Served(tmp_path, NEVER) as served:
        served.send(*(call(10 + i, one, **({"query": "x"} if "search" in one else {})) for i, one in enumerate(tools)))
        answers = [served.answer() for _ in tools]
        assert sorted(one["id"] for one in answers) == [10 + i for i in range(len(tools))]
        for one in answers:
            said = one["result"]["content"][0]["text"]
            assert not said.startswith("unexpected"), said
        assert served.end() == ("", "")


def test_a_first_call_right_before_the_end_of_input_is_answered_however_long_the_import(tmp_path: Path) -> None:
    slow = (
        "import sys, time\n"
        "class Slow:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'execplan.server.inventory': time.sleep(1.5)\n"
        "sys.meta_path.insert(0, Slow())\n"
    )
    with Served(tmp_path, NEVER + slow) as served:
        served.send(call(7, "list_plans"))
        answer, log = served.end()
        assert json.loads(answer)["result"]["structuredContent"] == {"root": str(tmp_path), "plans": []}
        assert log == ""


def test_a_root_that_is_wrong_is_said_at_the_start(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "execplan", "mcp", "--root", str(tmp_path / "none")],
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")


def test_what_is_made_once_is_made_by_one_thread() -> None:
    together, makers = Barrier(8), list[int]()

    def make() -> object:
        makers.append(get_ident())
        time.sleep(0.1)  # the others are asking by now
        return object()

    once = Once(make)

    def ask(_: int) -> object:
        together.wait(10)
        return once()

    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(ask, range(8)))
    assert len(makers) == 1
    assert all(one is made[0] for one in made)


def test_what_failed_is_tried_again() -> None:
    tries = iter([False, True])

    def make() -> str:
        if not next(tries):
            raise OSError("not yet")
        return "made"

    once = Once(make)
    with pytest.raises(OSError, match="not yet"):
        once()
    assert once() == "made"
