"""No plan in which a search finds something is left out by the terms of its text."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.text.terms import indexed, may_have
from execplan.text.words import WORD, folded
from execplan.views.search import _entries, search, words_of
from tests.laws.plans import plans
from tests.laws.texts import markdown

LETTERS = "abeims_17ß中文ーเ\u0301"
ODD = ("note", "NEAR(a b)", '"x" OR y', "a* -b", "col: x", "__init__", "中", "中文", "and", "NOT", "step 1", "v2中")


@st.composite
def queries(draw: st.DrawFn, text: str) -> str:
    """Words of a text, some with a slip, and words of none."""
    entries = "\n".join(f"{one.title}\n{one.text}" for one in _entries(read_plan(Source.of(text))))
    words = WORD.findall(draw(st.sampled_from((text, entries))))
    some: list[str] = []
    for _ in range(draw(st.integers(1, 2))):
        word = draw(st.sampled_from(words)) if words else draw(st.sampled_from(ODD))
        start = draw(st.integers(0, min(3, len(word) - 1)))
        word = word[start : start + draw(st.integers(1, 40))]
        at, letter = draw(st.integers(0, len(word))), draw(st.sampled_from(LETTERS))
        some.append(
            draw(
                st.sampled_from(
                    (
                        word,
                        word[:at] + letter + word[at:],
                        word[:at] + letter + word[at + 1 :],
                        word[:at] + word[at + 1 :],
                        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
                    )
                )
            )
        )
    return draw(st.sampled_from((" ".join(some), " ".join(some), draw(st.sampled_from(ODD)))))


@given(plans | markdown(), st.data())
def test_the_terms_leave_no_hit_out(text: str, data: st.DataObject) -> None:
    query = data.draw(queries(text))
    assume(WORD.search(folded(query)))
    assume(len(WORD.findall(folded(query))) <= 12)
    if search([("a", read_plan(Source.of(text)))], query):
        assert may_have(indexed(text).whole, words_of(query))
