"""The tool that says when a plan's work can be done. Knows arguments and answers; decides nothing."""

from __future__ import annotations

from execplan.server.arguments import Ref
from execplan.server.tool import READS, PlanTool
from execplan.workspace.wire.schedule import ScheduleAnswer, schedule_answer
from execplan.workspace.workspace import Workspace


def get_schedule(workspace: Workspace, plan: Ref | None = None, people: bool = False) -> ScheduleAnswer:
    from execplan.workspace.scheduling import scheduled

    return schedule_answer(scheduled(workspace, plan, people=people))


TOOLS = (
    PlanTool(
        "get_schedule",
        "When the work ends: deadline, critical path, slack, buffer. people: nobody does two steps at once.",
        "more",
        READS,
        get_schedule,
    ),
)
