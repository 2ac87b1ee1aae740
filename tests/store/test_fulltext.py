"""What the index of words answers, and that what was kept of it answers the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing

import pytest

from execplan.store import fulltext
from execplan.store.files import Stamp
from execplan.store.fulltext import FullText, Kept, mark, parted
from execplan.text.terms import behind, indexed

TEXTS = {
    "a": "# The gateway\n\nlimits callers by the minute\n",
    "b": "# The queue\n\nkeeps callers of the gateway waiting\n",
    "c": "# Caches\n\n切换到新的缓存 for limiters\n",
}


def stamp(number: int) -> Stamp:
    return Stamp(number, 1, 2, 3, 4)


def index(texts: Mapping[str, str] = TEXTS) -> FullText:
    made = FullText()

    def fill() -> None:
        for at, (path, text) in enumerate(texts.items()):
            made.put(path, stamp(at), indexed(text))

    made.together(fill)
    return made


def found(index: FullText, query: str, most: int = 9, hidden: str = "") -> tuple[list[str], int]:
    paths = {row.number: path for path, row in index.rows.items() if path not in hidden}
    numbers, total = index.find([behind(word, index.vocabulary) for word in query.split()], paths.keys(), most)
    return [paths[number] for number in numbers], total


def again(index: FullText) -> FullText:
    kept = parted(index.kept())
    assert kept is not None
    return FullText(kept)


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("gateway", "ab"), ("gate", "ab"), ("gatewya", "ab"), ("gateway queue", "b"), ("limit", "ac"), ("新的缓", "c"),
        ("callers", "ab"), ("or", ""), ("and", ""), ("near", ""), ("not", ""), ("the", "ab"), ("zebra", ""),
    ],
)  # fmt: skip
def test_the_files_with_all_words(kept: bool, query: str, paths: str) -> None:
    here = again(index()) if kept else index()
    assert sorted(found(here, query)[0]) == list(paths)
    assert found(here, query)[1] == len(paths)


def test_the_title_comes_first_and_the_rest_is_counted() -> None:
    assert found(index(), "gateway", 1) == (["a"], 2)
    assert found(index(), "callers", 1)[1] == 2


def test_words_of_one_passage_come_before_words_of_one_file() -> None:
    far = "# T\n\nretry\n" + "x\n" * 40 + "lock\n"
    near = "# T\n\n" + "x\n" * 40 + "retry the lock\n"
    assert found(index({"far": far, "near": near}), "lock retry", 1) == (["near"], 2)


def test_the_word_itself_comes_before_its_beginnings_and_slips() -> None:
    texts = {"slip": "# T\n\nlimjt\n", "start": "# T\n\nlimiter\n", "whole": "# T\n\nlimit\n"}
    assert found(index(texts), "limit", 1) == (["whole"], 3)
    assert found(index(texts), "limit", 3)[1] == 3


def test_a_file_that_changed_is_found_as_it_is_now() -> None:
    here = index()
    here.together(lambda: here.put("a", stamp(9), indexed("# Lanes\n\nnothing else\n")))
    for one in (here, again(here)):
        assert found(one, "gateway") == (["b"], 1)
        assert found(one, "lanes") == (["a"], 1)
        assert one.last == 4


def test_hidden_files_are_neither_answered_nor_counted() -> None:
    assert found(index(), "gateway", hidden="a") == (["b"], 1)
    assert found(index(), "gateway", most=1, hidden="a") == (["b"], 1)


def test_a_file_without_a_stamp_is_not_kept_and_its_number_not_used_again() -> None:
    here = index()
    here.together(lambda: here.put("d", None, indexed("# Lanes\n")))
    kept = again(here)
    assert sorted(kept.rows) == ["a", "b", "c"]
    kept.together(lambda: kept.put("e", stamp(5), indexed("# Gates\n")))
    assert found(kept, "lanes") == ([], 0)
    assert found(kept, "gates") == (["e"], 1)
    here.confirm("d", stamp(8))
    assert again(here).rows["d"].mark == mark(stamp(8))
    assert found(again(here), "lanes") == (["d"], 1)


def test_what_was_taken_in_before_a_failure_stays() -> None:
    here = index()

    def fail() -> None:
        here.put("d", stamp(7), indexed("# Lanes\n"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        here.together(fail)
    assert found(here, "lanes") == (["d"], 1)


def test_a_word_that_stands_anywhere_asks_for_any_file() -> None:
    texts = {"a": "# T\n\n" + " ".join(f"x{number}ation" for number in range(1_100)), "b": "# B\n"}
    assert found(index(texts), "ation")[1] == 2
    assert found(index(texts), "ation", 1, hidden="a") == (["b"], 1)


def test_bytes_of_something_else_are_not_taken() -> None:
    whole = index().kept()
    assert parted(whole) is not None
    for length in (*range(0, 300, 7), len(whole) - 1):
        assert parted(whole[:length]) is None
        assert parted(whole[:length] + bytes([whole[length] ^ 1]) + whole[length + 1 :]) is None
    assert parted(whole + b"x") is None
    assert parted(whole.replace(b"words 1", b"words 0", 1)) is None


@pytest.mark.parametrize(
    "tables",
    [b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 9000, "foreign", "broken"],
)
def test_a_database_that_is_none_of_ours_is_an_error_of_sqlite(tables: bytes | str) -> None:
    if tables == "foreign":
        with closing(sqlite3.connect(":memory:")) as base:
            base.execute("CREATE TABLE files (words)")
            tables = base.serialize()
    elif tables == "broken":
        whole = index().kept()
        whole = whole[whole.index(b"SQLite format 3") :]
        tables = whole[:4096] + b"\xff" * (len(whole) - 4096)
    with pytest.raises(sqlite3.Error):
        found(FullText(Kept({}, "\n", memoryview(bytes(tables)))), "gateway")  # type: ignore[arg-type]


def test_without_fts5_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulltext, "_ROW", fulltext._ROW.replace("fts5", "fts99"))
    with pytest.raises(sqlite3.Error):
        FullText()
