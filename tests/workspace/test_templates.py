"""Which text a new plan starts from."""

from __future__ import annotations

from pathlib import Path

import pytest

from execplan.plan.errors import PlanError
from execplan.store.tree import Tree
from execplan.workspace.resources import template_names, template_text
from execplan.workspace.templates import template_source


def own(root: Path, file: str) -> None:
    (root / ".agents/template").mkdir(parents=True, exist_ok=True)
    (root / ".agents/template" / file).write_bytes(f"# Of the project: {file}\r\n".encode())


def test_the_shipped_master_is_the_default(tmp_path: Path):
    for name in (None, "living", "PLAN"):
        assert template_source(Tree(tmp_path), name).text == template_text("living")


def test_shipped_templates_by_name(tmp_path: Path):
    for name in template_names():
        assert template_source(Tree(tmp_path), name).text == template_text(name)


@pytest.mark.parametrize("asked", [None, "PLAN", "living"])
@pytest.mark.parametrize("file", ["PLAN.md", "living.md"])
def test_the_projects_master_goes_first(tmp_path: Path, file: str, asked: str | None):
    own(tmp_path, file)
    assert template_source(Tree(tmp_path), asked).text == f"# Of the project: {file}\r\n"


def test_a_project_adds_and_overrides_templates(tmp_path: Path):
    own(tmp_path, "own.md")
    own(tmp_path, "team.md")
    tree = Tree(tmp_path)
    assert "own.md" in template_source(tree, "own").text
    assert "team.md" in template_source(tree, "team").text
    assert template_source(tree, None).text == template_text("living")


@pytest.mark.parametrize("name", ["nope", "../x", "", "own.md", "\0", "a/b", "/etc/passwd"])
def test_an_unknown_template_names_those_there_are(tmp_path: Path, name: str):
    own(tmp_path, "own.md")
    with pytest.raises(PlanError) as caught:
        template_source(Tree(tmp_path), name)
    assert caught.value.code == "not_found"
    assert caught.value.hint.startswith("templates: living, ")
    assert caught.value.hint.endswith(", own")


def test_a_linked_template_is_refused(tmp_path: Path):
    own(tmp_path, "real.md")
    (tmp_path / ".agents/template/own.md").symlink_to("real.md")
    with pytest.raises(PlanError) as caught:
        template_source(Tree(tmp_path), "own")
    assert caught.value.code == "refused"
