"""A block of our own in a text of somebody else's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from execplan.plan.errors import PlanError
from execplan.workspace.setup.block import BEGIN, END, put, taken

texts = st.lists(st.sampled_from(["# Title", "", "words", "<!-- a comment -->", "  indented", "```", "\ufeffbom"])).map(
    lambda lines: "\n".join(lines)
)


@given(texts, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_what_is_put_is_taken_and_the_rest_stays(text: str, newline: str, ended: bool) -> None:
    text = text.replace("\n", newline) + (newline if ended else "")
    one = put(text, "words of ours\n\n- more", newline)
    assert one.startswith(text)
    assert put(one, "words of ours\n\n- more", newline) == one
    kept = text if not text or text.endswith(("\r", "\n")) else text + newline
    assert taken(one) == kept
    assert taken(text) == text


@given(texts, texts)
def test_a_block_is_replaced_in_place(before: str, after: str) -> None:
    text = f"{before}\n\n{BEGIN}\nold\n{END}\n{after}"
    assert put(text, "new", "\n") == f"{before}\n\n{BEGIN}\nnew\n{END}\n{after}"
    assert taken(text) == (f"{before}\n\n{after}" if after else f"{before}\n")


@pytest.mark.parametrize("text", [f"{BEGIN}\nx\n", f"x\n{END}\n", f"x\n{END}\n{BEGIN}\n", f"{BEGIN}\n{END}\n" * 2])
def test_marks_that_do_not_go_together(text: str) -> None:
    for edit in (lambda: put(text, "x", "\n"), lambda: taken(text)):
        with pytest.raises(PlanError) as caught:
            edit()
        assert caught.value.code == "conflict"


def test_a_mark_within_a_line_is_none() -> None:
    text = f"as in `{BEGIN}` and `{END}`\n"
    assert taken(text) == text
    assert put(text, "x", "\n") == f"{text}\n{BEGIN}\nx\n{END}\n"
