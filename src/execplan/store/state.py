"""The folders that are execplan's own: never in git, made when first needed. Knows names and descriptors; knows no plan."""

from __future__ import annotations

import hashlib
import os
import threading
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager, suppress

from execplan.store.faults import told_when_writing
from execplan.store.tree import AGENTS, STATE, Tree
from execplan.text.source import Source

SCRATCH = (AGENTS, "tmp")
"""Texts for a person to look at, of no use afterwards."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_IGNORE = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW


@contextmanager
def state_folder(tree: Tree, *below: str) -> Generator[int]:
    """A descriptor of ``.agents/.state/``, or of a folder below it."""
    with own_folder(tree, STATE) as state:
        if not below:
            yield state
            return
    with tree.made_folder((*STATE, *below)) as folder:
        yield folder


@contextmanager
def own_folder(tree: Tree, parts: tuple[str, ...]) -> Generator[int]:
    """A descriptor of a folder that is kept out of git by a file of its own, whatever the project's ignore file says."""
    with tree.made_folder(parts) as folder:
        _ignore_all(folder)
        yield folder


def key_of(path: str) -> str:
    """What files about one path are called in the state folder."""
    # Folded, because on some file systems two spellings name one file.
    folded = unicodedata.normalize("NFC", path).casefold()
    return hashlib.sha256(folded.encode()).hexdigest()[:20]


def _ignore_all(folder: int) -> None:
    try:
        if os.stat(".gitignore", dir_fd=folder, follow_symlinks=False).st_size:
            return
    except FileNotFoundError:
        pass
    file = os.open(".gitignore", _IGNORE, 0o666, dir_fd=folder)
    try:
        os.write(file, b"*\n")
    finally:
        os.close(file)


def put_aside(tree: Tree, name: str, text: Source) -> str:
    """Writes a text for a person to look at, in the place of an earlier one; answers its path. Raises ``PlanError``."""
    path = "/".join((*SCRATCH, name))
    with told_when_writing(path), own_folder(tree, SCRATCH) as folder:
        temp = f".{name}.{os.getpid()}.{threading.get_ident()}"
        file = os.open(temp, _NEW, 0o666, dir_fd=folder)
        try:
            try:
                rest = memoryview(text.encode())
                while rest:
                    rest = rest[os.write(file, rest) :]
            finally:
                os.close(file)
            os.replace(temp, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(temp, dir_fd=folder)
            raise
    return path
