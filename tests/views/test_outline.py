from __future__ import annotations

import pytest

from execplan.plan.errors import PlanError
from execplan.plan.model import Step
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.outline import last_decisions, outline, section_text
from tests.views.plans import decision, plan, section, step

TEXT = "# Plan\n\n## Purpose\n\nTo show it.\n\n## Progress\n\n- [x] one\n- [ ] two\n\n### Details\n\nMore.\n"


def many(count: int, done: int) -> list[Step]:
    return [step(f"s{n}", "done" if n < done else "todo", title=f"Do the thing number {n}") for n in range(count)]


def test_outline_holds_sections_and_steps_in_document_order() -> None:
    given = plan(*many(3, 1), sections=(section("Plan", 0, 9, 1), section("Purpose", 1, 2), section("Later", 8, 9)))
    seen = outline(given, 1500)
    names = [one.id if isinstance(one, Step) else one.title for one in seen.entries]
    assert names == ["Purpose", "s0", "s1", "s2", "Later"]
    assert (seen.closed, seen.rest) == (0, 0)
    assert seen.current.step
    assert seen.current.step.id == "s1"


def test_closed_steps_give_way_first_then_the_end() -> None:
    given = plan(*many(100, 60))
    seen = outline(given, 1000)
    assert seen.closed == 60
    assert seen.rest == 0
    tight = outline(given, 400)
    assert tight.closed == 60
    assert 0 < len(tight.entries) < 40
    assert tight.rest == 40 - len(tight.entries)


def test_objective_is_cut_with_the_number_of_characters_left_out() -> None:
    seen = outline(plan(objective="word " * 400), 300)
    assert seen.objective
    assert "… +" in seen.objective


def test_last_three_decisions_newest_first() -> None:
    dated = plan(
        decisions=(
            decision("a", "2026-03-01"),
            decision("b", "2026-01-01"),
            decision("c", "2026-02-01"),
            decision("d", "2026-04-01"),
        )
    )
    assert [one.id for one in last_decisions(dated)] == ["d", "a", "c"]
    undated = plan(decisions=tuple(decision(name) for name in "abcd"))
    assert [one.id for one in last_decisions(undated)] == ["d", "c", "b"]


def test_section_text_and_how_much_of_it_did_not_fit() -> None:
    given = read_plan(Source.of(TEXT))
    found = section_text(given, "Progress", 500)
    assert found.text == "## Progress\n\n- [x] one\n- [ ] two\n\n### Details\n\nMore."
    assert found.rest == 0
    short = section_text(given, "Progress", 5)
    assert short.text.startswith("## Progress")
    assert short.rest == 8 - len(short.text.split("\n"))


def test_part_under_a_bold_label() -> None:
    text = TEXT.replace("To show it.", "To show it.\n\n**Key Files:**\n\n- a.py\n\n**Current State:**\n\n- none")
    found = section_text(read_plan(Source.of(text)), "key files", 500)
    assert (found.part.title, found.part.line) == ("Key Files", 6)
    assert found.text == "**Key Files:**\n\n- a.py"


def test_unknown_section() -> None:
    with pytest.raises(PlanError) as caught:
        section_text(read_plan(Source.of(TEXT)), "zzzz", 100)
    assert caught.value.code == "not_found"
