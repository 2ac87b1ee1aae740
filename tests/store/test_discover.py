"""Which files are plans."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from execplan.plan.errors import PlanError
from execplan.store.discover import discover, discover_archived, folders, markdown
from execplan.store.files import stamp
from execplan.store.tree import Tree


def put(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("# A\n")


def test_slug_folders_with_a_plan_file_by_name(tmp_path: Path):
    put(
        tmp_path,
        *(
            f".agents/{name}/PLAN.md"
            for name in ("b", "a", "template", "archive", "tmp", "skills", ".state", "My_Plan")
        ),
        ".agents/notes/README.md",
        ".agents/PLAN.md",
        ".agents/archive/old/PLAN.md",
        ".agents/a/deeper/PLAN.md",
    )
    tree = Tree(tmp_path)
    assert [found.slug for found in discover(tree)] == ["My_Plan", "a", "b"]
    assert [(found.slug, found.path) for found in discover_archived(tree)] == [("old", ".agents/archive/old/PLAN.md")]
    assert {"old", "notes", "a"} <= set(folders(tree))
    for found in discover(tree):
        assert found.stamp == stamp(tree, found.path)


def test_no_tree_is_an_empty_tree_but_no_root_is_an_error(tmp_path: Path):
    assert discover(Tree(tmp_path)) == discover_archived(Tree(tmp_path)) == folders(Tree(tmp_path)) == ()
    with pytest.raises(PlanError) as caught:
        discover(Tree(tmp_path / "gone"))
    assert caught.value.code == "not_found"


def test_what_is_no_regular_file_is_listed_without_a_stamp(tmp_path: Path):
    (tmp_path / ".agents/a/PLAN.md").mkdir(parents=True)
    (tmp_path / ".agents/b").mkdir()
    (tmp_path / ".agents/b/PLAN.md").symlink_to("/etc/passwd")
    assert [(found.slug, found.stamp) for found in discover(Tree(tmp_path))] == [("a", None), ("b", None)]


def test_a_linked_tree_is_refused(tmp_path: Path):
    put(tmp_path, "real/a/PLAN.md")
    (tmp_path / ".agents").symlink_to("real")
    with pytest.raises(PlanError) as caught:
        discover(Tree(tmp_path))
    assert caught.value.code == "refused"


def test_a_name_that_is_no_text_is_passed_over(tmp_path: Path):
    put(tmp_path, ".agents/a/PLAN.md")
    odd = os.fsencode(tmp_path / ".agents") + b"/\xff"
    os.mkdir(odd)
    with open(odd + b"/PLAN.md", "wb") as file:
        file.write(b"# A\n")
    assert [found.slug for found in discover(Tree(tmp_path))] == ["a"]


def test_templates_by_name(tmp_path: Path):
    put(tmp_path, ".agents/template/b.md", ".agents/template/PLAN.md", ".agents/template/x.txt")
    assert markdown(Tree(tmp_path), (".agents", "template")) == ("PLAN.md", "b.md")
    assert markdown(Tree(tmp_path), (".agents", "none")) == ()
