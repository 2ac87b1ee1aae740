"""A question is put to the person at the client, in both eras; whatever comes of it, the file has the question."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp_types import (
    INTERNAL_ERROR,
    ElicitRequestParams,
    ElicitResult,
    ErrorData,
    InputRequiredResult,
    InputResponses,
    TextContent,
)

from execplan.plan.reader import read_plan
from execplan.server.app import build_server
from execplan.text.source import Source
from execplan.workspace.workspace import Workspace
from tests.server.eras import ERAS, put

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("era", ERAS)]

QUESTION = "Do we keep the old queue?"
Person = Any
"""What a client calls to have somebody asked; None for a client that cannot."""


def person(action: Any, content: dict[str, Any] | None = None) -> Person:
    async def answers(_: Any, asked: ElicitRequestParams) -> ElicitResult | ErrorData:
        return ElicitResult(action=action, content=content)

    return answers


async def asked(server: Any, era: str, who: Person, **arguments: Any) -> tuple[str, dict[str, Any]]:
    given = {"question": QUESTION, "ask": True, **arguments}
    async with Client(server, mode=era, elicitation_callback=who) as client:
        result = await client.call_tool("add_question", given)
    (block,) = result.content
    assert isinstance(block, TextContent)
    assert not result.is_error, block.text
    assert result.structured_content
    return block.text, result.structured_content


def questions(path: Path) -> list[tuple[str, bool, str | None]]:
    plan = read_plan(Source.decode(path.read_bytes()))
    return [(one.text, one.resolved, one.answer) for one in plan.questions]


async def test_answer_is_recorded(era: str, tmp_path: Path) -> None:
    path = put(tmp_path, "one")
    seen: list[Any] = []

    async def answers(_: Any, form: ElicitRequestParams) -> ElicitResult:
        seen.append(form)
        assert questions(path) == [(QUESTION, False, None)]  # recorded before anybody is asked
        return ElicitResult(action="accept", content={"answer": "  For a week\n- [ ] and no longer "})

    text, data = await asked(build_server(Workspace(tmp_path)), era, answers)
    assert (data["status"], data["asked"]) == ("answered", "answered")
    assert data["answer"] == "For a week\n- [ ] and no longer"
    assert "asked: answered: For a week" in text
    ((question, resolved, said),) = questions(path)
    assert resolved
    assert QUESTION in question
    assert said
    assert said.startswith("For a week")
    (form,) = seen
    assert form.message == f"{QUESTION}\n\nAsked for the plan one, which keeps the answer."
    assert list(form.requested_schema["properties"]) == ["answer"]


@pytest.mark.parametrize(
    ("who", "outcome"),
    [
        (person("decline"), "declined"),
        (person("cancel"), "cancelled"),
        (person("accept", {"answer": " \n"}), "empty"),
        (person("accept", {}), "empty"),
        (person("accept", {"other": "x"}), "empty"),
        (person("accept", {"answer": 5}), "empty"),
        (None, "unavailable"),
    ],
)
async def test_without_an_answer_it_stays_open(era: str, who: Person, outcome: str, tmp_path: Path) -> None:
    path = put(tmp_path, "one")
    text, data = await asked(build_server(Workspace(tmp_path)), era, who)
    assert (data["status"], data["asked"]) == ("open", outcome)
    assert "answer" not in data
    assert "unchanged" not in data
    assert "open" in text
    assert "asked: " in text
    assert questions(path) == [(QUESTION, False, None)]


async def test_client_that_fails_to_ask(era: str, tmp_path: Path) -> None:
    async def fails(*_: Any) -> ErrorData:
        return ErrorData(code=INTERNAL_ERROR, message="no screen")

    path = put(tmp_path, "one")
    server = build_server(Workspace(tmp_path))
    if era == "legacy":
        assert (await asked(server, era, fails))[1]["asked"] == "failed"
    else:  # the client gives up by itself and never calls again
        with pytest.raises(Exception):  # noqa: B017, PT011 - the client's own kind of error
            await asked(server, era, fails)
    assert questions(path) == [(QUESTION, False, None)]


async def test_without_ask_nobody_is_asked(era: str, tmp_path: Path) -> None:
    async def never(*_: Any) -> ElicitResult:
        raise AssertionError("asked")

    path = put(tmp_path, "one")
    server = build_server(Workspace(tmp_path))
    text, data = await asked(server, era, never, ask=False)
    assert "asked" not in data
    assert "asked" not in text
    assert questions(path) == [(QUESTION, False, None)]
    text, data = await asked(server, era, person("accept", {"answer": "Yes"}))
    assert data["status"] == "answered"
    text, data = await asked(server, era, never)  # it has its answer already
    assert (data["status"], data["unchanged"]) == ("answered", True)


async def test_nothing_is_held_while_the_person_thinks(era: str, tmp_path: Path) -> None:
    path = put(tmp_path, "one")
    server = build_server(Workspace(tmp_path))
    threads = threading.active_count()

    async def thinks(*_: Any) -> ElicitResult:
        async with Client(server, mode=era) as other:
            with anyio.fail_after(2):
                result = await other.call_tool("mark_step", {"step": "2", "status": "done"})
            assert not result.is_error
        path.write_text(path.read_text(encoding="utf-8") + "\n## Notes\n\nBy hand.\n", encoding="utf-8")
        assert threading.active_count() <= threads + 2
        return ElicitResult(action="accept", content={"answer": "Yes"})

    _, data = await asked(server, era, thinks)
    assert data["status"] == "answered"
    text = path.read_text(encoding="utf-8")
    assert "[x] **Step 2**" in text
    assert "By hand." in text


async def test_answered_meanwhile_by_somebody_else(era: str, tmp_path: Path) -> None:
    path = put(tmp_path, "one")
    workspace = Workspace(tmp_path)
    server = build_server(workspace)

    async def late(*_: Any) -> ElicitResult:
        async with Client(server, mode=era) as other:
            await other.call_tool("answer_question", {"question": QUESTION, "answer": "No"})
        return ElicitResult(action="accept", content={"answer": "Yes, for a week"})

    who: Person = late
    async with Client(server, mode=era, elicitation_callback=who) as client:
        result = await client.call_tool("add_question", {"question": QUESTION, "ask": True})
    assert result.is_error
    (block,) = result.content
    assert isinstance(block, TextContent)
    assert block.text.startswith("refused: ")
    assert block.text.endswith("(asked, and the answer was: Yes, for a week)")
    ((_, resolved, said),) = questions(path)
    assert (resolved, said) == (True, "No")


async def test_call_that_is_given_up_leaves_the_question_open(era: str, tmp_path: Path) -> None:
    path = put(tmp_path, "one")

    async def sleeps(*_: Any) -> ElicitResult:
        await anyio.sleep(5)
        raise AssertionError("waited for")

    with anyio.move_on_after(0.5):
        await asked(build_server(Workspace(tmp_path)), era, sleeps)
    assert questions(path) == [(QUESTION, False, None)]


async def test_state_of_a_round_is_not_to_be_forged(era: str, tmp_path: Path) -> None:
    if era == "legacy":
        return
    path = put(tmp_path, "one")
    arguments = {"question": QUESTION, "ask": True}
    answer: InputResponses = {"answer": ElicitResult(action="accept", content={"answer": "Yes"})}
    async with Client(build_server(Workspace(tmp_path)), mode=era, elicitation_callback=person("cancel")) as client:
        first = await client.session.call_tool("add_question", arguments, allow_input_required=True)
        assert isinstance(first, InputRequiredResult)
        assert first.request_state
        assert "one" not in first.request_state
        for state in (json.dumps({"plan": "one", "entry": "x", "message": "m"}), first.request_state[:-3]):
            with pytest.raises(Exception, match="Invalid or expired requestState"):
                await client.session.call_tool(
                    "add_question",
                    arguments,
                    input_responses=answer,
                    request_state=state,
                    allow_input_required=True,
                )
        assert questions(path) == [(QUESTION, False, None)]
        path.write_text(path.read_text(encoding="utf-8").replace(QUESTION, "Something else?"), encoding="utf-8")
        gone = await client.session.call_tool(
            "add_question",
            arguments,
            input_responses=answer,
            request_state=first.request_state,
            allow_input_required=True,
        )
        assert not isinstance(gone, InputRequiredResult)
        assert gone.is_error
        assert questions(path) == [("Something else?", False, None)]  # not added a second time
