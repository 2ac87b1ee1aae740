"""The tool that reviews a plan. Knows arguments and answers; decides nothing."""

from __future__ import annotations

from execplan.server.arguments import Ref
from execplan.server.tool import READS, PlanTool
from execplan.views.review.rule import Profile
from execplan.workspace.reviewing import reviewed
from execplan.workspace.wire.review import ReviewAnswer, review_answer
from execplan.workspace.workspace import Workspace


def review_plan(workspace: Workspace, plan: Ref | None = None, profile: Profile = "solo") -> ReviewAnswer:
    handle, one, found = reviewed(workspace, plan, profile)
    return review_answer(handle, one, found, profile)


TOOLS = (
    PlanTool(
        "review_plan",
        "Review a plan's quality: problems by line, and five measures.",
        "more",
        READS,
        review_plan,
    ),
)
