"""Tells that plans may have changed on disk, by whatever hand. Knows folders; knows no plan and no reader.

Folders are watched, never files: most editors put a new file in the old one's place. Only folders that may hold a plan
are watched, each by itself, so that neither a link nor a large tree beside the plans is ever walked into.

Watching is a courtesy. Whoever must be right looks at the files: an event may be lost, or tell of nothing.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from functools import partial
from typing import Any

import anyio
import anyio.to_thread

from execplan.plan.errors import PlanError
from execplan.store.discover import NO_SLUGS, PLAN
from execplan.store.tree import AGENTS, Tree

_STEP = 80
"""Milliseconds between two looks for events, and of quiet after which they are told."""
_LONGEST = 240
"""Milliseconds after which events are told though more keep coming."""
_STANDS = 0.05
"""Seconds after which a watch that was begun stands."""
_PAUSE = 0.5
"""Seconds between two looks where watching is impossible: no inotify, or no watch left for this user."""

Events = AsyncGenerator[set[tuple[Any, str]]]


async def watch(tree: Tree, stop: anyio.Event, changed: Callable[[], Awaitable[None]]) -> None:
    """Awaits ``changed`` whenever a plan may have come, gone or changed, until ``stop`` is set.

    Also once when a watch stands, since what happened shortly before is told by no event.
    """
    begin = await anyio.to_thread.run_sync(_watcher)
    while not stop.is_set():
        folders = await anyio.to_thread.run_sync(_folders, tree)
        try:
            await _follow(tree, folders, begin(folders, stop), changed)
        except* (OSError, RuntimeError):  # a folder that went meanwhile, or no watching here
            await changed()
            with anyio.move_on_after(_PAUSE):
                await stop.wait()


def _watcher() -> Callable[[tuple[str, ...], anyio.Event], Events]:
    """How to begin a watch. The library is imported here, by the first who wants to watch."""
    from watchfiles import awatch  # pyright: ignore[reportUnknownVariableType] - an event of trio, where that is there

    def begin(folders: tuple[str, ...], stop: anyio.Event) -> Events:
        return awatch(
            *folders,
            watch_filter=partial(_matters, folders),
            debounce=_LONGEST,
            step=_STEP,
            stop_event=stop,
            recursive=False,
        )

    return begin


async def _follow(tree: Tree, folders: tuple[str, ...], begun: Events, changed: Callable[[], Awaitable[None]]) -> None:
    """Tells of events until the folders to watch are others, or the watch ends."""

    async def once() -> None:
        await anyio.sleep(_STANDS)
        await changed()

    async with anyio.create_task_group() as group, aclosing(begun) as events:
        group.start_soon(once)
        async for seen in events:
            await changed()
            # A folder that was made again is another one, under the same name.
            if any(path in folders for _, path in seen) or await anyio.to_thread.run_sync(_folders, tree) != folders:
                break


def _folders(tree: Tree) -> tuple[str, ...]:
    """The root, and below it the folders in which plans come and go. Links are passed over."""
    root = os.path.abspath(tree.root)
    agents = os.path.join(root, AGENTS)
    try:
        with tree.folder((AGENTS,)) as folder, os.scandir(folder) as entries:
            names = sorted(
                entry.name
                for entry in entries
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".") and entry.name not in NO_SLUGS
            )
    except (OSError, PlanError):
        return (root,)
    return (root, agents, *(os.path.join(agents, name) for name in names))


def _matters(folders: tuple[str, ...], _: object, path: str) -> bool:
    """Whether an event is about a plan, or about a folder where one may be: the root has many other files."""
    above, name = os.path.split(path)
    if above == folders[0]:
        return name == AGENTS
    return name == PLAN or path in folders or above in folders[1:2]
