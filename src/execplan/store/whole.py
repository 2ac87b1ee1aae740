"""Files of a project that are no plans: made, changed by a function, removed. Knows the tree; knows no text's meaning.

The same guards as for plans (no links, exchange, fsync), but no journal: they are the project's, and git keeps them.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from execplan.plan.errors import PlanError
from execplan.store import temps
from execplan.store.commit import publish, publish_new
from execplan.store.faults import told_when_reading, told_when_writing, unsure
from execplan.store.files import Loaded, load
from execplan.store.tree import Tree, parts_of, sync_folder
from execplan.text.source import Source

Make = Callable[[Source | None], Source | None]
"""What a file should hold, of what it holds now; None stands for no file."""
_TRIES = 50


def text_of(tree: Tree, path: str) -> Source | None:
    """What a file holds; None where there is none. Raises ``PlanError``."""
    *above, name = parts_of(path)
    try:
        with told_when_reading(path), tree.folder(tuple(above)) as folder:
            return load(folder, name, path).source
    except PlanError as error:
        if error.code == "not_found":
            return None
        raise


def change(tree: Tree, path: str, make: Make) -> None:
    """Puts what ``make`` answers for the present text in its place; None removes the file. Raises ``PlanError``.

    ``make`` is asked again when somebody saves meanwhile.
    """
    *above, name = parts_of(path)
    with told_when_writing(path), tree.made_folder(tuple(above)) as folder:
        for _ in range(_TRIES):
            try:
                base = load(folder, name, path)
            except FileNotFoundError:
                base = None
            if _done(folder, name, path, base, make):
                return
    raise PlanError("busy", f"{path} keeps changing", "try again in a moment")


def _done(folder: int, name: str, path: str, base: Loaded | None, make: Make) -> bool:
    """False when the file is no longer ``base``."""
    text = make(base.source if base else None)
    if text == (base.source if base else None):
        return True
    if base is None:
        assert text is not None
        return _added(folder, name, text)
    if text is None:
        return _removed(folder, name, path, base)
    published = publish(folder, name, path, base, text)
    if published is None:
        return False
    if published.unsure is not None:
        raise unsure(path, published.unsure)
    save = published.unseen
    if save is not None:  # somebody saved in that very moment: theirs is what is changed
        now = load(folder, name, path)
        if now.source == text and not _done(folder, name, path, now, lambda _: make(save)):
            return False
    if published.displaced is not None:
        temps.drop(folder, published.displaced)
    return True


def _added(folder: int, name: str, text: Source) -> bool:
    try:
        publish_new(folder, name, text)
    except FileExistsError:
        return False
    sync_folder(folder)
    return True


def _removed(folder: int, name: str, path: str, base: Loaded) -> bool:
    """It is moved aside and looked at once more: a save in between goes back."""
    aside = f".{name}.{os.getpid()}.removed"
    os.rename(name, aside, src_dir_fd=folder, dst_dir_fd=folder)
    if load(folder, aside, path).source != base.source:
        os.rename(aside, name, src_dir_fd=folder, dst_dir_fd=folder)
        return False
    os.unlink(aside, dir_fd=folder)
    sync_folder(folder)
    return True
