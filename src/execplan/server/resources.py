"""Plans as resources: their addresses, the list of them, what each one says. Knows no plan format and no subscriber.

A slug from outside is compared with the slugs that are there and never becomes a path.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote

from mcp.server.caching import CacheableMethod, CacheHint
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.shared.exceptions import MCPError
from mcp_types import INTERNAL_ERROR, INVALID_PARAMS, Resource, ResourceTemplate
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from execplan.plan.errors import PlanError

if TYPE_CHECKING:
    from execplan.workspace.handle import Handle
    from execplan.workspace.workspace import Workspace

INDEX = "plans://index"
_SCHEME = "plan://"
_STATE = "/state"
_HISTORY = "/history"
_WANTED: dict[str, Literal["text", "state", "history"]] = {"": "text", _STATE: "state", _HISTORY: "history"}
_MARKDOWN = "text/markdown"
_JSON = "application/json"
_EVERY = 10_000
"""Plans in the index: all of them."""
_OPERATIONS = 100
"""Operations in a history."""
_OLD_NOT_FOUND = -32002
"""The code of a resource that is not there, up to 2025-11-25. Later ones use that of wrong parameters."""

_CONSTANT = CacheHint(ttl_ms=300_000, scope="private")
"""For what changes only with the program or its options."""
_LIVE = CacheHint(ttl_ms=0, scope="private")
"""For what a tool call or an editor may change at any moment: who asks again, asks the file."""
CACHE_HINTS: dict[CacheableMethod, CacheHint] = {
    "server/discover": _CONSTANT,
    "tools/list": _CONSTANT,
    "prompts/list": _CONSTANT,
    "resources/templates/list": _CONSTANT,
    "resources/list": _LIVE,
    "resources/read": _LIVE,
}

TEMPLATES = (
    ResourceTemplate(
        uri_template="plan://{slug}",
        name="plan",
        title="A plan",
        description="The plan's Markdown, as it is in the file.",
        mime_type=_MARKDOWN,
    ),
    ResourceTemplate(
        uri_template="plan://{slug}/state",
        name="plan-state",
        title="A plan as data",
        description="Steps, criteria, blockers, decisions and all else that the plan holds, as JSON (execplan/plan/1).",
        mime_type=_JSON,
    ),
    ResourceTemplate(
        uri_template="plan://{slug}/history",
        name="plan-history",
        title="What was done to a plan",
        description="Operations and saves by hand, newest first: when, who, what changed, as JSON (execplan/history/1).",
        mime_type=_JSON,
    ),
)


def plan_uri(slug: str) -> str:
    return _SCHEME + quote(slug, safe="")


def state_uri(slug: str) -> str:
    return plan_uri(slug) + _STATE


def history_uri(slug: str) -> str:
    return plan_uri(slug) + _HISTORY


def addresses(slug: str) -> tuple[str, str, str]:
    """All that is said of one plan: what changes with its file."""
    return plan_uri(slug), state_uri(slug), history_uri(slug)


def is_address(uri: str) -> bool:
    """Whether a resource may have this address, now or once a plan of that name is made."""
    return uri == INDEX or _named(uri) is not None


def listed(workspace: Workspace) -> list[Resource]:
    """The index, and three resources for each plan that is not archived. Without a root there are none."""
    try:
        handles = workspace.plans()
    except PlanError:
        return []
    index = Resource(
        uri=INDEX,
        name="plans",
        title="All plans",
        description="Status, progress, current step and open blockers of every plan, as JSON.",
        mime_type=_JSON,
    )
    resources = [one for handle in handles if handle.slug is not None for one in _three(handle.slug, handle)]
    workspace.keep()
    return [index, *resources]


def read(workspace: Workspace, uri: str, protocol: str | None) -> ReadResourceContents:
    """What a resource says now. Raises ``MCPError`` in the form of that protocol version."""
    try:
        if uri == INDEX:
            from execplan.workspace.wire import build

            answer = build.plans_answer(str(workspace.root), workspace.plans(), _EVERY)
            workspace.keep()
            return ReadResourceContents(content=answer.model_dump_json(exclude_none=True), mime_type=_JSON)
        named = _named(uri)
        if named is None:
            raise _no_address(uri)
        slug, wanted = named
        handle = _handle(workspace, slug)
        if wanted == "history":
            from execplan.workspace.wire.names import named as document_of
            from execplan.workspace.wire.past import history_answer

            told = document_of(history_answer(workspace.history(handle.path, _OPERATIONS)))
            return ReadResourceContents(content=json.dumps(told, ensure_ascii=False), mime_type=_JSON)
        plan = handle.whole()
        if wanted == "state":
            from execplan.workspace.wire.document import document  # large, and no tool needs it

            whole = document(plan, slug=handle.slug, path=handle.path)
            return ReadResourceContents(content=whole.model_dump_json(by_alias=True), mime_type=_JSON)
        return ReadResourceContents(content=plan.source.text, mime_type=_MARKDOWN)
    except PlanError as error:
        raise _protocol_error(error, uri, protocol) from None


def unknown(uri: str, protocol: str | None) -> MCPError:
    """The error for an address that no resource can have."""
    return _protocol_error(_no_address(uri), uri, protocol)


def _three(slug: str, handle: Handle) -> tuple[Resource, Resource, Resource]:
    try:
        title, size = handle.title(), handle.size()
    except PlanError:
        title, size = slug, None
    return (
        Resource(uri=plan_uri(slug), name=slug, title=title, mime_type=_MARKDOWN, size=size),
        Resource(uri=state_uri(slug), name=f"{slug}/state", title=f"{title} (data)", mime_type=_JSON),
        Resource(uri=history_uri(slug), name=f"{slug}/history", title=f"{title} (history)", mime_type=_JSON),
    )


def _named(uri: str) -> tuple[str, Literal["text", "state", "history"]] | None:
    """The slug that an address names and what of the plan; None where it can name none."""
    if not uri.startswith(_SCHEME):
        return None
    name, slash, rest = uri.removeprefix(_SCHEME).partition("/")
    slug, wanted = unquote(name), _WANTED.get(slash + rest)
    if wanted is None or not slug or slug.startswith(".") or {"/", "\\", "\0"} & set(slug):
        return None
    return slug, wanted


def _no_address(uri: str) -> PlanError:
    there = f"there are {INDEX}, plan://SLUG, plan://SLUG/state and plan://SLUG/history"
    return PlanError("not_found", f"no resource {_short(uri)}", there)


def _handle(workspace: Workspace, slug: str) -> Handle:
    """The plan in the folder of exactly this name; a title or a path names no resource."""
    handle = workspace.named(slug)
    if handle is None:
        names = ", ".join(one.name for one in workspace.plans()[:8])
        raise PlanError(
            "not_found", f"no plan {_short(slug)}", f"plans: {names}" if names else "there are no plans yet"
        )
    return handle


def _protocol_error(error: PlanError, uri: str, protocol: str | None) -> MCPError:
    if error.code != "not_found":
        return MCPError(INTERNAL_ERROR, str(error), data={"uri": uri})
    old = protocol is not None and protocol not in MODERN_PROTOCOL_VERSIONS
    return MCPError(_OLD_NOT_FOUND if old else INVALID_PARAMS, str(error), data={"uri": uri})


def _short(said: str) -> str:
    return repr(said[:80] + ("…" if len(said) > 80 else ""))
