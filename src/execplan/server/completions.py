"""What an argument of a prompt or of a resource's address may be, while it is being typed. Knows references.

Nobody waits for these: what cannot be found out completes to nothing, never to an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import anyio.to_thread
from mcp_types import (
    Completion,
    CompletionArgument,
    CompletionContext,
    PromptReference,
    ResourceTemplateReference,
)

from execplan.plan.errors import PlanError
from execplan.plan.graph import is_closed
from execplan.plan.model import Plan
from execplan.plan.references import find_section, find_step
from execplan.server.prompts import CHOICES, PROMPTS
from execplan.server.resources import TEMPLATES
from execplan.workspace.workspace import Workspace

_MOST = 100
"""Values of one answer; the protocol's limit."""

Option = tuple[str, str]
"""A value, and other words by which it is found."""


async def completed(
    workspace: Workspace,
    ref: PromptReference | ResourceTemplateReference,
    argument: CompletionArgument,
    context: CompletionContext | None,
) -> Completion:
    """The values that fit what is typed so far: those that begin with it, then those that contain it."""
    if not _takes(ref, argument.name):
        return Completion(values=[], total=0, has_more=False)
    given = (context and context.arguments) or {}
    options = await anyio.to_thread.run_sync(_options, workspace, argument.name, given, abandon_on_cancel=True)
    fit = _fitting(options, argument.value)
    return Completion(values=fit[:_MOST], total=len(fit), has_more=len(fit) > _MOST)


def _takes(ref: PromptReference | ResourceTemplateReference, name: str) -> bool:
    if isinstance(ref, PromptReference):
        return any(one.name == name for prompt in PROMPTS if prompt.name == ref.name for one in prompt.arguments)
    return name == "slug" and any(one.uri_template == ref.uri for one in TEMPLATES)


def _options(workspace: Workspace, name: str, given: Mapping[str, str]) -> list[Option]:
    if name in CHOICES:
        return [(one, "") for one in CHOICES[name]]
    try:
        if name in ("plan", "slug"):
            handles = sorted(workspace.plans(), key=lambda one: not one.open)
            return [(one.slug, "" if one.error else one.title()) for one in handles if one.slug is not None]
        if name in ("step", "section"):
            plan = workspace.ask(given.get("plan"), lambda one: one)[1]
            return _steps(plan) if name == "step" else _sections(plan)
    except PlanError:
        return []
    return []


def _steps(plan: Plan) -> list[Option]:
    """Steps by title, those still open first; by id where the title alone would not find the step."""
    steps = sorted(plan.steps, key=is_closed)
    return [
        (one.title if _alone(plan, one.title, one.id) else one.id, f"{one.id} {one.label or ''} {one.title}")
        for one in steps
    ]


def _alone(plan: Plan, title: str, id: str) -> bool:
    try:
        return find_step(plan, title).id == id
    except PlanError:
        return False


def _sections(plan: Plan) -> list[Option]:
    """Sections by heading; the first one is the title of the whole document where nothing stands beside it."""
    below = [one for one in plan.sections if not (one.level == 1 and one is plan.sections[0])]
    return [(one, "") for one in dict.fromkeys(one.title for one in below) if _section_there(plan, one)]


def _section_there(plan: Plan, title: str) -> bool:
    try:
        return bool(title) and find_section(plan, title).title == title
    except PlanError:
        return False


def _fitting(options: Iterable[Option], typed: str) -> list[str]:
    typed = typed.strip().casefold()
    first: dict[str, None] = {}
    then: dict[str, None] = {}
    for value, words in options:
        if value.casefold().startswith(typed):
            first[value] = None
        elif typed in f"{value} {words}".casefold():
            then[value] = None
    return [*first, *(one for one in then if one not in first)]
