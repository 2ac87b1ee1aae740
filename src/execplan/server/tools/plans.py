"""Tools for whole plans: list, look, create. Knows arguments and answers; decides nothing."""

from __future__ import annotations

from execplan.plan.drafts import NewStep
from execplan.plan.model import Plan
from execplan.server.arguments import Count, Ref, StepArgument, StepArguments, Text, Texts
from execplan.server.tool import CREATES, READS, PlanTool
from execplan.views.outline import outline, section_text
from execplan.workspace.listing import Which, listed
from execplan.workspace.wire import answers, build
from execplan.workspace.wire.created import created_answer
from execplan.workspace.workspace import Workspace


def list_plans(workspace: Workspace, status: Which = "open", limit: Count = 20) -> answers.PlansAnswer:
    return build.plans_answer(str(workspace.root), listed(workspace, status), limit)


def get_plan(
    workspace: Workspace, plan: Ref | None = None, section: Ref | None = None, max_tokens: Count = 1500
) -> answers.PlanAnswer:
    if section is not None:
        handle, (found, shown) = workspace.ask(plan, lambda one: (one, section_text(one, section, max_tokens)))
        return build.section_answer(handle.name, found, shown)
    handle, (found, seen) = workspace.ask(plan, lambda one: (one, outline(one, max_tokens)))
    return build.plan_answer(handle.name, found, seen)


def create_plan(
    workspace: Workspace,
    title: Text,
    objective: Text,
    slug: Text | None = None,
    template: Text | None = None,
    context: Text | None = None,
    criteria: Texts | None = None,
    steps: StepArguments | None = None,
    if_revision: Text | None = None,
) -> answers.CreatedAnswer:
    del if_revision  # every write accepts it; here it says nothing: a new plan never takes the place of another
    changed = workspace.create(
        title,
        objective,
        slug=slug,
        template=template,
        context=context,
        criteria=tuple(criteria or ()),
        steps=drafts(steps),
    )
    return created_answer(str(workspace.root), changed)


def drafts(steps: list[StepArgument] | None) -> tuple[NewStep, ...]:
    return tuple(
        NewStep(
            title=one.title,
            phase=one.phase,
            verify=one.verify,
            files=tuple(one.files or ()),
            estimate=one.estimate,
            depends_on=tuple(one.depends_on or ()),
            owner=one.owner,
        )
        for one in steps or ()
    )


def whole(plan: Plan) -> Plan:
    """The view that shows everything."""
    return plan


TOOLS = (
    PlanTool(
        "list_plans",
        "List the plans under the root with status, progress and current step. Default: open plans.",
        "core",
        READS,
        list_plans,
    ),
    PlanTool(
        "get_plan",
        "Outline of a plan: objective, current step, blockers, latest decisions, sections and steps. "
        "With section: that section's text.",
        "core",
        READS,
        get_plan,
    ),
    PlanTool(
        "create_plan",
        "Create a plan file before work of several steps starts. depends_on: titles of these steps; estimate: like "
        "2h; template: living (default), feature, refactor, bug, migration, execplan, execution-plan, team "
        "(context: ## Goals, ## Constraints, ## Known Risks), cookbook.",
        "core",
        CREATES,
        create_plan,
    ),
)
