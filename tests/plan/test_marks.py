"""Marks: which parts of a text are marks, and what is left."""

from __future__ import annotations

import pytest

from execplan.plan import marks, outcomes


def kinds(text: str) -> list[str]:
    return [one.kind for one in marks.read(text).marks]


@pytest.mark.parametrize(
    ("text", "found", "title"),
    [
        ("", [], ""),
        ("plain", [], "plain"),
        ("(2025-01-02) a", ["stamp"], "a"),
        ("(2025-01-02) (2025-01-03) a", ["stamp", "stamp"], "a"),
        ("✅ **Step 1**: a", ["glyph", "label"], "a"),
        ("**Step 1**: ✅ a", ["label", "glyph"], "a"),
        ("**IN PROGRESS** a ← CURRENT", ["state", "pointer"], "a"),
        ("a (60%)", ["percent"], "a"),
        ("a (in progress, 60%)", ["state"], "a"),
        ("[P] T001 a", ["parallel", "label"], "a"),
        ("~~a~~ → skipped: b", ["strike", "strike", "outcome"], "a"),
        ("~~a~~ -> skipped (2025-01-02): b", ["strike", "strike", "outcome"], "a"),
        ("a → **BLOCKER**", ["outcome"], "a"),
        ("a ✅ (done)", ["glyph", "state"], "a"),
        ("**bold lead** and text", [], "**bold lead** and text"),
        ("**all bold**", [], "all bold"),
        ("a -> b", [], "a -> b"),
        ("a → b → c", [], "a → b → c"),
        ("~~a~~ and b", [], "~~a~~ and b"),
        ("see the (current) state", [], "see the (current) state"),
        ("handle 2025-01-02 dates", [], "handle 2025-01-02 dates"),
        ("50% faster", [], "50% faster"),
        ("**IN PROGRESS**", ["state"], ""),
    ],
)
def test_marks(text: str, found: list[str], title: str) -> None:
    assert (kinds(text), marks.read(text).title) == (found, title)


@pytest.mark.parametrize(
    "text",
    [
        "(2025-01-02) a",
        "**Step 1**: a (in progress)",
        "🚧 a ✅",
        "~~a~~ → skipped: b",
        "**x",
        "((",
        "~~~~",
        "→",
        "[P]",
        "(2025-01-02",
        "✅",
    ],
)
def test_marks_stand_in_order_inside_the_text(text: str) -> None:
    read = marks.read(text)
    at = 0
    for one in read.marks:
        assert at <= one.start < one.end <= len(text)
        at = one.start
    assert 0 <= read.start <= len(text)
    assert marks.bare(marks.bare(text)) == marks.bare(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("(2025-01-02 03:04Z) **Step 1**: a ✅", "**Step 1**: a"),
        ("**IN PROGRESS** a ← CURRENT", "a"),
        ("~~a b~~ → skipped: c", "a b"),
        ("a  \n  b", "a b"),
    ],
)
def test_bare(text: str, bare: str) -> None:
    assert marks.bare(text) == bare


@pytest.mark.parametrize(
    "reason", ["none", "no", "N/A", "nothing", "~~rain~~", "rain → resolved", "rain → Resolved: sun"]
)
def test_settled(reason: str) -> None:
    assert outcomes.is_settled(reason)


@pytest.mark.parametrize("reason", ["rain", "no key", "none of us has a key", "rain -> mud", "~~rain~~ and snow"])
def test_not_settled(reason: str) -> None:
    assert not outcomes.is_settled(reason)
