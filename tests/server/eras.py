"""What the protocol tests share: the eras, a tree of plans, and a client that hears what changes."""

from __future__ import annotations

import warnings
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
from mcp import Client
from mcp.client.subscriptions import Subscription
from mcp.shared.subscriptions import ResourcesListChanged, ResourceUpdated
from mcp_types import ResourceListChangedNotification, ResourceUpdatedNotification

ERAS = ["auto", "legacy"]
LISTED = "list"
"""What is heard when plans came or went; a change of a plan is heard as its address."""

PLAN = """# ExecPlan: Move the mail queue

**Status:** In Progress

## Purpose

Mail leaves within a minute.

## Progress

- [x] **Step 1**: Measure the old queue
- [ ] **Step 2**: Choose a broker
- [ ] **Step 3**: Write the adapter
"""


def put(root: Path, slug: str, text: str = PLAN) -> Path:
    path = root / ".agents" / slug / "PLAN.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


class Heard:
    """What a client was told, in order."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self._news = anyio.Event()

    def add(self, said: str) -> None:
        self.told.append(said)
        self._news.set()

    async def handle(self, message: Any) -> None:
        """As the message handler of a client before 2026-07-28."""
        if isinstance(message, ResourceUpdatedNotification):
            self.add(message.params.uri)
        elif isinstance(message, ResourceListChangedNotification):
            self.add(LISTED)

    async def follow(self, events: Subscription) -> None:
        async for event in events:
            if isinstance(event, ResourceUpdated):
                self.add(event.uri)
            elif isinstance(event, ResourcesListChanged):
                self.add(LISTED)

    async def until(self, *wanted: str, within: float = 1.0) -> None:
        """Returns when all of this was told; then forgets everything."""
        with anyio.fail_after(within):
            while not set(wanted) <= set(self.told):
                self._news = anyio.Event()
                await self._news.wait()
        self.told.clear()

    async def nothing(self, seconds: float = 0.7) -> bool:
        await anyio.sleep(seconds)
        return not self.told


@asynccontextmanager
async def subscribed(server: Any, era: str, uris: Iterable[str]) -> AsyncGenerator[tuple[Client, Heard]]:
    """A client that subscribed to some plans and to the list of them, as its era does it."""
    heard = Heard()
    handler = heard.handle if era == "legacy" else None  # in the later era the stream tells
    async with Client(server, mode=era, message_handler=handler) as client:
        if era == "legacy":
            await client.list_resources()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for uri in uris:
                    await client.subscribe_resource(uri)
            yield client, heard
            return
        listening = client.listen(resource_subscriptions=list(uris), resources_list_changed=True)
        async with listening as events, anyio.create_task_group() as group:
            group.start_soon(heard.follow, events)
            yield client, heard
            group.cancel_scope.cancel()
