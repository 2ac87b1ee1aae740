"""The prompts a person may pick: what to do with a plan now, with its facts. Knows tools by name; writes nothing.

No tool and no answer depends on them: some clients never list prompts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, GetPromptResult, Prompt, PromptArgument, PromptMessage, TextContent

from execplan.plan.errors import PlanError
from execplan.server.prompt_texts import KINDS, Given, plan_feature, resume, retrospective, review, standup
from execplan.views.review.rule import Profile
from execplan.workspace.workspace import Workspace

_LONGEST = 8_000
"""Characters of an argument."""


@dataclass(frozen=True, slots=True)
class PlanPrompt:
    """One prompt. ``text`` takes the workspace, the tools on offer and the arguments; it may raise ``PlanError``."""

    name: str
    title: str
    description: str
    arguments: tuple[PromptArgument, ...]
    tool: str
    """The tool without which the prompt makes no sense."""
    text: Callable[[Workspace, frozenset[str], Given], str]


def listed(tools: Iterable[str]) -> list[Prompt]:
    """The prompts for a server with these tools."""
    return [
        Prompt(name=one.name, title=one.title, description=one.description, arguments=list(one.arguments))
        for one in _offered(tools)
    ]


def filled(workspace: Workspace, tools: Iterable[str], name: str, arguments: Mapping[str, Any]) -> GetPromptResult:
    """The prompt with the plan's facts. Raises ``MCPError`` for an unknown prompt or arguments that do not fit."""
    prompts = {one.name: one for one in _offered(tools)}
    try:
        prompt = prompts.get(name)
        if prompt is None:
            raise PlanError("not_found", f"no prompt '{name[:60]}'", _near(name, prompts, "prompts"))
        said = prompt.text(workspace, frozenset(tools), _checked(prompt, arguments))
    except PlanError as error:
        raise MCPError(INVALID_PARAMS, str(error)) from None
    message = PromptMessage(role="user", content=TextContent(type="text", text=said))
    return GetPromptResult(description=prompt.description, messages=[message])


def _offered(tools: Iterable[str]) -> tuple[PlanPrompt, ...]:
    offered = frozenset(tools)
    return tuple(one for one in PROMPTS if one.tool in offered)


def _checked(prompt: PlanPrompt, arguments: Mapping[str, Any]) -> Given:
    """The arguments that say something. Raises ``PlanError``."""
    known = {one.name: one for one in prompt.arguments}
    for name, value in arguments.items():
        if name not in known:
            raise PlanError("invalid", f"unknown argument '{name[:40]}' of {prompt.name}", _near(name, known, "known"))
        if not isinstance(value, str):
            raise PlanError("invalid", f"'{name}' must be text")
        if len(value) > _LONGEST:
            raise PlanError("too_large", f"'{name}' has {len(value):,} characters", f"{_LONGEST:,} at most")
    given = {name: value.strip() for name, value in arguments.items() if value.strip()}
    for name, one in known.items():
        if one.required and name not in given:
            raise PlanError("invalid", f"'{name}' is missing", one.description or "")
        if name in given and name in CHOICES and given[name] not in CHOICES[name]:
            raise PlanError(
                "invalid", f"'{name}' cannot be '{given[name][:40]}'", f"allowed: {', '.join(CHOICES[name])}"
            )
    return given


def _near(name: str, known: Iterable[str], said: str) -> str:
    near = get_close_matches(name.casefold(), known := list(known), 1, 0.5)
    return f"did you mean '{near[0]}'?" if near else f"{said}: {', '.join(known)}"


CHOICES: dict[str, tuple[str, ...]] = {"kind": tuple(KINDS), "profile": get_args(Profile)}
"""Arguments that take one of a few words."""


_PLAN = PromptArgument(name="plan", description="Slug or title of the plan; the only open one when left out.")

PROMPTS = (
    PlanPrompt(
        "resume",
        "Resume a plan",
        "Go on with a plan: where it stands and what comes next.",
        (_PLAN, PromptArgument(name="step", description="Go on with this step instead of the current one.")),
        "get_current_step",
        resume,
    ),
    PlanPrompt(
        "plan_feature",
        "Plan a piece of work",
        "Make a plan for a feature, a refactoring, a bug or a migration.",
        (
            PromptArgument(name="goal", description="What shall be so in the end.", required=True),
            PromptArgument(name="kind", description=f"{', '.join(KINDS)}; default feature."),
        ),
        "create_plan",
        plan_feature,
    ),
    PlanPrompt(
        "review",
        "Review a plan",
        "Check a plan for what is unclear, missing or contradictory.",
        (
            _PLAN,
            PromptArgument(name="section", description="A section to look at above all."),
            PromptArgument(name="profile", description=f"{', '.join(get_args(Profile))}."),
        ),
        "review_plan",
        review,
    ),
    PlanPrompt(
        "retrospective",
        "Look back on a plan",
        "Compare a plan with its outcome and finish it.",
        (_PLAN,),
        "finish_plan",
        retrospective,
    ),
    PlanPrompt(
        "standup",
        "Standup",
        "What was done, what is next, what is blocked; over every open plan unless one is named.",
        (_PLAN,),
        "list_plans",
        standup,
    ),
)
