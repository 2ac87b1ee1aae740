"""Ids: what they survive, what changes them, how twins and prefixes behave."""

from __future__ import annotations

import re

import pytest

from execplan.plan import identity
from execplan.plan.model import Plan
from tests.plan.reading import raw, step

PLAN = """# T

## Phase 1: Ground

- [ ] Dig
- [ ] Pour concrete
  - [ ] Order it
  - [ ] Pour it

## Phase 2: Walls

- [ ] Bricks

## Decision Log

- Decision: Use brick.
  Rationale: It is there.

## Open Questions

- [ ] Which colour?
"""


def ids(plan: Plan) -> dict[str, str]:
    entries = [(one.title, one.id) for one in (*plan.steps, *plan.phases, *plan.decisions)]
    return dict(entries) | {one.text: one.id for one in (*plan.questions, *plan.criteria, *plan.risks)}


def test_the_alphabet() -> None:
    every = ids(raw(PLAN)).values()
    assert len(set(every)) == 9
    assert all(re.fullmatch(r"[bcdfghjkmnpqrstvwxyz][2-9bcdfghjkmnpqrstvwxyz]{4,24}", one) for one in every)
    assert all(len(one) == 5 for one in every)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("- [ ] Dig", "- [x] Dig", id="ticked"),
        pytest.param("- [ ] Dig", "- [X] Dig", id="ticked in capitals"),
        pytest.param("- [ ] Dig", "- [x] (2025-03-01 10:00Z) Dig", id="stamped"),
        pytest.param("- [ ] Dig", "- [x] (2025-03-01) (2025-03-02) Dig", id="stamped twice"),
        pytest.param("- [ ] Dig", "- [ ] **IN PROGRESS** Dig", id="in progress"),
        pytest.param("- [ ] Dig", "- [ ] Dig (in progress)", id="in progress at the end"),
        pytest.param("- [ ] Dig", "- [ ] Dig ← CURRENT", id="pointed at"),
        pytest.param("- [ ] Dig", "- [ ] **IN PROGRESS** Dig ← CURRENT", id="both"),
        pytest.param("- [ ] Dig", "- [ ] **BLOCKED** Dig\n  - Blocked: rain", id="blocked"),
        pytest.param("- [ ] Dig", "- [ ] ~~Dig~~ → skipped: rock", id="skipped"),
        pytest.param("- [ ] Dig", "- [ ] ~~Dig~~", id="struck"),
        pytest.param("- [ ] Dig", "- [ ] 🚧 Dig", id="glyph"),
        pytest.param("- [ ] Dig", "- [ ] Dig ✅", id="glyph at the end"),
        pytest.param("- [ ] Dig", "- [ ] Dig <!-- deep -->", id="comment"),
        pytest.param("- [ ] Dig", "- [ ]   DIG", id="case and space"),
        pytest.param("- [ ] Dig", "* [ ] Dig", id="bullet"),
        pytest.param("- [ ] Dig", "- [ ] Measure\n- [ ] Dig", id="inserted before"),
        pytest.param("- [ ] Dig", "- [ ] Dig\n  - Evidence: a hole\n  - Notes: wet", id="evidence"),
        pytest.param("- [ ] Pour concrete", "- [x] (2025-03-01) Pour concrete", id="parent ticked"),
        pytest.param("- [ ] Pour concrete", "- [ ] **IN PROGRESS** Pour concrete", id="parent in progress"),
        pytest.param("  - [ ] Order it\n  - [ ] Pour it", "  - [ ] Pour it\n  - [x] Order it", id="reordered"),
        pytest.param("Phase 1: Ground", "Phase 1: Ground ✅", id="phase closed by a glyph"),
        pytest.param("Phase 1: Ground", "Phase 1: Ground **[COMPLETED 2025-03-01]**", id="phase closed by words"),
        pytest.param("Phase 1: Ground", "Phase 1: Ground (2/4)", id="phase counted"),
        pytest.param("Phase 1: Ground", "Phase 1: Ground (50%)", id="phase percentage"),
        pytest.param("Phase 1: Ground", "🏗 Phase 1: Ground", id="phase emoji"),
        pytest.param("# T\n", "# Another title\n", id="title"),
        pytest.param("# T\n", "# T\n\n**Status:** Active\n\n## Objective\n\nA house.\n", id="sections inserted"),
        pytest.param("- [ ] Which colour?", "- [x] ~~Which colour?~~ → Resolved: red", id="question resolved"),
        pytest.param("- Decision: Use", "- Decision: Use wood.\n  Rationale: x\n- Decision: Use", id="decision added"),
    ],
)
def test_ids_survive(before: str, after: str) -> None:
    old, new = ids(raw(PLAN)), list(ids(raw(PLAN.replace(before, after, 1))).values())
    assert PLAN.count(before) >= 1
    assert [name for name, id in old.items() if id not in new] == []


def test_ids_survive_line_ends_and_composition() -> None:
    text = PLAN.replace("Dig", "Grüße")
    for other in (text.replace("\n", "\r\n"), "\ufeff" + text, text.replace("ü", "u\u0308")):
        assert list(ids(raw(other)).values()) == list(ids(raw(text)).values())


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        pytest.param("Dig", "Dig deeper", {"Dig"}, id="step"),
        pytest.param("Pour concrete", "Pour cement", {"Pour concrete", "Order it", "Pour it"}, id="parent"),
        pytest.param("Walls", "Fences", {"Bricks", "Walls"}, id="phase"),
        pytest.param("Use brick.", "Use wood.", {"Use brick."}, id="decision"),
        pytest.param("It is there.", "It is cheap.", set[str](), id="rationale"),
    ],
)
def test_ids_change_on_rewording(before: str, after: str, changed: set[str]) -> None:
    old, new = ids(raw(PLAN)), ids(raw(PLAN.replace(before, after, 1)))
    assert {name for name, id in old.items() if id not in new.values()} == changed


def test_the_same_words_elsewhere_have_another_id() -> None:
    plan = raw(
        "# T\n\n## Phase 1: A\n\n- [ ] Test\n\n## Phase 2: B\n\n- [ ] Test\n\n## Phase 3: C\n\n- [ ] c\n  - [ ] Test\n"
    )
    assert len({one.id for one in plan.steps}) == 4


def test_twins_take_an_ordinal() -> None:
    plan = raw("# T\n\n## Steps\n\n- [ ] Test\n- [ ] Test\n- [ ] Test\n- [ ] Other\n")
    first, second, third, other = (one.id for one in plan.steps)
    assert len({first, second, third, other}) == 4
    alone = raw("# T\n\n## Steps\n\n- [ ] Test\n- [ ] Other\n")
    assert [one.id for one in alone.steps] == [first, other]
    ticked = raw("# T\n\n## Steps\n\n- [x] Test\n- [ ] Test\n- [ ] Test\n- [ ] Other\n")
    assert [one.id for one in ticked.steps] == [first, second, third, other]


def test_marks_make_no_difference_between_twins() -> None:
    plan = raw("# T\n\n## Steps\n\n- [x] (2025-03-01) Test\n- [ ] **IN PROGRESS** test\n")
    assert len({one.id for one in plan.steps}) == 2


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("(2025-03-01 10:00Z) Text", "Text"),
        ("  Text   with\n   wrap ", "text with wrap"),
        ("~~Text~~ → skipped: why", "Text"),
        ("Text → Resolved: yes", "Text"),
        ("Text <!-- a\nb --> more", "Text more"),
        ("TEXT ✅", "text"),
        ("Straße", "STRASSE"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_normal_texts_are_equal(left: str, right: str) -> None:
    assert identity.normal(left) == identity.normal(right)


@pytest.mark.parametrize(
    ("left", "right"), [("a b", "ab"), ("**a** b", "c"), ("Step 1: a", "Step 2: a"), ("blocked list", "list")]
)
def test_normal_texts_differ(left: str, right: str) -> None:
    assert identity.normal(left) != identity.normal(right)


def test_shortest_prefixes() -> None:
    one, two, three = "bcdfghjkmn", "bcdfghjkzz", "xcdfghjkmn"
    assert identity.shorten([one, two, three]) == {one: "bcdfghjkm", two: "bcdfghjkz", three: "xcdfg"}
    assert identity.shorten([]) == {}
    assert identity.shorten([one, one]) == {one: "bcdfg"}


def test_ids_stay_unique_in_a_long_document() -> None:
    plan = raw("# T\n\n## Steps\n\n" + "".join(f"- [ ] Step number {n}\n" for n in range(4000)))
    assert len({one.id for one in plan.steps}) == 4000
    assert all(5 <= len(one.id) <= 8 for one in plan.steps)


def test_a_parent_is_known_by_its_own_words() -> None:
    plan = raw(PLAN)
    assert step(plan, "Order it").parent == step(plan, "Pour concrete").id
