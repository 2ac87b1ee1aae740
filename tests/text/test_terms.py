"""Behind which terms a word of a query may stand."""

from __future__ import annotations

import pytest

from execplan.text.terms import PASSAGES, behind, indexed, joined, may_have
from execplan.text.words import LONG, folded, one_off, runs_on, slips

TEXT = """\
# Faster gateway

The limiter_ counts __minutes__ in my_own_zone.

- [ ] 切换到新的缓存 with v2キャッシュ today
- [ ] อ่านแผน, Straße, e\u0301tude, re[write](x)r
"""


def has(query: str, text: str = TEXT) -> bool:
    return may_have(indexed(text).whole, folded(query).split())


@pytest.mark.parametrize(
    "query",
    [
        "faster gateway", "FAST", "limiter", "limiter_", "minutes", "__minutes", "minutes__", "my_own", "own_zone",
        "limtier", "imiter", "limitr", "缓存", "新的缓", "缓", "v2キャ", "キャッシュ", "v2", "切换到旧的缓存", "換到新的缓存",
        "แผน", "strasse", "STRASSE", "\u00e9tude", "rewriter", "rewrite", "m",
    ],
)  # fmt: skip
def test_what_may_stand_in_a_text(query: str) -> None:
    assert has(query)


@pytest.mark.parametrize("query", ["slower", "faster slow", "缓切", "存缓", "gatweya", "nin", "zone", "tude"])
def test_what_does_not(query: str) -> None:
    assert not has(query)


@pytest.mark.parametrize(
    ("query", "text"), [("cache", "ca缓he"), ("cache", "cache缓"), ("cach缓e", "cache"), ("cach缓e", "cachte")]
)
def test_a_slip_may_be_the_only_letter_of_another_script(query: str, text: str) -> None:
    assert one_off(query, text)
    assert has(query, text)


def test_a_word_as_long_as_a_file_is_found_by_any_short_piece() -> None:
    word = "".join(f"{number:x}q" for number in range(2_000))
    text = f"# T\n\n{word}\n"
    assert max(map(len, indexed(text).whole.words)) <= 64
    for at in range(0, 400, 7):
        assert has(word[at : at + 30], text)
        assert has(word[at : at + 90], text)
    assert not has("zz" + word[:3], text)


def test_there_are_not_too_many_passages() -> None:
    assert len(indexed("a\n" * 50_000).passages) <= PASSAGES
    assert indexed("").passages == ()


def test_the_title_is_a_heading_else_the_first_line() -> None:
    assert indexed("\n\n# Faster gateway\n\ntext\n").title.words == {"faster", "gateway"}
    assert indexed("no heading\n\ntext\n").title.words == {"no", "heading"}


def test_words_without_spaces_are_cut() -> None:
    text = indexed("# 新的v2\n\n缓 到\n")
    assert text.title.cuts == {"新的", "的v", "v2"}
    assert text.whole.cuts == {"新的", "的v", "v2", "缓", "到", "新", "的", "v", "2"}
    assert text.whole.words == {"v2"}


def test_a_word_behind_too_many_others_asks_for_nothing() -> None:
    vocabulary = joined(f"x{number}ation" for number in range(2_000))
    assert behind("ation", vocabulary).any_way is None
    assert behind("x7ation", vocabulary).any_way


def test_the_best_is_the_word_itself_then_its_beginnings_then_its_slips() -> None:
    vocabulary = joined(("limit", "limiter", "unlimited"))
    assert [term.text for (term,) in behind("limit", vocabulary).best] == ["limit"]
    (((start, begins),),) = behind("limite", vocabulary).best
    assert (start, begins) == ("limite", True)
    assert ("limiter", False) in [tuple(term) for (term,) in behind("limtier", vocabulary).best]
    assert {term.text for (term,) in behind("limit", vocabulary).any_way or ()} == {"limit", "unlimited"}


def test_every_slip_leaves_a_piece() -> None:
    word = "limiter"
    letters = "aelmrtz"
    for other in (
        *(word[:at] + word[at + 1 :] for at in range(len(word))),
        *(word[:at] + letter + word[at:] for at in range(len(word) + 1) for letter in letters),
        *(word[:at] + letter + word[at + 1 :] for at in range(len(word)) for letter in letters),
        *(word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)),
    ):
        assert one_off(word, other)
        assert any(piece in other for piece in slips(word)), other
        assert len(word) < LONG or may_have(indexed(other).whole, [word]), other


@pytest.mark.parametrize(
    ("word", "does"), [("word", False), ("слово", False), ("缓存", True), ("แผน", True), ("v2缓", True)]
)
def test_scripts_without_spaces(word: str, does: bool) -> None:
    assert runs_on(word) is does
