"""Plans as a whole through a real client: sections, the plan's own lines, search, finish, archive."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from mcp import Client

from execplan.server.app import build_server
from execplan.workspace.workspace import Workspace
from tests.server.test_session import Talk

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("era", ["auto", "legacy"])]
TEMPLATES = ("living", "execplan", "execution-plan", "team", "cookbook", "feature", "refactor", "bug", "migration")


@pytest.mark.parametrize("template", TEMPLATES)
async def test_from_the_idea_to_the_archive(era: str, template: str, tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        talk = Talk(client)
        made = await talk(
            "create_plan", title="New parser", objective="Parse faster.", template=template, steps=["Write", "Switch"]
        )
        written = await talk("edit_section", section="Context", text="It is slow.\n\n- 140 s")
        assert written["section"] == "Context"
        again = await talk("edit_section", section="Context", text="It is slow.\n\n- 140 s")
        assert again["unchanged"] is True
        shown = await talk("get_plan", section="Context")
        text = shown["text"].replace("140 s", "150 s")
        said = await talk.refused("edit_section", section="Context", text=text, mode="replace")
        assert said.startswith("invalid: replace needs if_revision")
        await talk("edit_section", section="Context", text=text, mode="replace", if_revision=shown["revision"])
        assert "150 s" in (await talk("get_plan", section="Context"))["text"]

        revised = await talk("edit_plan", title="Newer parser", criteria=["Under a minute"], status="in_progress")
        assert revised["title"] == "Newer parser"
        assert revised["status"] == "in_progress"
        assert (await talk("list_plans"))["plans"][0]["slug"] == made["slug"]

        found = await talk("search_plans", query="150")
        assert [(hit["plan"], hit["kind"]) for hit in found["hits"]] == [(made["slug"], "section")]
        assert (await talk("search_plans", query="writ", kinds=["step"]))["hits"][0]["id"] == made["current"]["id"]
        assert (await talk("search_plans", query="zebra"))["hits"] == []

        said = await talk.refused("finish_plan", summary="It works.")
        assert said.startswith("refused: not finished: 2 open steps: ")
        for _ in range(2):
            await talk("mark_step", step=(await talk("get_current_step"))["id"], status="done")
        arguments = {
            "summary": "It works.",
            "delivered": ["A parser"],
            "lessons": ["Measure"],
            "force": "one criterion",
        }
        ended = await talk("finish_plan", plan=made["slug"], **arguments)
        assert (ended["status"], ended["done"], ended["total"]) == ("completed", 2, 2)
        assert (await talk("finish_plan", plan=made["slug"], **arguments))["unchanged"] is True
        assert (await talk("get_current_step", plan=made["slug"]))["reason"] == "the plan is completed"
        assert "A parser" in (await talk("get_plan", plan=made["slug"], section=ended["section"]))["text"]

        moved = await talk("archive_plan", plan=made["slug"])
        assert moved["path"] == ".agents/archive/new-parser/PLAN.md"
        assert "open_steps" not in moved
        assert (await talk("archive_plan", plan=made["slug"]))["unchanged"] is True
        assert (await talk("list_plans", status="archived"))["plans"][0]["slug"] == made["slug"]
        assert (await talk("list_plans"))["plans"] == []
        assert "is archived" in await talk.refused("edit_plan", plan=made["slug"], owner="Ana")
        assert (await talk("search_plans", query="150"))["hits"] == []


async def test_a_labelled_part_is_replaced_as_it_was_read(era: str, tmp_path: Path) -> None:
    path = tmp_path / ".agents" / "one" / "PLAN.md"
    path.parent.mkdir(parents=True)
    path.write_text("# One\n\n## Context\n\n**State:**\n\nIt is slow.\n\n**Files:**\n\n- a.py\n", encoding="utf-8")
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        talk = Talk(client)
        shown = await talk("get_plan", section="state")
        assert (shown["section"], shown["line"], shown["text"]) == ("State", 5, "**State:**\n\nIt is slow.")
        text = shown["text"].replace("slow", "fast")
        await talk("edit_section", section="state", text=text, mode="replace", if_revision=shown["revision"])
    assert "**State:**\n\nIt is fast.\n\n**Files:**" in path.read_text(encoding="utf-8")


async def test_archiving_says_what_is_open(era: str, tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        talk = Talk(client)
        await talk("create_plan", title="A", objective="O", steps=["one", "two"])
        await talk("add_blocker", text="No key")
        moved = await talk("archive_plan", plan="a")
        assert (moved["open_steps"], moved["open_blockers"]) == (2, 1)
        assert talk.text.endswith("it has 2 open steps and 1 open blocker")


async def test_a_read_only_server_offers_none_of_it(era: str, tmp_path: Path) -> None:
    server = build_server(Workspace(tmp_path, read_only=True), "all", read_only=True)
    async with Client(server, mode=era) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        assert "search_plans" in names
        assert not names & {"edit_section", "edit_plan", "finish_plan", "archive_plan"}


async def test_if_revision_is_shown_where_it_is_needed(era: str, tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        shown = {tool.name for tool in (await client.list_tools()).tools if "if_revision" in str(tool.input_schema)}
        assert "edit_section" in shown
        assert shown <= {"edit_section", "edit_step"}


async def test_a_search_says_how_many_plans_it_did_not_look_into(era: str, tmp_path: Path) -> None:
    for number in range(60):
        path = tmp_path / ".agents" / f"tile-{number:02}" / "PLAN.md"
        path.parent.mkdir(parents=True)
        path.write_text(f"# Tile {number}\n\n- [ ] lay it\n", encoding="utf-8")
    async with Client(build_server(Workspace(tmp_path, read_only=True)), mode=era) as client:
        found = await Talk(client)("search_plans", query="tile")
        assert (found["count"], found["more"], found["plans_more"]) == (32, 22, 28)
        assert "plans_more" not in await Talk(client)("search_plans", query="tile 59")
    assert not (tmp_path / ".agents/.state").exists()


def before() -> datetime:
    return datetime(2027, 2, 1, 9, tzinfo=UTC)


BRIEF = (
    "## Goals\n- Doors open\n\n## Constraints\n- Timeline: start 2027-03-01, deadline 2027-03-05\n- Team: Ana, Bo\n\n"
    "## Known Risks\n- Rain\n"
)


async def test_from_a_brief_to_the_first_step(era: str, tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path, clock=before)), mode=era) as client:
        talk = Talk(client)
        made = await talk("create_plan", title="Lockers", objective="Open.", template="team", context=BRIEF)
        assert made["current"]["title"] == "Derisk: Rain"
        assert made["finish"] == "2027-03-03, 2 days before the deadline of 2027-03-05"
        shown = await talk("get_plan", section="Critical Path")
        assert "\nFinish: 2027-03-03, 2 days before the deadline of 2027-03-05.\n" in shown["text"]
        said = await talk("review_plan", plan=made["slug"])
        assert [one for one in said["diagnostics"] if one["code"] == "placeholder"]


async def test_the_steps_of_a_brief_may_be_given(era: str, tmp_path: Path) -> None:
    steps = [
        {"title": "Learn", "phase": "Learn", "estimate": "2 days", "owner": "Ana"},
        {"title": "Build", "phase": "Build", "estimate": "4 days", "owner": "Ana", "depends_on": ["Learn"]},
    ]
    async with Client(build_server(Workspace(tmp_path, clock=before)), mode=era) as client:
        talk = Talk(client)
        await talk("create_plan", title="Lockers", objective="Open.", template="team", context=BRIEF, steps=steps)
        said = (await talk("get_plan", section="Critical Path"))["text"]
        assert "Finish: 2027-03-08, 3 days (1 working day) after the deadline of 2027-03-05." in said
        assert "2. Build (2027-03-03 to 2027-03-08, Ana)" in said
        assert (
            "| Ana | [role] | 100 % | 120 %, over (6 of 5 days) |"
            in (await talk("get_plan", section="Team Capacity"))["text"]
        )


async def test_without_headings_the_context_of_a_team_is_prose(era: str, tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path, clock=before)), mode=era) as client:
        talk = Talk(client)
        made = await talk("create_plan", title="Lockers", objective="Open.", template="team", context="It rains.")
        assert "current" not in made
        assert (await talk("get_plan", section="Context"))["text"].strip().endswith("It rains.")
