"""Text given by a client: written as one entry, it reads back as the same words and nothing else."""

from __future__ import annotations

import pytest

from execplan.plan.errors import PlanError
from execplan.plan.safe import LONGEST, entry
from tests.plan.reading import raw

HOSTILE = [
    "# heading", "## heading", "- bullet", "* star", "+ plus", "1. ordered", "1) ordered", "> quote", "```sh",
    "~~~", "| a | b |", "<!-- comment -->", "<div>", "[x] ticked", "[ ] open", "[ref]: https://a.example",
    "---", "===", "***", "___", "$$", "a\n\n# b", "a\n- [x] b", "a\r\nb\rc", "a\x00b", "a\u2028b", "\ufeffa",
    "    code", "\tcode", "**IN PROGRESS** a", "BLOCKED: a", "DONE", "a (done)", "a — deferred", "~~a~~",
    "a → skipped: b", "a → Resolved: b", "a ← CURRENT", "a → **BLOCKER**", "(2025-01-02) a", "2025-01-02: a",
    "✅ a", "a ✅", "🚧", "Step 1: a", "T027 a", "1.2 a", "[P] a", "a (60%)", "Status: done", "**Status**: done",
    "Decision: a", "Rationale: a. Evidence: b", "a. Rationale: b", "**all bold**", "__all bold__", "a \\",
    "\\# a", "a|b", "状态：已完成", "a (since 2025-01-02)", "a <!-- b", "{braces} a", "a: b", "http://a.example/b|c",
    "`code | span`",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_an_entry_is_one_line_and_settled(text: str) -> None:
    safe = entry(text)
    assert not set(safe) & set("\n\r\t\x00\u2028\u2029\ufeff")
    assert safe == safe.strip()
    assert entry(safe) == safe


@pytest.mark.parametrize("text", HOSTILE)
def test_an_entry_is_one_open_step_and_touches_no_neighbour(text: str) -> None:
    safe = entry(text)
    plan = raw(f"# T\n\n## Steps\n\n- [x] before\n- [ ] {safe}\n- [x] after\n\n## Decision Log\n\n- Decision: kept\n")
    assert [one.status for one in plan.steps] == ["done", "todo", "done"]
    one = plan.steps[1]
    assert (one.title, one.label, one.completed, one.pointed, one.percent, one.parallel) == (
        safe,
        None,
        None,
        False,
        None,
        False,
    )
    assert (one.notes, one.verification, one.candidate) == (None, None, True)
    assert [one.title for one in plan.decisions] == ["kept"]
    assert plan.blockers == ()


@pytest.mark.parametrize(
    "text",
    [
        "Plain words",
        "Use `a_b` in *x* and **y**",
        "Ünïcode — 日本語 🎉 text",
        "a/b c#d e+f",
        "2 holes",
        "why? (because)",
        "C:\\temp and d",
    ],
)
def test_harmless_text_stays(text: str) -> None:
    assert entry(text) == text


@pytest.mark.parametrize("text", ["", "   ", "\n", "TBD", "None yet.", "\x00"])
def test_text_that_says_nothing_is_invalid(text: str) -> None:
    with pytest.raises(PlanError) as caught:
        entry(text, "title")
    assert caught.value.code == "invalid"
    assert "title" in str(caught.value)


def test_limits() -> None:
    assert len(entry("a" * LONGEST)) == LONGEST
    with pytest.raises(PlanError) as caught:
        entry("a" * (LONGEST + 1))
    assert caught.value.code == "too_large"
    with pytest.raises(PlanError) as caught:
        entry("\ud800")
    assert caught.value.code == "invalid"
