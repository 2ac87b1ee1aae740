"""Moves a plan's folder into the archive, whole. Knows files; knows no plan.

One rename does it, so a crash leaves the folder in one place or the other and never in both or in none. The folder's
own lock is held meanwhile: no writer is in the middle of a change, and one that waited finds the plan gone.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable

from execplan.plan.errors import PlanError
from execplan.store import journal
from execplan.store.discover import ARCHIVE, PLAN
from execplan.store.entry import ARCHIVE as MOVED
from execplan.store.faults import told_when_writing, unsure
from execplan.store.files import load
from execplan.store.locks import locked
from execplan.store.swap import keep_leftovers
from execplan.store.tree import AGENTS, Tree, refuse_link, unconfirmed_names
from execplan.text.source import Source

_MOST = 1_000
"""Names tried before giving up."""
_TAKEN = frozenset({errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR, errno.EISDIR})


def archive(tree: Tree, slug: str, look: Callable[[Source], None], *, by: str = "") -> str:
    """Moves ``.agents/<slug>/`` with all that is in it; answers the name it has in the archive.

    Nothing there is replaced: the next free name is taken (``slug-2``). ``look`` sees the plan as it is moved; what
    it raises stops the move. Raises ``PlanError``.
    """
    path = f"{AGENTS}/{slug}/{PLAN}"
    with told_when_writing(path), locked(tree, path):
        with tree.folder((AGENTS, slug)) as folder:
            keep_leftovers(tree, folder, PLAN, path)
            plan = load(folder, PLAN, path).source
            look(plan)
        with tree.made_folder((AGENTS, ARCHIVE)) as into, tree.folder((AGENTS,)) as top:
            refuse_link(top, slug, path)
            name = _moved(top, slug, into)
            unconfirmed = unconfirmed_names(into, top)
        there = f"{AGENTS}/{ARCHIVE}/{name}/{PLAN}"
        journal.record(tree, there, kind=MOVED, by=by, base=plan, new=plan, came_from=path)
        if unconfirmed is not None:
            raise unsure(there, unconfirmed)
        return name


def _moved(top: int, slug: str, into: int) -> str:
    for count in range(1, _MOST):
        name = slug if count == 1 else f"{slug}-{count}"
        if _is_there(into, name):
            continue
        try:
            os.rename(slug, name, src_dir_fd=top, dst_dir_fd=into)
        except OSError as error:
            if error.errno in _TAKEN:  # somebody made it since we looked; a folder is never put over a full one
                continue
            raise
        return name
    raise PlanError("refused", f"the archive holds {slug} {_MOST} times", "rename some of them")


def _is_there(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True
