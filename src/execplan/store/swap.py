"""The two writes of the store: ``swap`` changes a file, ``create`` makes one. Knows files; knows no plan.

``swap`` takes the function and not the new text, because somebody without our lock may save in between: then the
function runs again on the fresh text. A save that came later still, and was displaced, is merged with what displaced it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from execplan.plan.errors import PlanError
from execplan.store import commit, journal, temps
from execplan.store.commit import Published
from execplan.store.entry import CREATE, DISPLACED, MERGE
from execplan.store.faults import told_when_writing, unsure
from execplan.store.files import Loaded, Stamp, load, refuse_large, stamp
from execplan.store.locks import locked
from execplan.store.tree import Tree, parts_of, sync_folder, unconfirmed_names
from execplan.text.source import Source

Make = Callable[[Source], Source | None]
"""The new text for the one in the file, or None. Pure: it may run several times."""
Merge = Callable[[Source, Source, Source], Source]
"""One text of a base and two that came of it. Pure; raises ``PlanError`` where they contradict each other."""

_PAUSE = 0.001


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


@dataclass(frozen=True, slots=True)
class Operation:
    """What the journal says of a write besides its texts."""

    kind: str = "write"
    by: str = ""
    undoes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Unseen:
    """A save that was displaced: it was made of ``base``, and ``published`` stands in its place."""

    base: Source
    published: Source | None
    theirs: Source
    temp: str


_WRITE = Operation()


def no_merge(base: Source, ours: Source, theirs: Source) -> Source:
    """The merge of who has none: it never can, so that the function is run again on the save."""
    del base, ours, theirs
    raise PlanError("conflict", "two saves in the same moment")


def swap(tree: Tree, path: str, once: Make, *, merge: Merge = no_merge, operation: Operation = _WRITE) -> Swapped:
    """Replaces a file's text by what ``once`` makes of it; None or the same text writes nothing.

    Law: concurrent swaps equal some serial order. What ``once`` raises goes to the caller and the file stays as it
    was. Raises ``PlanError``.
    """
    stamp(tree, path)  # first, so that a wrong name makes no lock
    with told_when_writing(path), locked(tree, path):
        place = _Place(tree, path, merge, operation)
        _take_in_leftovers(place)
        swapped, unseen = _commit(place, once, operation)
        while unseen is not None:
            swapped, unseen = _take_in(place, unseen, once, swapped)
        return swapped


def create(tree: Tree, path: str, data: Source, *, by: str = "", kind: str = CREATE) -> None:
    """Makes a file that is complete from its first moment. Raises ``TakenError`` where there is one, ``PlanError``."""
    *above, name = parts_of(path)
    refuse_large(len(data.encode()), path)
    with told_when_writing(path), locked(tree, path):
        made = _missing(tree, tuple(above))
        try:
            with tree.made_folder(tuple(above)) as folder:
                keep_leftovers(tree, folder, name, path)
                commit.publish_new(folder, name, data)
                unconfirmed = unconfirmed_names(folder)
        except FileExistsError:
            raise TakenError(path) from None
        except BaseException:
            if made:
                _remove_empty(tree, tuple(above))
            raise
        journal.record(tree, path, kind=kind, by=by, base=Source.of(""), new=data)
        if unconfirmed is not None:
            raise unsure(path, unconfirmed)


def keep_leftovers(tree: Tree, folder: int, name: str, path: str) -> None:
    """Clears away what killed writers of a file left; a save among it goes into the journal. For the lock's holder."""
    for left in temps.left(folder, name, path, ""):
        journal.record(tree, path, kind=DISPLACED, by="", base=Source.of(""), new=left.text)
        temps.drop(folder, left.name)


@dataclass(frozen=True, slots=True)
class _Place:
    tree: Tree
    path: str
    merge: Merge
    operation: Operation

    @property
    def parts(self) -> tuple[tuple[str, ...], str]:
        *above, name = parts_of(self.path)
        return tuple(above), name


def _commit(place: _Place, make: Make, operation: Operation) -> tuple[Swapped, _Unseen | None]:
    """Publishes what ``make`` makes of the file, tells the journal, and answers the save that was displaced."""
    above, name = place.parts
    end = time.monotonic() + place.tree.wait
    while True:
        with place.tree.folder(above) as folder:
            base = load(folder, name, place.path)
            _refuse_unwritable(folder, name, place.path, base)
            text = make(base.source)
            if text is None or text.revision == base.source.revision:
                return Swapped(base.source, base.source, base.stamp), None
            refuse_large(len(text.encode()), place.path)
            published = commit.publish(folder, name, place.path, base, text)
            if published is not None:
                return Swapped(base.source, text, published.stamp), _told(
                    place, operation, folder, base, text, published
                )
        if time.monotonic() > end:
            raise _never_still(place.path, base)
        time.sleep(_PAUSE)


def _told(
    place: _Place, operation: Operation, folder: int, base: Loaded, text: Source, published: Published
) -> _Unseen | None:
    journal.record(
        place.tree,
        place.path,
        kind=operation.kind,
        by=operation.by,
        base=base.source,
        new=text,
        undoes=operation.undoes,
    )
    if published.displaced is not None and published.unseen is not None:
        return _Unseen(base.source, text, published.unseen, published.displaced)
    if published.displaced is not None:
        temps.drop(folder, published.displaced)
    if published.unsure is not None:
        raise unsure(place.path, published.unsure)
    return None


def _take_in(place: _Place, save: _Unseen, once: Make | None, swapped: Swapped) -> tuple[Swapped, _Unseen | None]:
    """Makes a displaced save part of the file: merged, else the operation is made again on it, else it goes back."""
    refused: list[PlanError] = []

    def joined(now: Source) -> Source | None:
        refused.clear()
        try:
            return place.merge(save.base, now, save.theirs)
        except PlanError:
            if once is None or save.published is None or now.revision != save.published.revision:
                raise
        try:
            return once(save.theirs) or save.theirs
        except PlanError as error:
            refused.append(error)
            return save.theirs

    unseen: _Unseen | None = None
    try:
        again, unseen = _commit(place, joined, Operation(MERGE, place.operation.by))
        swapped = Swapped(swapped.before, again.after, again.stamp)
    except PlanError:  # saved over by somebody since, in a way that cannot be merged: the journal keeps it
        _keep(place, save.base, save.theirs, save.temp)
    except OSError:
        # What is ours is in the file; the save stays in its temporary file, where the next writer looks.
        return swapped, None
    else:
        _drop(place, save.temp)
    if refused:
        raise refused[0]
    return swapped, unseen


def _take_in_leftovers(place: _Place) -> None:
    """Saves that a killed writer displaced and had no time to merge."""
    above, name = place.parts
    with place.tree.folder(above) as folder:
        if not any(map(temps.is_temp, os.listdir(folder))):
            return
        base = load(folder, name, place.path)
        saves = temps.left(folder, name, place.path, base.source.revision)
    for left in saves:
        made_of = journal.text_at(place.tree, place.path, left.base)
        if made_of is None:
            _keep(place, base.source, left.text, left.name)
            continue
        nothing = Swapped(base.source, base.source, base.stamp)
        unseen: _Unseen | None = _Unseen(made_of, None, left.text, left.name)
        while unseen is not None:
            _, unseen = _take_in(place, unseen, None, nothing)


def _keep(place: _Place, base: Source, theirs: Source, temp: str) -> None:
    """Puts a save that has no place in the file into the journal."""
    journal.record(place.tree, place.path, kind=DISPLACED, by="", base=base, new=theirs)
    _drop(place, temp)


def _drop(place: _Place, temp: str) -> None:
    above, _ = place.parts
    with suppress(OSError), place.tree.folder(above) as folder:
        temps.drop(folder, temp)


def _never_still(path: str, base: Loaded) -> PlanError:
    if base.being_written:
        return PlanError(
            "busy", f"{path} is kept open for writing by another program", "nothing was written; close it there"
        )
    return PlanError("busy", f"{path} keeps changing", "nothing was written; try again in a moment")


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
