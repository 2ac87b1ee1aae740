"""Tells clients that plans changed, in both protocol eras. Knows revisions and who asked; knows no plan's content.

What was told last is kept per plan. A look compares it with the files; only a difference is told, so that it does not
matter how often, and for what reason, somebody looks: an event of the file system, or the next request after one got
lost.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import anyio
import anyio.to_thread
from anyio.abc import TaskGroup
from mcp.server import MCPServer
from mcp.server.connection import Connection
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler, ResourcesListChanged, ResourceUpdated
from mcp_types import (
    EmptyResult,
    SubscribeRequestParams,
    SubscriptionsListenRequestParams,
    SubscriptionsListenResult,
    UnsubscribeRequestParams,
)
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from execplan.plan.errors import PlanError
from execplan.server import sdk
from execplan.server.resources import INDEX, addresses, is_address, unknown

if TYPE_CHECKING:
    from execplan.workspace.handle import Handle
    from execplan.workspace.workspace import Workspace

logger = logging.getLogger(__name__)

_MOMENT = 0.15
"""Seconds for a plan that is gone to come back: some editors save by unlinking and writing anew."""
_PATIENCE = 1.0
"""Seconds for a client to take a message; a client that reads nothing holds up no other."""
_MANY = 500
"""Plans of which a look is felt: each takes a ``stat``."""
_REST = 0.0002
"""Seconds for each of so many plans in which no request has them looked at again: twenty times what the look takes."""
_LOOKS = frozenset({"tools/call", "prompts/get", "resources/list", "resources/read"})
"""Requests that look at the plans: after them, what they may have seen is told."""


class Seen(NamedTuple):
    """What is told of when it changes: the text of a plan (or why it cannot be read), and its name in the list."""

    revision: str
    title: str


class Notices:
    """The subscribers of one running server. Nothing is watched until somebody wants to know."""

    def __init__(self, opened: Callable[[], Workspace], group: TaskGroup) -> None:
        self._opened = opened
        self._group = group
        self._stop = anyio.Event()
        self._bus = InMemorySubscriptionBus()
        self._listen = ListenHandler(self._bus)
        self._clients: dict[Connection, set[str]] = {}
        """Clients before 2026-07-28, each with the addresses it subscribed to."""
        self._told: dict[str, Seen] | None = None
        self._turn = anyio.Lock()
        self._due = False
        self._again = 0.0
        """When a request is to have the plans compared again at the earliest."""

    async def listen(
        self, ctx: ServerRequestContext[Any, Any], params: SubscriptionsListenRequestParams
    ) -> SubscriptionsListenResult:
        """One stream of a client of 2026-07-28 or later; returns when the stream ends."""
        await self._begin()
        return await self._listen(ctx, params)

    async def subscribe(self, client: Connection, uri: str) -> None:
        self._wishes(client).add(uri)
        await self._begin()

    def unsubscribe(self, client: Connection, uri: str) -> None:
        self._clients.get(client, set()).discard(uri)

    async def attend(self, client: Connection) -> None:
        """From now on the client, of before 2026-07-28, is told when plans come and go."""
        self._wishes(client)
        await self._begin()

    def look_soon(self) -> None:
        """Has the plans compared with what was told, without waiting for it."""
        if self._told is not None and not self._due and not self._stop.is_set() and anyio.current_time() >= self._again:
            self._due = True
            self._group.start_soon(self.look)

    async def look(self) -> None:
        """Tells what changed since the last look. Nobody waits for it, so what goes wrong here goes to the log."""
        async with self._turn:
            self._due = False
            try:
                await self._compare()
            except Exception as error:  # the next look tells it all
                logger.warning("a change could not be told (%s: %s)", type(error).__name__, error)

    def close(self) -> None:
        """Ends the watch and every stream."""
        self._stop.set()
        self._listen.close()

    def _wishes(self, client: Connection) -> set[str]:
        """The addresses a client subscribed to. It is forgotten when its connection ends."""
        if client not in self._clients:
            self._clients[client] = set()
            client.exit_stack.callback(self._clients.pop, client, None)
        return self._clients[client]

    async def _compare(self) -> None:
        if self._told is None:
            return
        now = await self._seen()
        self._again = anyio.current_time() + len(now) * _REST if len(now) > _MANY else 0.0
        if self._told.keys() - now.keys():
            await anyio.sleep(_MOMENT)
            now = await self._seen()
        await self._tell(self._told, now)
        self._told = now

    async def _begin(self) -> None:
        """Takes what is there now as told, and watches from here on."""
        async with self._turn:
            if self._told is None and not self._stop.is_set():
                self._told = await self._seen()
                self._group.start_soon(self._watch)

    async def _watch(self) -> None:
        root = self._opened().root
        if root is None:
            return
        from execplan.store.tree import Tree
        from execplan.store.watch import watch

        try:
            await watch(Tree(root), self._stop, self.look)
        except Exception as error:  # without it the next request tells; nobody is refused for it
            logger.warning("changes on disk are no longer watched (%s: %s)", type(error).__name__, error)

    async def _seen(self) -> dict[str, Seen]:
        return await anyio.to_thread.run_sync(_revisions, self._opened, abandon_on_cancel=True)

    async def _tell(self, before: Mapping[str, Seen], now: Mapping[str, Seen]) -> None:
        changed = sorted(slug for slug in before.keys() | now.keys() if before.get(slug) != now.get(slug))
        if not changed:
            return
        uris = [*(uri for slug in changed for uri in addresses(slug)), INDEX]
        relisted = {slug: one.title for slug, one in before.items()} != {slug: one.title for slug, one in now.items()}
        for uri in uris:
            await self._bus.publish(ResourceUpdated(uri))
        if relisted:
            await self._bus.publish(ResourcesListChanged())

        async def send(client: Connection, wanted: set[str]) -> None:
            try:
                with anyio.move_on_after(_PATIENCE):
                    for uri in uris:
                        if uri in wanted:
                            await client.send_resource_updated(uri)
                    if relisted:
                        await client.send_resource_list_changed()
            except Exception as error:  # a client that is gone
                logger.warning("a client could not be told (%s: %s)", type(error).__name__, error)

        async with anyio.create_task_group() as group:
            for client, wanted in self._clients.items():
                group.start_soon(send, client, wanted)


@asynccontextmanager
async def notices(opened: Callable[[], Workspace]) -> AsyncGenerator[Notices]:
    """The notices of a server for as long as it runs."""
    async with anyio.create_task_group() as group:
        kept = Notices(opened, group)
        try:
            yield kept
        finally:
            kept.close()
            group.cancel_scope.cancel()


def serve_notices(server: MCPServer[Notices]) -> None:
    """Answers the methods by which clients subscribe."""
    sdk.handle(server, "resources/subscribe", SubscribeRequestParams, _subscribe)
    sdk.handle(server, "resources/unsubscribe", UnsubscribeRequestParams, _unsubscribe)
    sdk.handle(server, "subscriptions/listen", SubscriptionsListenRequestParams, _listen)


async def attending(ctx: ServerRequestContext[Notices, Any], call_next: CallNext) -> HandlerResult:
    """Middleware: who lists the plans is told when the list changes; every look at them may find a change to tell.

    A client before 2026-07-28 has no other way to ask for changes of the list.
    """
    if ctx.method == "resources/list" and ctx.protocol_version not in MODERN_PROTOCOL_VERSIONS:
        await ctx.lifespan_context.attend(sdk.connection_of(ctx.session))
    try:
        result = await call_next(ctx)
    finally:
        if ctx.method in _LOOKS:
            ctx.lifespan_context.look_soon()
    return _promised(result) if ctx.method == "initialize" else result


def _promised(result: HandlerResult) -> HandlerResult:
    """The answer to ``initialize``, which the SDK makes without knowing that the list of resources is watched."""
    if isinstance(result, dict):
        capabilities = cast("dict[str, Any]", result.get("capabilities", {}))
        capabilities.get("resources", {})["listChanged"] = True
    return result


async def _subscribe(ctx: ServerRequestContext[Notices, Any], params: SubscribeRequestParams) -> EmptyResult:
    if not is_address(params.uri):
        raise unknown(params.uri, ctx.protocol_version)
    await ctx.lifespan_context.subscribe(sdk.connection_of(ctx.session), params.uri)
    return EmptyResult()


async def _unsubscribe(ctx: ServerRequestContext[Notices, Any], params: UnsubscribeRequestParams) -> EmptyResult:
    ctx.lifespan_context.unsubscribe(sdk.connection_of(ctx.session), params.uri)
    return EmptyResult()


async def _listen(
    ctx: ServerRequestContext[Notices, Any], params: SubscriptionsListenRequestParams
) -> SubscriptionsListenResult:
    return await ctx.lifespan_context.listen(ctx, params)


def _revisions(opened: Callable[[], Workspace]) -> dict[str, Seen]:
    try:
        handles = opened().plans()
    except PlanError:
        return {}
    return {one.slug: _seen(one, one.slug) for one in handles if one.slug is not None}


def _seen(handle: Handle, slug: str) -> Seen:
    try:
        return Seen(handle.revision(), handle.title())
    except PlanError as error:
        return Seen(str(error), slug)
