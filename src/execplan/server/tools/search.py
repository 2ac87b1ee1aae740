"""The tool that searches all plans. Knows arguments and answers; decides nothing."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from execplan.server.arguments import Count, Text, listed
from execplan.server.tool import READS, PlanTool
from execplan.views.search import Kind
from execplan.workspace.searching import found
from execplan.workspace.wire.search import SearchAnswer, search_answer
from execplan.workspace.workspace import Workspace

Kinds = Annotated[list[Kind], BeforeValidator(listed)]


def search_plans(workspace: Workspace, query: Text, kinds: Kinds | None = None, limit: Count = 10) -> SearchAnswer:
    return search_answer(found(workspace, query, kinds or ()), limit)


TOOLS = (
    PlanTool(
        "search_plans",
        "Find words in steps, records and prose of all plans that are not archived.",
        "more",
        READS,
        search_plans,
    ),
)
