"""A search over many plans finds what a search over all of them finds, whatever is kept, and keeps nothing it may not."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws.plans import plans
from tests.laws.test_searching import queries

from execplan.plan.errors import PlanError
from execplan.store import fulltext
from execplan.store.kept import WORDS
from execplan.text.words import WORD
from execplan.views.search import Hit, search
from execplan.workspace import index as indexing
from execplan.workspace import searching
from execplan.workspace import words as module
from execplan.workspace.searching import MOST, Sought, found
from execplan.workspace.workspace import Workspace

Rows = list[tuple[str, str, str | None, int, int, str]]


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five plans are many."""
    monkeypatch.setattr(searching, "FEW", 0)
    monkeypatch.setattr(module, "WORTH", 1)


@pytest.fixture
def texts_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths whose text was read to be indexed, in order."""
    paths: list[str] = []
    read = module.read

    def counting(tree: object, path: str) -> object:
        paths.append(path)
        return read(tree, path)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "read", counting)
    return paths


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, words in {"gate": "limit the callers", "queue": "callers wait", "cache": "切换到新的缓存"}.items():
        write(tmp_path, name, f"# {name}\n\n## Progress\n\n- [ ] **Step 1**: {words}\n")
    settle()
    return tmp_path


def write(root: Path, name: str, text: str) -> Path:
    path = root / ".agents" / name / "PLAN.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")
    return path


def settle() -> None:
    """Lets so much time pass that a file's times can be trusted."""
    time.sleep(0.05)


def kept(root: Path) -> Path:
    return root / ".agents/.state" / WORDS


def rows(hits: tuple[Hit, ...]) -> Rows:
    return [(hit.plan, hit.kind, hit.id, hit.line, hit.score, hit.snippet) for hit in hits]


def by_all(root: Path, query: str, *, archived: bool = False) -> Rows:
    every = Workspace(root).plans(archived=archived)
    return rows(search([(one.slug or "", one.plan) for one in every if one.plan], query))


def steps(sought: Sought) -> list[str]:
    return [hit.plan for hit in sought.hits if hit.kind == "step"]


# --- the law ---------------------------------------------------------------------------------------------


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(plans, min_size=1, max_size=4), st.lists(plans, min_size=0, max_size=2), st.data())
def test_what_is_found_is_what_is_found_in_all(
    tmp_path_factory: pytest.TempPathFactory, first: list[str], then: list[str], data: st.DataObject
) -> None:
    root = tmp_path_factory.mktemp("tree")
    try:
        for number, text in enumerate(first):
            write(root, f"plan-{number}", text)
        if data.draw(st.booleans()):
            settle()
        workspace = Workspace(root)
        for texts in ((), then):
            for text in texts:
                name = data.draw(st.integers(0, len(first)))
                write(root, f"plan-{name}", text)
            query = data.draw(queries(data.draw(st.sampled_from([*first, *then]))))
            if not WORD.search(query) or len(WORD.findall(query)) > 12:
                continue
            for one in (workspace, Workspace(root), Workspace(root, read_only=True)):
                sought = found(one, query)
                assert sought.plans_more == 0
                assert rows(sought.hits) == by_all(root, query)
    finally:
        shutil.rmtree(root)


# --- nothing is read twice, nothing stale is answered ----------------------------------------------------


def test_an_unchanged_text_is_read_once_also_by_the_next_process(tree: Path, texts_read: list[str]) -> None:
    workspace = Workspace(tree)
    for _ in range(3):
        assert steps(found(workspace, "callers")) == ["gate", "queue"]
    assert steps(found(Workspace(tree), "caller wait")) == ["queue"]
    assert len(texts_read) == 3


def test_only_the_plans_that_may_have_the_words_are_parsed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = indexing.read_plan
    monkeypatch.setattr(indexing, "read_plan", lambda source: (parsed.append(source.text[:6]), parse(source))[1])
    assert steps(found(Workspace(tree), "新的")) == ["cache"]
    assert parsed == ["# cach"]


@pytest.mark.parametrize("fresh", [True, False])
def test_a_changed_a_new_and_a_deleted_plan(tree: Path, texts_read: list[str], fresh: bool) -> None:
    workspace = Workspace(tree)
    found(workspace, "callers")
    write(tree, "gate", "# gate\n\n- [ ] zebras\n")
    write(tree, "new", "# new\n\n- [ ] zebras\n")
    shutil.rmtree(tree / ".agents/queue")
    texts_read.clear()
    workspace = Workspace(tree) if fresh else workspace
    assert steps(found(workspace, "zebra")) == ["gate", "new"]
    assert steps(found(workspace, "callers")) == []
    assert sorted(set(texts_read)) == [".agents/gate/PLAN.md", ".agents/new/PLAN.md"]


def test_writes_of_one_length_in_a_row_are_never_answered_stale(tree: Path) -> None:
    workspace = Workspace(tree)
    path = tree / ".agents/gate/PLAN.md"
    for number in range(1_000, 1_200):
        with path.open("r+") as file:
            file.write(f"# word{number}\n")
            file.truncate()
        assert [hit.plan for hit in found(workspace, f"word{number}").hits] == ["gate"]


def test_a_young_file_is_read_again_but_indexed_once(tree: Path, texts_read: list[str]) -> None:
    path = write(tree, "new", "# new\n\n- [ ] zebras\n")
    later = time.time() + 3600
    os.utime(path, (later, later))
    workspace = Workspace(tree)
    for _ in range(5):
        assert steps(found(workspace, "zebra")) == ["new"]
    assert texts_read.count(".agents/new/PLAN.md") == 5
    assert workspace._words._index is not None
    assert workspace._words._index.last == 4


def test_many_changes_do_not_make_the_index_grow_for_ever(tree: Path) -> None:
    workspace = Workspace(tree)
    for number in range(40):
        write(tree, "gate", f"# gate\n\n- [ ] zebra{number}\n")
        assert steps(found(workspace, f"zebra{number}")) == ["gate"]
        assert workspace._words._index is not None
        assert workspace._words._index.last <= 3 * 3 + 2


def test_the_archive_is_looked_into_on_request(tree: Path) -> None:
    workspace = Workspace(tree)
    shutil.move(tree / ".agents/queue", tree / ".agents/archive/queue")
    for _ in range(2):
        assert steps(found(workspace, "callers")) == ["gate"]
        assert steps(found(workspace, "callers", archived=True)) == ["gate", "queue"]
        assert rows(found(workspace, "callers", archived=True).hits) == by_all(tree, "callers", archived=True)
        workspace = Workspace(tree)


def test_a_plan_that_cannot_be_read_is_told_and_hides_no_other(tree: Path) -> None:
    workspace = Workspace(tree)
    good = (tree / ".agents/gate/PLAN.md").read_bytes()
    for again in (True, False):
        (tree / ".agents/gate/PLAN.md").write_bytes(b"\xff")
        sought = found(workspace, "callers")
        assert steps(sought) == ["queue"]
        assert [one.partition(":")[0] for one in sought.unread] == ["gate"]
        (tree / ".agents/gate/PLAN.md").write_bytes(good)
        assert steps(found(workspace, "callers")) == ["gate", "queue"]
        workspace = Workspace(tree) if again else workspace


def test_beyond_the_limit_the_likeliest_are_looked_into_and_the_rest_is_told(tmp_path: Path) -> None:
    for number in range(MOST + 10):
        write(
            tmp_path, f"plan-{number:02}", f"# Plan {number}\n\n- [ ] **Step 1**: retry\n" + "\ntext\n" * 40 + "lock\n"
        )
    write(tmp_path, "zoo", "# Zoo\n\n- [ ] **Step 1**: retry the lock\n")
    sought = found(Workspace(tmp_path), "lock retry")
    assert steps(sought) == ["zoo"]
    assert sought.plans_more == 11


def far_apart(root: Path) -> Workspace:
    """Many plans with the words in different entries, and a last one with both in one long section."""
    for number in range(MOST * 2):
        write(root, f"plan-{number:02}", f"# Plan {number}\n\n- [ ] **Step 1**: retry\n\n## Notes\n\nlock\n")
    filler = "nothing of interest in this line\n" * 200
    write(root, "zoo", f"# Zoo\n\n## Notes\n\nretry\n{filler}lock\n")
    return Workspace(root)


def test_where_the_likeliest_plans_have_no_such_entry_others_are_looked_into(tmp_path: Path) -> None:
    sought = found(far_apart(tmp_path), "lock retry")
    assert [(hit.plan, hit.kind) for hit in sought.hits] == [("zoo", "section")]
    assert sought.plans_more == 0


def test_that_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "AT_LAST", MOST + 8)
    sought = found(far_apart(tmp_path), "lock retry")
    assert sought.hits == ()
    assert sought.plans_more == MOST - 7


def test_progress_is_told_of_what_is_read(tree: Path) -> None:
    told: list[tuple[int, int]] = []
    found(Workspace(tree).reporting(lambda done, total: told.append((done, total))), "callers")
    assert told == [(1, 3), (2, 3), (3, 3), (3, 3)]


def test_a_search_that_is_ended_leaves_an_index_that_goes_on(tree: Path, texts_read: list[str]) -> None:
    workspace = Workspace(tree)

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        found(workspace.reporting(stop), "callers")
    assert steps(found(workspace, "callers")) == ["gate", "queue"]
    assert len(texts_read) == 3


def test_many_threads_index_once(tree: Path, texts_read: list[str]) -> None:
    workspace = Workspace(tree)
    answers: list[list[str]] = []
    threads = [threading.Thread(target=lambda: answers.append(steps(found(workspace, "callers")))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [["gate", "queue"]] * 12
    assert len(texts_read) == 3


# --- what is kept --------------------------------------------------------------------------------------


def test_what_is_kept_is_worth_it(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORTH", 4)
    found(Workspace(tree), "callers")
    assert not kept(tree).exists()
    write(tree, "new", "# new\n")
    found(Workspace(tree), "callers")
    first = kept(tree).stat().st_ino
    write(tree, "new", "# newer\n")
    settle()
    assert steps(found(Workspace(tree), "callers")) == ["gate", "queue"]
    assert kept(tree).stat().st_ino == first


def test_of_few_plans_nothing_is_kept(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "FEW", 3)
    assert steps(found(Workspace(tree), "callers")) == ["gate", "queue"]
    assert not (tree / ".agents/.state").exists()


def test_read_only_writes_nothing_and_reads_what_is_kept(tree: Path, texts_read: list[str]) -> None:
    assert steps(found(Workspace(tree, read_only=True), "callers")) == ["gate", "queue"]
    assert not (tree / ".agents/.state").exists()
    found(Workspace(tree), "callers")
    texts_read.clear()
    assert steps(found(Workspace(tree, read_only=True), "callers")) == ["gate", "queue"]
    assert texts_read == []


def test_without_fts5_texts_are_read(tree: Path, texts_read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulltext, "_ROW", fulltext._ROW.replace("fts5", "fts99"))
    workspace = Workspace(tree)
    for query in ("callers", "calers wait", "新的", "zebra"):
        assert rows(found(workspace, query).hits) == by_all(tree, query)
    assert len(texts_read) == 12
    assert not kept(tree).exists()


def test_without_whole_databases_it_is_in_memory_alone(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulltext, "keeps", lambda: False)
    assert steps(found(Workspace(tree), "callers")) == ["gate", "queue"]
    assert not kept(tree).exists()


def poison(path: Path, how: str) -> None:
    whole = path.read_bytes()
    head = len(fulltext.KIND) + 32
    body = whole[head:]
    match how:
        case "empty":
            path.write_bytes(b"")
        case "cut off":
            path.write_bytes(whole[: len(whole) // 2])
        case "text":
            path.write_text("words\n" * 500)
        case "another version":
            path.write_bytes(whole.replace(b"words 1", b"words 0", 1))
        case "link":
            path.rename(path.with_name("away"))
            path.symlink_to("away")
        case "pipe":
            path.unlink()
            os.mkfifo(path)
        case _:
            changed = {
                "no tables": body.replace(b"CREATE VIRTUAL", b"CREATE_VIRTUAL"),
                "other tables": body.replace(b"detail=none", b"detail=full"),
                "noise in the pages": body[:-9000] + b"\xff" * 9000,
                "lengths": b"\xff" * 40 + body[40:],
            }[how]
            # The checksum is right, as a program that knows the form would write it.
            path.write_bytes(fulltext.KIND + hashlib.sha256(changed).digest() + changed)


POISONS = (
    "empty", "cut off", "text", "another version", "link", "pipe", "no tables", "other tables", "noise in the pages",
    "lengths",
)  # fmt: skip


@pytest.mark.parametrize("how", POISONS)
def test_a_poisoned_index_is_thrown_away_and_made_again(tree: Path, how: str, texts_read: list[str]) -> None:
    found(Workspace(tree), "callers")
    poison(kept(tree), how)
    texts_read.clear()
    workspace = Workspace(tree)
    for query in ("callers", "新的", "limit"):
        assert rows(found(workspace, query).hits) == by_all(tree, query)
    assert len(texts_read) == 3
    texts_read.clear()
    assert steps(found(Workspace(tree), "callers")) == ["gate", "queue"]
    assert texts_read == []


def test_an_index_that_came_with_a_checkout_is_not_believed(tree: Path, tmp_path: Path, texts_read: list[str]) -> None:
    """Same paths, same sizes, same times, other words: its rows carry stamps of other files."""
    found(Workspace(tree), "callers")
    other = tmp_path / "clone"
    shutil.copytree(tree / ".agents", other / ".agents")
    path = other / ".agents/gate/PLAN.md"
    status = (tree / ".agents/gate/PLAN.md").stat()
    path.write_text(path.read_text().replace("callers", "zebrass"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    texts_read.clear()
    assert steps(found(Workspace(other), "zebrass")) == ["gate"]
    assert steps(found(Workspace(other), "callers")) == ["queue"]
    assert len(set(texts_read)) == 3


def test_a_foreign_index_is_not_even_opened(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found(Workspace(tree), "callers")
    other = tmp_path / "clone"
    shutil.copytree(tree / ".agents", other / ".agents")
    opened: list[object] = []
    make = fulltext.FullText.__init__
    monkeypatch.setattr(
        fulltext.FullText, "__init__", lambda self, kept=None: (opened.append(kept), make(self, kept))[1]
    )
    found(Workspace(other), "callers")
    assert opened == [None]


def test_a_failing_database_is_no_failing_search(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace(tree)
    found(workspace, "callers")

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(fulltext.FullText, "find", fail)
    assert steps(found(workspace, "callers")) == ["gate", "queue"]


@pytest.mark.parametrize(
    "query", ['"callers"', "callers*", "NEAR(callers, 2)", "-callers", "callers:", "(callers", "^callers"]
)
def test_what_means_something_to_the_database_is_a_word_or_nothing(tree: Path, query: str) -> None:
    assert rows(found(Workspace(tree), query).hits) == by_all(tree, query)


def test_a_query_without_a_word_is_refused_before_anything_is_read(tree: Path, texts_read: list[str]) -> None:
    with pytest.raises(PlanError):
        found(Workspace(tree), "…")
    assert texts_read == []
