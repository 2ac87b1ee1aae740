from __future__ import annotations

from typing import Any

import pytest

from execplan.plan.errors import PlanError
from execplan.server.arguments import checked, slim_input
from execplan.server.inventory import INVENTORY
from execplan.server.tool import arguments_of, told
from tests.server.filled import least

MODELS = {tool.name: arguments_of(tool) for tool in INVENTORY}
FILLED: dict[str, dict[str, Any]] = {tool.name: filled for tool in INVENTORY if (filled := least(tool))}
"""The least each tool takes; nothing for the others."""


def refused(tool: str, **arguments: Any) -> str:
    with pytest.raises(PlanError) as caught:
        checked(MODELS[tool], arguments)
    assert caught.value.code == "invalid"
    said = str(caught.value)
    assert "pydantic" not in said
    assert "\n" not in said
    assert len(said) < 200
    return said


@pytest.mark.parametrize("tool", INVENTORY, ids=lambda tool: tool.name)
def test_every_tool_refuses_an_unknown_argument_and_names_the_nearest(tool: Any) -> None:
    least = FILLED.get(tool.name, {})
    known = next(iter(MODELS[tool.name].model_fields))
    typo = known[:-1] + "x"
    assert f"unknown argument '{typo}': did you mean '{known}'?" in refused(tool.name, **least, **{typo: "x"})
    assert "unknown argument 'zzzzzz' (known: " in refused(tool.name, **least, zzzzzz=1)


@pytest.mark.parametrize(
    ("tool", "argument"),
    [(tool.name, name) for tool in INVENTORY for name in MODELS[tool.name].model_fields],
)
def test_every_argument_of_every_tool_refuses_a_wrong_type(tool: str, argument: str) -> None:
    said = refused(tool, **{**FILLED.get(tool, {}), argument: {"a": [1]}})
    assert f"'{argument}'" in said


@pytest.mark.parametrize("tool", FILLED)
def test_required_arguments(tool: str) -> None:
    least = FILLED[tool]
    assert checked(MODELS[tool], least)
    for name in least:
        rest = {one: value for one, value in least.items() if one != name}
        assert f"'{name}' is missing" in refused(tool, **rest)
        assert f"'{name}'" in refused(tool, **rest, **{name: None})
        assert f"'{name}'" in refused(tool, **rest, **{name: " "})


def test_every_write_accepts_if_revision_and_two_show_it() -> None:
    for tool in INVENTORY:
        assert ("if_revision" in MODELS[tool.name].model_fields) == tool.writes
        shown = "if_revision" in told(tool)["inputSchema"]["properties"]
        assert shown == (tool.name in ("edit_step", "edit_section"))


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        (
            "mark_step",
            {"step": "1", "status": "finished"},
            "invalid: 'status' cannot be \"finished\" (allowed: todo, in_progress, blocked, done, skipped)",
        ),
        ("mark_step", {"step": "1", "stat": "done"}, "invalid: unknown argument 'stat': did you mean 'status'?"),
        ("mark_step", {"status": "done"}, "invalid: 'step' is missing"),
        ("mark_step", {"step": 2.1, "status": "done"}, "invalid: 'step' must be text, not a number"),
        ("list_steps", {"limit": 0}, "invalid: 'limit' must be at least 1"),
        ("list_steps", {"limit": "many"}, "invalid: 'limit' must be a whole number, not a text"),
        (
            "add_blocker",
            {"text": "b", "options": "x"},
            "invalid: 'options' must be a list, not a text",
        ),
        (
            "list_blockers",
            {"include_resolved": "perhaps"},
            "invalid: 'include_resolved' must be true or false, not a text",
        ),
        ("add_steps", {"steps": "one"}, "invalid: 'steps' must be a list, not a text"),
        ("add_steps", {"steps": [1]}, "invalid: 'steps[1]' must be an object with a title, or a text, not a number"),
        ("add_steps", {"steps": ["a", {"verify": "x"}]}, "invalid: 'steps[2].title' is missing"),
        (
            "add_steps",
            {"steps": [{"title": "a", "verfy": "x"}]},
            "invalid: unknown argument 'verfy' in 'steps[1]': did you mean 'verify'?",
        ),
        (
            "add_steps",
            {"steps": [{"title": "a", "files": "x"}]},
            "invalid: 'steps[1].files' must be a list, not a text",
        ),
        ("add_steps", {"steps": [" "]}, "invalid: 'steps[1].title' is empty"),
    ],
)
def test_refusals_are_plain(tool: str, arguments: dict[str, Any], said: str) -> None:
    assert refused(tool, **arguments) == said


def test_what_is_accepted() -> None:
    assert checked(MODELS["mark_step"], {"step": 5, "status": "done"})["step"] == "5"
    assert checked(MODELS["mark_step"], {"step": "5", "status": "done", "note": None, "plan": ""})["plan"] is None
    assert checked(MODELS["mark_step"], {"step": "5", "status": "done", "note": "null"})["note"] == "null"
    assert checked(MODELS["mark_step"], {"step": "5", "status": "done", "note": '["x"]'})["note"] == '["x"]'
    steps = checked(MODELS["add_steps"], {"steps": '["one", {"title": "two", "depends_on": [1]}]'})["steps"]
    assert [(one.title, one.depends_on) for one in steps] == [("one", None), ("two", ["1"])]
    assert checked(MODELS["get_plan"], {"max_tokens": None})["max_tokens"] == 1500


def test_slim_schema_keeps_properties_named_like_dropped_keys() -> None:
    slim = slim_input({"title": "X", "properties": {"title": {"title": "Title", "type": "string"}}, "type": "object"})
    assert slim == {"properties": {"title": {"type": "string"}}, "type": "object"}
