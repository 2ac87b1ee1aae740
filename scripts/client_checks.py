#!/usr/bin/env python3
"""Has real clients start the server that ``execplan install`` set up. Called by ``scripts/clients``.

Arguments: the folder with the clients' programs, and the program ``execplan``. Everything happens in a temporary
folder with its own home; the clients are given no login.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

SECONDS = 90
STEP = "Measure a week of builds"


class Bench:
    """A project with a plan, a home with nothing in it, and the programs."""

    def __init__(self, folder: Path, programs: Path, execplan: Path) -> None:
        self.home, self.project = folder / "home", folder / "project"
        for one in (self.home, self.project / ".agents"):
            one.mkdir(parents=True)
        self.programs, self.execplan = programs, execplan
        kept = {key: os.environ[key] for key in ("LANG", "NODE_EXTRA_CA_CERTS") if key in os.environ}
        path = os.pathsep.join((str(execplan.parent), str(programs), os.environ["PATH"]))
        self.environ = kept | {"HOME": str(self.home), "PATH": path, "NO_COLOR": "1"}

    def run(self, *words: str) -> str:
        """What a program says. Raises ``AssertionError`` when it fails."""
        done = subprocess.run(
            words,
            cwd=self.project,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
        )
        assert done.returncode == 0, f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout[-2000:]}"
        return done.stdout

    def client(self, name: str) -> str:
        path = self.programs / name
        assert path.exists(), f"{name} is not installed"
        return str(path)


def claude(bench: Bench) -> None:
    program = bench.client("claude")
    bench.run(str(bench.execplan), "install", "claude-code")
    said = bench.run(program, "mcp", "list")
    assert any("execplan" in line and "Connected" in line for line in said.splitlines()), said


def gemini(bench: Bench) -> None:
    program = bench.client("gemini")
    bench.run(str(bench.execplan), "install", "gemini")
    trusted = bench.home / ".gemini" / "trustedFolders.json"
    trusted.write_text(json.dumps({str(bench.project): "TRUST_FOLDER"}), "utf-8")
    said = bench.run(program, "mcp", "list")
    found = [line for line in said.splitlines() if "execplan" in line]
    assert any("Connected" in line and "Disconnected" not in line for line in found), said


def codex(bench: Bench) -> None:
    program = bench.client("codex")
    bench.run(str(bench.execplan), "install", "codex")
    server = subprocess.Popen(
        [program, "app-server"],
        cwd=bench.project,
        env=bench.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    timer = threading.Timer(SECONDS, server.kill)
    timer.start()
    try:
        _codex_session(server, bench)
    finally:
        timer.cancel()
        server.kill()
        server.wait()


def _codex_session(server: subprocess.Popen[str], bench: Bench) -> None:
    assert server.stdin is not None
    assert server.stdout is not None
    stdin, stdout = server.stdin, server.stdout
    number = 0

    def send(method: str, **message: Any) -> None:
        stdin.write(json.dumps({"method": method, **message}) + "\n")
        stdin.flush()

    def ask(method: str, params: dict[str, Any]) -> Any:
        nonlocal number
        number += 1
        send(method, id=number, params=params)
        for line in stdout:
            answer = json.loads(line)
            if answer.get("id") == number and "method" not in answer:
                assert "result" in answer, f"{method}: {line[:2000]}"
                return answer["result"]
        raise AssertionError(f"{method}: no answer")

    ask("initialize", {"clientInfo": {"name": "check", "title": "check", "version": "1"}, "capabilities": {}})
    send("initialized")
    listed = json.dumps(ask("mcpServerStatus/list", {}))
    for tool in ("get_current_step", "mark_step"):
        assert tool in listed, listed[:2000]
    thread = ask("thread/start", {"cwd": str(bench.project)})["thread"]["id"]
    call = {"threadId": thread, "server": "execplan", "tool": "get_current_step", "arguments": {}}
    said = json.dumps(ask("mcpServer/tool/call", call))
    assert STEP in said, said[:2000]


CHECKS: dict[str, tuple[str, Callable[[Bench], None]]] = {
    "Claude Code": ("claude-code", claude),
    "Codex": ("codex", codex),
    "Gemini CLI": ("gemini", gemini),
}


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print("usage: scripts/client_checks.py PROGRAMS EXECPLAN", file=sys.stderr)
        return 2
    programs, execplan = (Path(os.path.abspath(one)) for one in arguments)
    folder = Path(tempfile.mkdtemp(prefix="execplan-clients-"))
    failed = 0
    try:
        bench = Bench(folder, programs, execplan)
        bench.run(str(execplan), "new", "Move the build cache", "-o", "Builds take under a minute", "-s", STEP)
        for title, (name, check) in CHECKS.items():
            try:
                check(bench)
                bench.run(str(execplan), "uninstall", name)
            except (AssertionError, OSError, KeyError, ValueError, subprocess.TimeoutExpired) as error:
                failed += 1
                print(f"{title}: FAILED\n{error}")
            else:
                print(f"{title}: passed")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
