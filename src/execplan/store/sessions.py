"""What is remembered of a client's session: when it began, whether it was reminded, its tasks. Knows names; knows no plan.

Kept below ``.agents/.state/``, bounded, and of use only while the session lasts: whatever cannot be read or written is
not remembered, which is no error.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import cast

from execplan.plan.errors import PlanError
from execplan.store.state import key_of, state_folder
from execplan.store.tree import FILE, STATE, Tree, let_go

FOLDER = "hooks"
_MOST_FILES = 120
_LARGEST = 64 << 10
_ONCE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_MORE = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def once(tree: Tree, session: str, what: str) -> bool:
    """Is this the first time that it is said of the session? False as well where that cannot be remembered."""
    with suppress(OSError, PlanError), state_folder(tree, FOLDER) as folder:
        os.close(os.open(_name(session, what), _ONCE, 0o666, dir_fd=folder))
        _forget(folder)
        return True
    return False


def said_at(tree: Tree, session: str, what: str) -> int | None:
    """When ``once`` was true, in nanoseconds; None where that is not known."""
    with suppress(OSError, PlanError), tree.folder((*STATE, FOLDER)) as folder:
        return os.stat(_name(session, what), dir_fd=folder, follow_symlinks=False).st_mtime_ns
    return None


def remember_task(tree: Tree, session: str, task: str, subject: str) -> None:
    """The words of a task, which its client names by number from then on."""
    line = json.dumps([task, subject]).encode() + b"\n"
    with suppress(OSError, PlanError), state_folder(tree, FOLDER) as folder:
        file = os.open(_name(session, "tasks"), _MORE, 0o666, dir_fd=folder)
        try:
            if os.fstat(file).st_size + len(line) <= _LARGEST:
                os.write(file, line)  # one write: two hooks at once leave two lines
        finally:
            let_go(file)
        _forget(folder)


def tasks(tree: Tree, session: str) -> dict[str, str]:
    """Each task's last known words."""
    text = b""
    with suppress(OSError, PlanError), tree.folder((*STATE, FOLDER)) as folder:
        file = os.open(_name(session, "tasks"), FILE, dir_fd=folder)
        try:
            text = os.read(file, _LARGEST)
        finally:
            let_go(file)
    found: dict[str, str] = {}
    for line in text.splitlines():
        with suppress(ValueError):
            match cast(object, json.loads(line)):
                case [str(task), str(subject)]:
                    found[task] = subject
                case _:
                    pass
    return found


def _name(session: str, what: str) -> str:
    return f"{key_of(session.encode('utf-8', 'replace').decode())}.{what}"


def _forget(folder: int) -> None:
    """Takes out the oldest files when there are too many."""
    with suppress(OSError), os.scandir(folder) as entries:
        kept = [(one.stat(follow_symlinks=False).st_mtime_ns, one.name) for one in entries if one.name[0] != "."]
        for _, name in sorted(kept)[: max(0, len(kept) - _MOST_FILES)]:
            os.unlink(name, dir_fd=folder)
