"""Completions of plans, steps and sections: what fits, in what order, how many, and never an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from mcp import Client
from mcp_types import Completion, PromptReference, ResourceTemplateReference

from execplan.server.app import build_server
from execplan.workspace.workspace import Workspace
from tests.server.eras import ERAS, PLAN, put

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("era", ERAS)]

STATE = ResourceTemplateReference(uri="plan://{slug}/state")
HISTORY = ResourceTemplateReference(uri="plan://{slug}/history")
RESUME = PromptReference(name="resume")
REVIEW = PromptReference(name="review")


async def completed(
    client: Client,
    ref: PromptReference | ResourceTemplateReference,
    name: str,
    typed: str = "",
    **given: str,
) -> Completion:
    answer = await client.complete(ref, {"name": name, "value": typed}, context_arguments=given or None)
    return answer.completion


async def test_plans(era: str, tmp_path: Path) -> None:
    put(tmp_path, "alpha", PLAN.replace("In Progress", "Completed"))
    put(tmp_path, "beta")
    put(tmp_path, "gamma", "# Letters after alpha\n")
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        for ref, name in ((RESUME, "plan"), (STATE, "slug"), (HISTORY, "slug")):
            assert (await completed(client, ref, name)).values == ["beta", "gamma", "alpha"]
            assert (await completed(client, ref, name, "AL")).values == ["alpha", "gamma"]
            assert (await completed(client, ref, name, " mail")).values == ["beta", "alpha"]
            nothing = await completed(client, ref, name, "zzz")
            assert (nothing.values, nothing.total, nothing.has_more) == ([], 0, False)


async def test_steps_and_sections(era: str, tmp_path: Path) -> None:
    put(tmp_path, "one")
    put(tmp_path, "two", "# Two\n\n## Progress\n\n- [ ] Same\n- [ ] Same\n- [ ] Same again\n")
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        steps = await completed(client, RESUME, "step", plan="one")
        assert steps.values == ["Choose a broker", "Write the adapter", "Measure the old queue"]
        assert (await completed(client, RESUME, "step", "wri", plan="one")).values == ["Write the adapter"]
        assert (await completed(client, RESUME, "step", "Step 2", plan="one")).values == ["Choose a broker"]
        *twins, last = (await completed(client, RESUME, "step", plan="two")).values
        assert last == "Same again"
        for id in twins:
            asked = await client.get_prompt("resume", {"plan": "two", "step": id})
            assert asked.messages
        sections = await completed(client, REVIEW, "section", "p", plan="one")
        assert sections.values == ["Purpose", "Progress"]
        assert (await completed(client, RESUME, "step")).values == []  # which plan is not said


async def test_words(era: str, tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        kinds = await completed(client, PromptReference(name="plan_feature"), "kind")
        assert kinds.values == ["feature", "refactor", "bug", "migration"]
        assert (await completed(client, REVIEW, "profile", "te")).values == ["team"]


async def test_no_more_than_a_hundred(era: str, tmp_path: Path) -> None:
    for number in range(130):
        put(tmp_path, f"plan-{number:03}", "# P\n")
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        many = await completed(client, RESUME, "plan", "plan-")
        assert len(many.values) == 100
        assert (many.total, many.has_more) == (130, True)
        some = await completed(client, RESUME, "plan", "plan-12")
        assert (len(some.values), some.total, some.has_more) == (10, 10, False)


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        (PromptReference(name="nothing"), "plan"),
        (RESUME, "colour"),
        (RESUME, "kind"),
        (ResourceTemplateReference(uri="plan://{other}"), "slug"),
        (STATE, "plan"),
    ],
)
async def test_what_nobody_knows_completes_to_nothing(
    era: str, ref: PromptReference | ResourceTemplateReference, name: str, tmp_path: Path
) -> None:
    put(tmp_path, "one")
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        assert (await completed(client, ref, name)).values == []


async def test_without_a_root(era: str) -> None:
    async with Client(build_server(Workspace(None)), mode=era) as client:
        assert (await completed(client, RESUME, "plan")).values == []
        assert (await completed(client, RESUME, "step")).values == []
