"""Questions, risks, criteria, the log and retracting, as a client sees them."""

from __future__ import annotations

from pathlib import Path

import pytest
from mcp import Client

from execplan.server.app import build_server
from execplan.workspace.workspace import Workspace
from tests.server.test_session import Talk

pytestmark = pytest.mark.anyio


async def test_records_through_a_client(tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path))) as client:
        talk = Talk(client)
        await talk("create_plan", title="A gate", objective="It opens", steps=["Pour"], criteria=["It is silent"])

        asked = await talk("add_question", question="Which port?", kind="decision")
        assert talk.text.startswith(f"a-gate rev {asked['revision']}: question {asked['id']} open; next ")
        again = await talk("add_question", question="which  port?")
        assert (again["id"], again["unchanged"]) == (asked["id"], True)
        answered = await talk("answer_question", question=asked["id"], answer="8080")
        assert (answered["id"], answered["status"]) == (asked["id"], "answered")
        assert (await talk("answer_question", question="Which port", answer="8080"))["unchanged"] is True

        risk = await talk("add_risk", risk="It rusts", impact="High")
        assert (risk["kind"], risk["status"]) == ("risk", "recorded")
        updated = await talk("add_risk", risk="It rusts", status="accepted")
        assert (updated["id"], updated["status"]) == (risk["id"], "updated")
        assert (await talk("add_risk", risk=risk["id"], status="accepted"))["unchanged"] is True

        (tmp_path / "open.log").write_text("0 dB")
        checked = await talk("check_criterion", criterion="silent", evidence="open.log")
        assert (checked["status"], checked["met"], checked["total"]) == ("met", 1, 1)
        assert " met, 1/1 met; next " in talk.text
        assert "observed" in (tmp_path / ".agents" / "a-gate" / "PLAN.md").read_text()
        assert (await talk("check_criterion", criterion="silent", met=False))["status"] == "open"

        logged = await talk("log_progress", entry="The mason came", kind="visit")
        assert (logged["kind"], logged["status"], len(logged["id"]) >= 5) == ("log", "recorded", True)
        assert (await talk("log_progress", entry="The mason came", kind="visit"))["id"] == logged["id"]

        struck = await talk("retract", entry="The mason came", reason="it was the smith")
        assert (struck["id"], struck["kind"], struck["status"]) == (logged["id"], "log", "retracted")
        assert (await talk("retract", entry=logged["id"], reason="twice"))["unchanged"] is True


async def test_what_is_refused_names_the_right_tool(tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path))) as client:
        talk = Talk(client)
        await talk("create_plan", title="A gate", objective="It opens", steps=["Pour"])
        assert "use add_decision" in await talk.refused("log_progress", entry="x", kind="decision")
        assert "use mark_step" in await talk.refused("retract", entry="Pour", reason="x")
        assert "use mark_step" in await talk.refused("check_criterion", criterion="Pour")
        assert "allowed: decision, clarification, research" in await talk.refused(
            "add_question", question="x", kind="y"
        )
        assert "unknown argument 'reson'" in await talk.refused("retract", entry="x", reson="y")
