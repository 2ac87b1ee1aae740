"""The command that a client's hook runs: hook. Knows processes and time; knows no event.

A hook must never be in the way: it ends with 0 within two seconds, says nothing on standard error unless asked, and
prints its answer whole or not at all. So the work is done by a child that is ended when it takes too long.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import click

from execplan.cli.session import Session, emit, reading

VARIABLE = "EXECPLAN_HOOKS"
_OFF = ("off", "0", "false", "no")
_PATIENCE = 1.2
"""Seconds for the work; what is left of two is for starting and ending."""
_LARGEST = 4 << 20
"""Bytes of an event."""


class Quiet(click.Command):
    """A wrong command line is silence: to Claude Code, exit code 2 of a hook is an order to stop."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if "--verbose" in args:
                print(f"execplan hook: {error.format_message()}", file=sys.stderr)
            ctx.exit(0)


@click.command(cls=Quiet, context_settings={"ignore_unknown_options": True})
@click.argument("event", required=False, type=click.UNPROCESSED)
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
@click.option("--verbose", is_flag=True, help="Say on standard error why nothing was answered.")
@reading
def hook(session: Session, event: str | None, more: tuple[str, ...], verbose: bool) -> None:
    """Answer a client's hook.

    EVENT: SessionStart, PreCompact, PostToolUse or Stop; its JSON comes on standard input. Ends
    with 0 within two seconds, whatever happens; EXECPLAN_HOOKS=off turns it off.

    Example: execplan hook SessionStart
    """
    del more  # Codex gives the event of `notify` as an argument; there is nothing to answer to it
    if os.environ.get(VARIABLE, "").strip().lower() in _OFF:
        return
    said = bounded(lambda: _answer(session, event or ""), _PATIENCE, verbose)
    if said:
        emit(said)


def bounded(work: Callable[[], str], seconds: float, verbose: bool) -> str:
    """What the work answers, done by a child; nothing where that fails or takes longer."""
    end = time.monotonic() + seconds
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(here)
        _work(work, there, int(seconds) + 2, verbose)
    os.close(there)
    parts: list[bytes] = []
    try:
        while select.select([here], [], [], max(0.0, end - time.monotonic()))[0]:
            part = os.read(here, 1 << 16)
            if not part:
                return b"".join(parts).decode("utf-8", "replace")
            parts.append(part)
        if verbose:
            print("execplan hook: it took too long", file=sys.stderr)
        return ""
    finally:
        os.close(here)
        _end(child)


def _work(work: Callable[[], str], there: int, seconds: int, verbose: bool) -> None:
    """In the child: never returns."""
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)  # in case that nobody is left to end it
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        if not verbose:
            os.dup2(nowhere, 2)
        rest = memoryview(work().encode("utf-8", "replace"))
        while rest:
            rest = rest[os.write(there, rest) :]
    except BaseException as error:
        with suppress(BaseException):
            print(f"execplan hook: {' '.join(str(error).split())[:300] or type(error).__name__}", file=sys.stderr)
    finally:
        with suppress(BaseException):
            sys.stderr.flush()
        os._exit(0)


def _end(child: int) -> None:
    for kill in (os.killpg, os.kill):  # with git, if it runs; the group may not be there yet
        with suppress(OSError):
            kill(child, signal.SIGKILL)
    with suppress(OSError):
        os.waitpid(child, 0)


def _answer(session: Session, name: str) -> str:
    from execplan.workspace.hooks import answer
    from execplan.workspace.root import find_root

    event = _event()
    with suppress(RuntimeError):  # no home folder is known
        home = Path.home()
        root = find_root(session.root, os.environ, _start(event), home)
        said = answer(event, root.path, name) if root else None
        return said if isinstance(said, str) else json.dumps(said) if said else ""
    return ""


def _event() -> Mapping[str, object]:
    """The event on standard input; an empty one at a terminal. Raises ``ValueError`` for what is none."""
    if sys.stdin.isatty():
        return {}
    text = sys.stdin.buffer.read(_LARGEST + 1)
    if len(text) > _LARGEST:
        raise ValueError("the event is too large")
    found: Any = json.loads(text) if text.strip() else {}
    if not isinstance(found, dict):
        raise ValueError("the event is no JSON object")
    return cast(Mapping[str, object], found)


def _start(event: Mapping[str, object]) -> Path:
    """Where the plans are looked for: in the client's project, wherever in it the session has gone."""
    for folder in (os.environ.get("CLAUDE_PROJECT_DIR"), event.get("cwd")):
        if isinstance(folder, str) and os.path.isabs(folder) and os.path.isdir(folder):
            return Path(folder)
    return Path.cwd()
