"""Has what a call needs imported before the first call comes. Knows the order of a session; knows no tool and no plan.

A client lists the tools at once, and a model calls one seconds later: the time between is nobody's. What is imported
then is also not taken from another version, which an upgrade may have put in its place by the first call.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from anyio.abc import TaskGroup
from mcp.server.context import CallNext, HandlerResult, ServerMiddleware, ServerRequestContext

logger = logging.getLogger(__name__)

T = TypeVar("T")

_QUIET = 0.1
"""Seconds after the list of tools, in which it is written and what a client asks right after it is answered."""


def complete(opened: Callable[[], T]) -> T:
    """Opens the workspace, and imports every tool with it: edits and merges too, which a first write may need."""
    workspace = opened()
    import_module("execplan.server.inventory")
    return workspace


async def prepared(workspace: Callable[[], object]) -> None:
    """Returns when the workspace is open; at once when it was."""
    try:
        await anyio.to_thread.run_sync(workspace, abandon_on_cancel=True)
    except Exception as error:  # the call that needs it says so to whoever called
        logger.info("not ready for a call (%s: %s)", type(error).__name__, error)


def warming(group: TaskGroup, workspace: Callable[[], object]) -> ServerMiddleware[Any]:
    """Middleware: after the first list of tools the workspace is opened, and the parser imported."""
    begun = False

    async def warm() -> None:
        await anyio.sleep(_QUIET)
        await prepared(workspace)
        await prepared(partial(import_module, "execplan.text.parser"))

    async def listening(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        nonlocal begun
        result = await call_next(ctx)
        if ctx.method == "tools/list" and not begun:
            begun = True
            group.start_soon(warm)
        return result

    return listening
