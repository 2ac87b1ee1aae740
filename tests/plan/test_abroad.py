"""What is outside the plan: which words have its shape, and what it does to the order of work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from execplan.plan import abroad
from execplan.plan.choice import first_choice
from execplan.plan.graph import graph_of
from tests.plan.reading import plan_of, step
from tests.plan.test_dependencies import waits


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("billing", ("billing", None)),
        ("`new-billing`", ("new-billing", None)),
        ("new-billing/k2m4p", ("new-billing", "k2m4p")),
        ("new-billing: Send the first bill", ("new-billing", "Send the first bill")),
        ("../new-billing/PLAN.md", ("new-billing", None)),
        ("[the bills](../new-billing/PLAN.md#k2m4p)", ("new-billing", "k2m4p")),
        (".agents/archive/old/PLAN.md", ("old", None)),
        ("the permit", None),
        ("#751", None),
        ("src/app.py", None),
        ("https://example.org/PLAN.md", None),
        ("Billing", None),
    ],
)
def test_another_plan(word: str, other: abroad.Other | None) -> None:
    assert abroad.other_plan(word) == other


@pytest.mark.parametrize(
    ("word", "outside"),
    [
        ("#751", True),
        ("octo/tools#12", True),
        ("https://example.org/a,b", True),
        ("issue 12", True),
        ("docs/notes.md", True),
        ("notes.md", True),
        ("new-billing", True),
        ("billing/k2m4p", True),
        ("billing: Send it", True),
        ("billing", False),
        ("the permit", False),
        ("Step 9", False),
        ("T099", False),
    ],
)
def test_the_shape_of_what_is_outside(word: str, outside: bool) -> None:
    assert abroad.is_outside(word) is outside


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Step 1, #751", ["Dig", "#751"]),
        ("#751, #752", ["#751", "#752"]),
        ("new-billing: Step 1", ["new-billing: Step 1"]),
        ("new-billing/Step, Step 2", ["new-billing/Step", "Pour"]),
        ("first: Step 1", ["Dig"]),
        ("the permit, #751", ["the permit, #751"]),
        ("[bills](../new-billing/PLAN.md)", ["[bills](../new-billing/PLAN.md)"]),
        ("Step 1 (see #751, and the notes)", ["Dig"]),
    ],
)
def test_inside_and_outside_in_one_field(value: str, expected: list[str]) -> None:
    text = f"# T\n\n## Steps\n\n1. [ ] Dig\n2. [ ] Pour\n3. [ ] Build\n   - Depends on: {value}\n"
    assert waits(text) == {"Build": expected}


PLAN = plan_of("""
    # T

    ## Phase 1: Ground

    - [ ] Dig
      - Depends on: new-billing/k2m4p, #751
    - [ ] Pour

    ## Phase 2: Walls

    **Depends on:** other-plan

    - [ ] Bricks
    """)
DIG, POUR, BRICKS = PLAN.steps


def test_what_nobody_knows_holds_nothing_up() -> None:
    graph = graph_of(PLAN)
    assert first_choice(PLAN) == DIG
    assert graph.waits_outside(DIG) == ()
    assert graph.mentions(DIG) == ("new-billing/k2m4p", "#751")
    assert graph.mentions(BRICKS) == ("other-plan",)
    assert graph.mentions(POUR) == ()


def test_what_is_open_elsewhere_holds_up() -> None:
    known = replace(PLAN, outside=(("new-billing/k2m4p", ("new-billing/k2m4p",)), ("other-plan", ("other-plan",))))
    graph = graph_of(known)
    assert first_choice(known) == step(known, "Pour")
    assert (graph.waits_outside(DIG), graph.mentions(DIG)) == (("new-billing/k2m4p",), ("#751",))
    assert not graph.is_ready(DIG)
    assert not graph.is_ready(BRICKS)


def test_what_is_done_elsewhere_is_neither_waited_for_nor_told() -> None:
    known = replace(PLAN, outside=(("new-billing/k2m4p", ()),))
    graph = graph_of(known)
    assert first_choice(known) == DIG
    assert (graph.waits_outside(DIG), graph.mentions(DIG)) == ((), ("#751",))


def test_the_words_of_a_plan() -> None:
    assert abroad.words(PLAN) == ("other-plan", "new-billing/k2m4p", "#751")
    assert abroad.words(plan_of("# T\n\n## Steps\n\n- [ ] Dig\n")) == ()
