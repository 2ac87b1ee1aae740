"""Runs one function in a process of its own and lets the kernel fail it at one chosen system call. Needs strace.

The process is forked from this one, so everything is imported already, and waits until strace has hold of it: what
is counted is the function and nothing else. Which calls it makes is learnt from a run without a fault.
"""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from execplan.plan.errors import PlanError

CALLS = (
    *("open", "openat", "openat2", "creat", "close", "read", "pread64", "write", "pwrite64", "writev", "lseek"),
    *("stat", "lstat", "fstat", "newfstatat", "statx", "access", "faccessat", "faccessat2", "getdents", "getdents64"),
    *("rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir"),
    *("fsync", "fdatasync", "ftruncate", "fallocate", "flock", "fcntl", "chmod", "fchmod", "fchmodat", "fchown"),
    *("fchownat", "fgetxattr", "fsetxattr", "flistxattr", "getxattr", "listxattr", "utimensat", "symlinkat"),
    *("readlink", "readlinkat", "fstatfs", "statfs", "dup", "dup3", "copy_file_range", "sendfile", "ioctl"),
)
"""The calls that files are reached by. The driver's own waiting and answering use none of them."""

_TRACE = "trace=" + ",".join(f"?{name}" for name in CALLS)
_CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)")
_PATIENCE = 20.0
"""Seconds for one run; what hangs so long has failed."""


class NoStraceError(Exception):
    """strace is not there or may not trace here."""


@dataclass(frozen=True, slots=True)
class Call:
    """One system call, by its name and which of that name it is; ``text`` is how strace wrote it down."""

    name: str
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: exactly one of the four is set."""

    acknowledged: str | None
    refused: tuple[str, str] | None
    """Code and text of the ``PlanError``."""
    crashed: str | None
    """Anything else that was raised, or that it hung."""
    killed: int | None
    calls: tuple[Call, ...]
    fired: bool


def strace_reason() -> str:
    """Why strace cannot be used here; empty where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else f"strace may not trace here: {tried.stderr.strip()[-200:]}"


def run(work: Callable[[], str], log: Path, fault: str = "") -> Outcome:
    """Runs ``work`` in a traced process. ``fault`` is an expression of ``strace -e inject=``, or empty."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        _be_traced(work, theirs)
    theirs.close()
    tracer: subprocess.Popen[str] | None = None
    try:
        ours.recv(1)  # from here on the child only waits
        tracer = _attached(child, log, fault)
        ours.sendall(b"go")
        answer = _answer(ours)
        killed = _ended(child, hung=answer is None)
        tracer.communicate(timeout=_PATIENCE)
    finally:
        ours.close()
        if tracer is None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    written = log.read_text(errors="replace")
    calls = tuple(_calls(written))
    fired = "(INJECTED)" in written or killed is not None
    if answer is None:
        return Outcome(None, None, f"no answer within {_PATIENCE:g} s", None, calls, fired)
    match json.loads(answer or "{}"):
        case {"acknowledged": str(said)}:
            return Outcome(said, None, None, None, calls, fired)
        case {"refused": [str(code), str(said)]}:
            return Outcome(None, (code, said), None, None, calls, fired)
        case {"crashed": str(said)}:
            return Outcome(None, None, said, None, calls, fired)
        case _:
            return Outcome(None, None, None, killed or 0, calls, fired)


def _be_traced(work: Callable[[], str], parent: socket.socket) -> None:
    """The child's whole life: waits for the word, works, answers. Never returns."""
    try:
        parent.sendall(b"!")
        select.select([parent], [], [], _PATIENCE)
        parent.recv(2)
        try:
            said: dict[str, object] = {"acknowledged": work()}
        except PlanError as error:
            said = {"refused": [error.code, f"{error.message} | {error.hint}"]}
        except BaseException as error:
            said = {"crashed": f"{type(error).__name__}: {error}"}
        parent.sendall(json.dumps(said).encode())
    finally:
        os._exit(0)


def _attached(child: int, log: Path, fault: str) -> subprocess.Popen[str]:
    inject = ["-e", f"inject={fault}"] if fault else []
    command = ["strace", "-f", "-y", "-o", str(log), "-e", _TRACE, "-e", "signal=none", *inject, "-p", str(child)]
    tracer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    said = tracer.stderr.readline()
    if "attached" not in said:
        tracer.kill()
        tracer.communicate()
        raise NoStraceError(said.strip() or "strace ended at once")
    return tracer


def _answer(ours: socket.socket) -> bytes | None:
    """What the child said; empty when it was killed, None when it hung."""
    ours.settimeout(_PATIENCE)
    said = b""
    try:
        while more := ours.recv(65536):
            said += more
    except TimeoutError:
        return None
    except ConnectionError:
        return b""
    return said


def _ended(child: int, *, hung: bool) -> int | None:
    """The signal that ended the child, None without."""
    if hung:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) and not hung else None


def _calls(log: str) -> Iterator[Call]:
    seen: dict[str, int] = {}
    for line in log.splitlines():
        if found := _CALL.match(line):
            name = found[1]
            seen[name] = seen.get(name, 0) + 1
            yield Call(name, seen[name], found[2])


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` took."""
    started = time.monotonic()
    work()
    return time.monotonic() - started
