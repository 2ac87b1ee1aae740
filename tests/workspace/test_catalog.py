"""Which plan a caller means."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from execplan.plan.errors import PlanError
from execplan.store.tree import Tree
from execplan.workspace import catalog as cataloguing
from execplan.workspace.catalog import Catalog
from execplan.workspace.index import Index


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    tree = Tree(tmp_path)
    return Catalog(tree, Index(tree))


def error(catalog: Catalog, ref: str | None) -> PlanError:
    with pytest.raises(PlanError) as caught:
        catalog.find(ref)
    return caught.value


def branch(root: Path, name: str) -> None:
    (root / ".git").mkdir(exist_ok=True)
    (root / ".git/HEAD").write_text(f"ref: refs/heads/{name}\n")


def test_the_only_open_plan_needs_no_name(catalog: Catalog, put):
    put("one")
    put("two", status="Completed")
    put("three", status="Abandoned")
    put(".agents/archive/four/PLAN.md")
    put(".agents/template/PLAN.md")
    put(".agents/tmp/scratch/PLAN.md")
    assert catalog.find(None).slug == catalog.find("").slug == catalog.find("  ").slug == "one"


def test_a_plan_without_a_status_is_open(catalog: Catalog, put):
    put("one").write_text("# One\n\n## Progress\n\n- [x] all done\n")
    assert catalog.find(None).slug == "one"


def test_of_several_open_plans_the_branch_decides(catalog: Catalog, put, tmp_path: Path):
    put("one")
    put("two")
    failed = error(catalog, None)
    assert failed.code == "ambiguous"
    assert "one, two" in failed.message
    branch(tmp_path, "feature/two")
    assert catalog.find(None).slug == "two"
    branch(tmp_path, "feature/three")
    assert error(catalog, None).code == "ambiguous"


def test_a_branch_names_no_closed_plan(catalog: Catalog, put, tmp_path: Path):
    put("one")
    put("two")
    put("three", status="Completed")
    branch(tmp_path, "three")
    assert error(catalog, None).code == "ambiguous"


def test_without_an_open_plan_the_closed_ones_are_named(catalog: Catalog, put, tmp_path: Path):
    put("one", status="Completed")
    failed = error(catalog, None)
    assert failed.code == "not_found"
    assert str(tmp_path) in failed.message
    assert "one" in failed.hint


def test_an_empty_tree_says_how_to_start(catalog: Catalog):
    assert error(catalog, None).code == "not_found"
    assert "create" in error(catalog, None).hint


def test_an_unreadable_plan_stops_no_other(catalog: Catalog, put):
    put("broken").write_bytes(b"\xff")
    assert error(catalog, None).code == "unreadable"
    put("one")
    assert catalog.find(None).slug == "one"
    assert error(catalog, "broken").code == "unreadable"
    assert [(handle.slug, handle.error is None) for handle in catalog.plans()] == [("broken", False), ("one", True)]


def test_an_unreadable_plan_of_the_branch_is_told(catalog: Catalog, put, tmp_path: Path):
    put("one")
    put("two")
    put("three").write_bytes(b"\xff")
    branch(tmp_path, "three")
    assert error(catalog, None).code == "unreadable"


def test_an_exact_slug_beats_a_title(catalog: Catalog, put):
    put("auth", "Something else")
    put("other", "auth")
    assert catalog.find("auth").slug == "auth"


def test_an_archived_plan_is_found_by_its_slug_and_not_by_its_title(catalog: Catalog, put):
    put("one")
    put(".agents/archive/old/PLAN.md", "Old work")
    handle = catalog.find("old")
    assert (handle.slug, handle.archived, handle.open) == ("old", True, False)
    assert error(catalog, "Old work").code == "not_found"


def test_a_live_plan_beats_an_archived_one_of_the_same_slug(catalog: Catalog, put):
    put("one", "Live")
    put(".agents/archive/one/PLAN.md", "Gone")
    assert not catalog.find("one").archived


@pytest.mark.parametrize(
    ("ref", "path", "slug"),
    [
        (".agents/one/PLAN.md", ".agents/one/PLAN.md", "one"),
        ("./.agents/one/PLAN.md", ".agents/one/PLAN.md", "one"),
        (".agents/one", ".agents/one/PLAN.md", "one"),
        (".agents/archive/old/PLAN.md", ".agents/archive/old/PLAN.md", "old"),
        (".agents/tmp/scratch.md", ".agents/tmp/scratch.md", None),
        ("docs/plans/big.md", "docs/plans/big.md", None),
        ("{root}/docs/plans/big.md", "docs/plans/big.md", None),
    ],
)
def test_paths(catalog: Catalog, put, tmp_path: Path, ref: str, path: str, slug: str | None):
    for where in (
        ".agents/one/PLAN.md",
        ".agents/archive/old/PLAN.md",
        ".agents/tmp/scratch.md",
        "docs/plans/big.md",
    ):
        put(where, where)
    handle = catalog.find(ref.format(root=tmp_path))
    assert (handle.path, handle.slug) == (path, slug)


def test_a_file_of_the_root_is_named_by_its_ending(catalog: Catalog, put):
    put("./PLAN.md", "At the root")
    assert catalog.find("PLAN.md").path == "PLAN.md"


@pytest.mark.parametrize(
    "ref",
    [
        "../x.md",
        "/etc/passwd",
        "/etc/hosts.md",
        "{root}-evil/x.md",
        "{root}/../x.md",
        ".agents/..",
        ".agents/../..",
        "docs/\0.md",
        ".git/x.md",
        ".agents/.state/x.md",
        "a/./b.md",
    ],
)
def test_paths_that_lead_out_are_refused(catalog: Catalog, put, tmp_path: Path, ref: str):
    put("one")
    evil = Path(f"{tmp_path}-evil")
    evil.mkdir(exist_ok=True)
    (evil / "x.md").write_text("# Secret\n")
    assert error(catalog, ref.format(root=tmp_path)).code == "refused"


@pytest.mark.parametrize("ref", ["..", ".", "\0", "%2e%2e/x", "con", "ONE", "\ud800", "x" * 100_000, "a\\b"])
def test_other_hostile_names_are_unknown(catalog: Catalog, put, ref: str):
    put("one", "Title")
    failed = error(catalog, ref)
    assert failed.code == "not_found"
    assert len(str(failed)) < 1000
    str(failed).encode()


def test_a_linked_plan_says_so(catalog: Catalog, put, tmp_path: Path):
    put("one")
    (tmp_path / ".agents/linked").symlink_to("one")
    os.mkdir(tmp_path / ".agents/inner")
    (tmp_path / ".agents/inner/PLAN.md").symlink_to("../one/PLAN.md")
    for ref in ("linked", "inner", ".agents/linked/PLAN.md"):
        failed = error(catalog, ref)
        assert failed.code == "refused"
        assert "symbolic link" in failed.message


def test_a_piece_of_a_title(catalog: Catalog, put):
    put("one", "Add the Login page")
    put("two", "Add the logout page")
    put("three", "CI/CD for docs")
    assert catalog.find("LOGIN").slug == "one"
    assert catalog.find("ci/cd").slug == "three"
    failed = error(catalog, "add the")
    assert failed.code == "ambiguous"
    assert "one (Add the Login page)" in failed.message


def test_a_whole_title_beats_a_piece(catalog: Catalog, put):
    put("one", "Login")
    put("two", "Login again")
    assert catalog.find("login").slug == "one"


def test_an_unknown_name_gets_the_nearest_and_the_root(catalog: Catalog, put, tmp_path: Path):
    put("add-login", "Entry page")
    put("zzz", "Unrelated")
    failed = error(catalog, "add-logni")
    assert failed.code == "not_found"
    assert str(tmp_path) in failed.message
    assert failed.hint == "did you mean add-login?"
    assert error(catalog, "Entri pages").hint == "did you mean add-login?"
    assert "zzz" in error(catalog, "qqqqqqqq").hint


def test_long_lists_are_capped(catalog: Catalog, put):
    for number in range(30):
        put(f"plan-{number:02}")
    assert error(catalog, None).message.endswith("plan-07 and 22 more")


def test_a_linked_archive_hides_no_other_plan(catalog: Catalog, put, tmp_path: Path):
    put("one", "Some title")
    put("elsewhere/old/PLAN.md")
    (tmp_path / ".agents/archive").symlink_to("../elsewhere")
    assert catalog.find("one").slug == catalog.find("some title").slug == catalog.find(None).slug == "one"
    assert error(catalog, "old").code == "not_found"
    with pytest.raises(PlanError):
        catalog.archived()


def test_a_plan_that_is_named_is_found_without_a_look_at_the_others(
    tmp_path: Path, put, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", ".agents/archive/three/PLAN.md"):
        put(name)

    def never(*_: object) -> None:
        raise AssertionError("the whole tree was looked at")

    monkeypatch.setattr(cataloguing, "discover", never)
    monkeypatch.setattr(cataloguing, "discover_archived", never)
    catalog = Catalog(Tree(tmp_path), Index(Tree(tmp_path)))
    assert catalog.find("two").path == ".agents/two/PLAN.md"
    assert catalog.find("three").archived


def test_so_is_a_plan_by_its_exact_folder_and_nothing_else(
    tmp_path: Path, put, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", ".agents/archive/three/PLAN.md"):
        put(name, "Some title")

    def never(*_: object) -> None:
        raise AssertionError("the whole tree was looked at")

    monkeypatch.setattr(cataloguing, "discover", never)
    catalog = Catalog(Tree(tmp_path), Index(Tree(tmp_path)))
    found = [catalog.named(name) for name in ("one", "three", "Some title", "two", ".agents/one", "archive", "..", "")]
    assert [one and one.slug for one in found] == ["one", "three", None, None, None, None, None, None]
