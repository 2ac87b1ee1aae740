"""The two writes of the store: ``swap`` changes a file, ``create`` makes one. Knows files; knows no plan.

``swap`` takes the function and not the new text, because somebody without our lock may save in between:
then the function runs again on the fresh text.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from execplan.plan.errors import PlanError
from execplan.store import commit
from execplan.store.faults import told_when_writing
from execplan.store.files import Loaded, Stamp, load, refuse_large, stamp
from execplan.store.locks import locked
from execplan.store.tree import Tree, parts_of, sync_folder
from execplan.text.source import Source


class TakenError(PlanError):
    """The file to be created is there already; it was left as it is."""

    def __init__(self, path: str) -> None:
        super().__init__("refused", f"{path} exists already", "nothing is ever overwritten: choose another name")


@dataclass(frozen=True, slots=True)
class Swapped:
    """The text on which the last run of the function worked, the text now, and its stamp."""

    before: Source
    after: Source
    stamp: Stamp


def swap(tree: Tree, path: str, once: Callable[[Source], Source | None]) -> Swapped:
    """Replaces a file's text by what ``once`` makes of it; None or the same text writes nothing.

    Law: concurrent swaps equal some serial order. ``once`` must be pure, it may run several times. What it
    raises goes to the caller and the file stays as it was. Raises ``PlanError``.
    """
    *above, name = parts_of(path)
    stamp(tree, path)  # first, so that a wrong name makes no lock
    end = time.monotonic() + tree.wait
    with told_when_writing(path), locked(tree, path):
        while True:
            with tree.folder(tuple(above)) as folder:
                commit.drop_leftovers(folder, name)
                base = load(folder, name, path)
                _refuse_unwritable(folder, name, path, base)
                text = once(base.source)
                if text is None or text.revision == base.source.revision:
                    return Swapped(base.source, base.source, base.stamp)
                refuse_large(len(text.encode()), path)
                published = commit.publish(folder, name, path, base, text)
                if published is not None:
                    return Swapped(base.source, text, published)
            if time.monotonic() > end:
                raise PlanError("busy", f"{path} keeps changing", "nothing was written; try again in a moment")


def create(tree: Tree, path: str, data: Source) -> None:
    """Makes a file that is complete from its first moment. Raises ``TakenError`` where there is one, ``PlanError``."""
    *above, name = parts_of(path)
    refuse_large(len(data.encode()), path)
    with told_when_writing(path), locked(tree, path):
        made = _missing(tree, tuple(above))
        try:
            with tree.made_folder(tuple(above)) as folder:
                commit.drop_leftovers(folder, name)
                commit.publish_new(folder, name, data.encode(), data.revision)
        except FileExistsError:
            raise TakenError(path) from None
        except BaseException:
            if made:
                _remove_empty(tree, tuple(above))
            raise


def _refuse_unwritable(folder: int, name: str, path: str, found: Loaded) -> None:
    if found.status.st_nlink > 1:
        raise PlanError(
            "refused",
            f"{path} has {found.status.st_nlink} hard links; writing it would separate them",
            "make it a file of its own (copy it, then move the copy over it)",
        )
    if not found.status.st_mode & 0o222 or not os.access(name, os.W_OK, dir_fd=folder):
        raise PlanError("refused", f"{path} is write-protected", "make it writable if the plan may change")


def _missing(tree: Tree, parts: tuple[str, ...]) -> bool:
    try:
        with tree.folder(parts):
            return False
    except FileNotFoundError:
        return True


def _remove_empty(tree: Tree, parts: tuple[str, ...]) -> None:
    """Takes back the folder that was made for a file which could not be written."""
    with suppress(OSError, PlanError), tree.folder(parts[:-1]) as above:
        os.rmdir(parts[-1], dir_fd=above)
        sync_folder(above)
