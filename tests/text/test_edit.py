"""Edits: sorted, disjoint, made for one revision."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from execplan.text.edit import Edit, OverlapError, Replacement, StaleEditError, apply, composed, edit_of
from execplan.text.source import Source, Span

SOURCE = Source.of("alpha beta gamma\r\n")


def put(start: int, end: int, text: str) -> Replacement:
    return Replacement(Span(start, end), text)


def done(*replacements: Replacement) -> str:
    return apply(SOURCE, edit_of(SOURCE, replacements)).text


def test_replacements_apply_in_any_order() -> None:
    first, second = put(0, 5, "ALPHA"), put(11, 16, "G")
    assert done(first, second) == done(second, first) == "ALPHA beta G\r\n"


def test_touching_spans_do_not_overlap() -> None:
    assert done(put(0, 5, "a"), put(5, 10, "b")) == "ab gamma\r\n"


def test_insertions_at_one_place_keep_their_order() -> None:
    assert done(put(6, 6, "1 "), put(6, 6, "2 "), put(6, 6, "0 ")) == "alpha 1 2 0 beta gamma\r\n"


def test_an_insertion_stands_before_what_replaces_the_text_after_it() -> None:
    assert done(put(6, 10, "B"), put(6, 6, "new ")) == "alpha new B gamma\r\n"


def test_insertion_at_the_end_and_the_start() -> None:
    assert done(put(18, 18, "end"), put(0, 0, "start ")) == "start alpha beta gamma\r\nend"


@pytest.mark.parametrize(
    "replacements",
    [
        pytest.param([put(0, 5, "x"), put(4, 6, "y")], id="partly"),
        pytest.param([put(0, 10, "x"), put(2, 3, "y")], id="one inside the other"),
        pytest.param([put(0, 10, "x"), put(4, 4, "y")], id="insertion inside"),
        pytest.param([put(0, 5, "x"), put(0, 5, "y")], id="same span"),
        pytest.param([put(17, 30, "x")], id="beyond the end"),
        pytest.param([put(19, 19, "x")], id="insertion beyond the end"),
    ],
)
def test_overlap_is_refused(replacements: list[Replacement]) -> None:
    with pytest.raises(OverlapError):
        edit_of(SOURCE, replacements)


def test_what_changes_nothing_is_dropped() -> None:
    assert edit_of(SOURCE, [put(0, 5, "alpha"), put(3, 3, "")]).empty


def test_an_empty_edit_gives_the_same_text() -> None:
    assert apply(SOURCE, edit_of(SOURCE, [])) is SOURCE


def test_an_edit_of_another_revision_is_stale() -> None:
    edit = edit_of(SOURCE, [put(0, 0, "x")])
    with pytest.raises(StaleEditError):
        apply(Source.of("alpha beta gamma\n"), edit)


def test_even_an_empty_edit_can_be_stale() -> None:
    with pytest.raises(StaleEditError):
        apply(SOURCE, Edit("0" * 64, ()))


def test_an_applied_edit_does_not_apply_again() -> None:
    edit = edit_of(SOURCE, [put(0, 0, "x")])
    with pytest.raises(StaleEditError):
        apply(apply(SOURCE, edit), edit)


def test_a_bom_and_the_line_ends_outside_stay() -> None:
    source = Source.decode(b"\xef\xbb\xbfone\r\ntwo\rthree")
    edit = edit_of(source, [Replacement(Span(6, 9), "2")])
    assert apply(source, edit).encode() == b"\xef\xbb\xbfone\r\n2\rthree"


@st.composite
def _edits(draw: st.DrawFn) -> tuple[Source, list[Edit], Source]:
    """A text, edits made one after another, and what they made."""
    first = text = Source.of(draw(st.text("ab\n", max_size=12)))
    edits: list[Edit] = []
    for _ in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text.text)), max_size=6)))
        spans = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
        edits.append(edit_of(text, [Replacement(one, draw(st.text("xy\n", max_size=3))) for one in spans]))
        text = apply(text, edits[-1])
    return first, edits, text


@given(_edits())
def test_edits_one_after_another_are_one_edit(made: tuple[Source, list[Edit], Source]) -> None:
    first, edits, last = made
    assert apply(first, composed(first, edits)).text == last.text


def test_only_what_differs_is_in_it() -> None:
    first = edit_of(SOURCE, [put(0, 5, "a"), put(11, 16, "G")])
    second = edit_of(apply(SOURCE, first), [put(0, 1, "alpha")])
    assert composed(SOURCE, [first, second]).replacements == (put(11, 16, "G"),)
    with pytest.raises(StaleEditError):
        composed(SOURCE, [second])
