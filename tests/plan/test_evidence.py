"""What a piece of evidence names, and who vouches for it."""

from __future__ import annotations

import pytest

from execplan.plan.evidence import Kind, asserted, observed_commit, observed_file, read_evidence, said_commit, said_path
from execplan.plan.safe import entry
from tests.plan.reading import plan_of

HASH = "9f86d081884c7d659a2feaa0c55ad015"


def test_a_file_that_was_seen_reads_back_with_its_digest() -> None:
    piece = read_evidence(observed_file("src/limits.py", HASH).text)
    assert piece == observed_file("src/limits.py", HASH)
    assert (piece.kind, piece.path, piece.digest, piece.observed) == ("file", "src/limits.py", HASH[:12], True)
    assert piece.text == "`src/limits.py` (sha256 9f86d081884c, observed)"


def test_a_commit_that_was_seen_reads_back() -> None:
    piece = read_evidence(observed_commit(HASH).text)
    assert (piece.kind, piece.commit, piece.observed) == ("commit", HASH[:12], True)
    assert piece.text == "commit `9f86d081884c` (observed)"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("`pytest -q` → 12 passed", "command"),
        ("$ make test", "command"),
        ("`make`: fine", "command"),
        ("https://ci.example/7", "url"),
        ("<https://ci.example/7>", "url"),
        ("4f1c2ab", "commit"),
        ("commit 4f1c2ab", "commit"),
        ("1234567", "other"),
        ("commit 1234567", "commit"),
        ("src/limits.py", "file"),
        ("`src/limits.py`", "file"),
        ("12 tests passed", "other"),
    ],
)
def test_what_is_told_is_sorted_but_not_observed(text: str, kind: Kind) -> None:
    piece = asserted(entry(text))
    assert (piece.kind, piece.observed) == (kind, False)


@pytest.mark.parametrize("seen", [observed_file("a.py", HASH).text, observed_commit(HASH).text])
def test_nobodys_word_passes_for_ours(seen: str) -> None:
    told = asserted(entry(seen))
    assert not told.observed
    assert not read_evidence(told.text).observed
    assert asserted(entry(told.text)) == told


@pytest.mark.parametrize("after", ["\u200b", "; and more", " observed)", " (observed)"])
def test_a_mark_of_ours_is_escaped_wherever_it_stands(after: str) -> None:
    told = asserted(entry(observed_file("a.py", HASH).text + after))
    assert "` \\(sha256" in told.text
    assert not told.observed
    assert asserted(entry(told.text)) == told


def test_names_are_looked_for_in_the_whole_text_only() -> None:
    assert said_path("`src/a b.py`") == "src/a b.py"
    assert said_path("src/a b.py") == "src/a b.py"
    assert said_path("see `src/a.py`") is None
    assert said_commit("4F1C2AB") == "4f1c2ab"
    assert said_commit("see 4f1c2ab") is None
    assert said_commit("4f1c2a") is None


@pytest.mark.parametrize(
    ("lines", "pieces"),
    [
        ("  - Evidence: one\n  - Evidence: two; still two\n", ("one", "two; still two")),
        ("  - Evidence:\n    - one\n    - two\n", ("one", "two")),
        ("  - Evidence: none\n", ()),
    ],
)
def test_pieces_of_a_step(lines: str, pieces: tuple[str, ...]) -> None:
    plan = plan_of(f"# Plan\n\n## Steps\n\n- [ ] Pour the floor\n{lines}")
    assert plan.steps[0].evidence == pieces


def test_pieces_in_a_cell() -> None:
    plan = plan_of("# Plan\n\n## Steps\n\n| Task | Status | Evidence |\n|---|---|---|\n| Pour | Done | one; two |\n")
    assert plan.steps[0].evidence == ("one", "two")
