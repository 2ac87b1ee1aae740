"""The generated schemas: on disk as the models say, and true of what is sent."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.workspace.wire.answers import Answer
from execplan.workspace.wire.document import document
from execplan.workspace.wire.names import named
from execplan.workspace.wire.schemas import DRAFT, MODELS, schema

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "schemas.py"))


@pytest.mark.parametrize("name", MODELS)
def test_a_schema_is_valid_and_says_who_it_is(name: str) -> None:
    described = schema(name)
    Draft202012Validator.check_schema(described)
    assert described["$schema"] == DRAFT
    assert described["$id"] == described["properties"]["schema"]["const"] == f"execplan/{name}/1"


@pytest.mark.parametrize("name", MODELS)
def test_an_answer_is_named_by_its_class_alone(name: str) -> None:
    """Every answer has a name of its own, which it finds without importing the other models."""
    if issubclass(model := MODELS[name], Answer):
        assert named(model.model_construct())["schema"] == f"execplan/{name}/1"


def test_the_files_are_what_the_models_say() -> None:
    assert SCRIPT["drift"]() == []
    assert SCRIPT["main"](["--check"]) == 0


def test_drift_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main = SCRIPT["main"]
    known = main.__globals__["FOLDER"]
    main.__globals__["FOLDER"] = tmp_path
    try:
        (tmp_path / "stranger.json").write_text("{}")
        assert main(["--check"]) == 1
        assert "schemas/stranger.json" in capsys.readouterr().err
        assert main([]) == 0
        assert main(["--check"]) == 0
    finally:
        main.__globals__["FOLDER"] = known
    assert not (tmp_path / "stranger.json").exists()


@pytest.mark.parametrize("text", ["", "# T ExecPlan\n\n## Execution Steps\n\n1. [ ] one\n2. [~] two\n   - [x] part\n"])
def test_documents_obey_their_schema(text: str) -> None:
    sent = document(read_plan(Source.of(text)), slug=None, path="PLAN.md").model_dump(mode="json", by_alias=True)
    Draft202012Validator(schema("plan")).validate(sent)
