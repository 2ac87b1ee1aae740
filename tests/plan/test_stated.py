"""Dependencies that no field states: sentences between steps, suffixes, Mermaid arrows; and what is told of odd ones."""

from __future__ import annotations

import pytest

from execplan.plan.dependencies import stated_elsewhere
from execplan.plan.graph import graph_of
from tests.plan.reading import codes, plan_of, raw
from tests.plan.test_dependencies import PHASES, phase_waits, waits

STEPS = "# T\n\n## Steps\n\n1. [ ] Dig\n2. [ ] Pour\n3. [ ] Build\n4. [ ] Paint\n"
TICKETS = "# T\n\n## Tasks\n\n- [ ] T012 Dig\n- [ ] T013 Pour\n- [ ] T014 Build\n"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Step 3 requires Step 1 and 2.", {"Build": ["Dig", "Pour"]}),
        ("- Step 3 depends on Steps 1-2", {"Build": ["Dig", "Pour"]}),
        ("- **Step 3** (the walls) depends on **Step 1**, for its ground", {"Build": ["Dig"]}),
        ("Steps 3 and 4 depend on Step 2.", {"Build": ["Pour"], "Paint": ["Pour"]}),
        ("Step 1 blocks Step 3", {"Build": ["Dig"]}),
        ("Step 1 is a prerequisite for Step 3.", {"Build": ["Dig"]}),
        ("Step 1 must be done before Step 2.", {"Pour": ["Dig"]}),
        ("Step 2 must wait for Step 1; Step 4 follows Step 3.", {"Pour": ["Dig"], "Paint": ["Build"]}),
        ("Step 3 depends on Step 1, and Step 4 on Step 2.", {"Build": ["Dig"]}),
        ("Step 4 cannot start until Step 3 is over.", {"Paint": ["Build"]}),
        ("Step 4 comes after Step 3.", {"Paint": ["Build"]}),
        ("Build needs Dig.", {"Build": ["Dig"]}),
        ("Build requires Dig and Pour.", {"Build": ["Dig", "Pour"]}),
        ("Step 3 (Walls) ← depends on Step 2", {"Build": ["Pour"]}),
    ],
)
def test_sentences_between_steps(sentence: str, expected: dict[str, list[str]]) -> None:
    assert waits(f"{STEPS}\n## Dependencies\n\n{sentence}\n") == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Step 3 does not depend on Step 1.",
        "Step 3 no longer requires Step 2.",
        "If Step 3 requires Step 1, stop.",
        "Does Step 3 depend on Step 1?",
        "Step 3 depends on Step 1 or Step 2.",
        "Step 3 requires 2 people.",
        "Step 3 needs 1 day.",
        "Step 2 follows the same pattern as Step 1.",
        "The tests of Step 3 need Step 1.",
        "Step 3 requires approval, Step 1 does not.",
        "Step 3 depends on the weather.",
        "Nobody builds before the paint of Step 4.",
        "[Step 3] depends on [Step 1]",
        "<!-- Step 3 depends on Step 1 -->",
        "```python\n# Step 3 depends on Step 1\n```",
        "    Step 3 depends on Step 1",
    ],
)
def test_sentences_that_state_nothing(sentence: str) -> None:
    assert waits(f"{STEPS}\n## Dependencies\n\n{sentence}\n") == {}


def test_a_drawing_in_words() -> None:
    text = f"{STEPS}\n## Dependencies\n\n```\nStep 2 ← depends on Step 1\n```\n"
    assert waits(text) == {"Pour": ["Dig"]}


def test_records_tell_of_what_was_and_bind_nothing() -> None:
    for heading in ("Decision Log", "Open Questions", "Risks", "Surprises & Discoveries", "Progress Log"):
        assert waits(f"{STEPS}\n## {heading}\n\nStep 3 depends on Step 1.\n") == {}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("T012 blocks T014", {"Build": ["Dig"]}),
        ("T014 depends on T012, T013", {"Build": ["Dig", "Pour"]}),
        ("`T013` must follow `T012`", {"Pour": ["Dig"]}),
        ("T014 needs T999", {}),
    ],
)
def test_sentences_with_ids(sentence: str, expected: dict[str, list[str]]) -> None:
    assert waits(f"{TICKETS}\n## Notes on order\n\n- {sentence}\n") == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("T020 Roof (depends on T012, T013)", ["Dig", "Pour"]),
        ("T020 Roof (after T014)", ["Build"]),
        ("T020 Roof, needs T012", ["Dig"]),
        ("T020 Roof. Depends on T012.", ["Dig"]),
        ("T020 Roof — requires T013", ["Pour"]),
        ("T020 Roof (requires Python 3)", None),
        ("T020 Roof (after 2 days)", None),
        ("T020 Roof (depends on T012 or T013)", None),
    ],
)
def test_what_a_step_says_of_itself(item: str, expected: list[str] | None) -> None:
    found = waits(f"{TICKETS}- [ ] {item}\n")
    assert list(found.values()) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("- Phase 2 blocks Phase 3", {"Roof": ["Walls"]}),
        ("Phase 1 precedes Phase 2.", {"Walls": ["Ground"]}),
        ("Phase 1 is required for Phase 2", {"Walls": ["Ground"]}),
        ("Phase 2 unblocks Phases 3", {"Roof": ["Walls"]}),
    ],
)
def test_phases_that_block(prose: str, expected: dict[str, list[str]]) -> None:
    assert phase_waits(f"{PHASES}\n## Dependencies\n\n{prose}\n") == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("   - Depends on:\n     - Step 1\n     - Pour\n", ["Dig", "Pour"]),
        ("   - Blocked By:\n     - #751\n", ["#751"]),
        ("   - depends_on: [1, 2]\n", ["Dig", "Pour"]),
        ('   - depends_on: [Dig, "Pour"]\n', ["Dig", "Pour"]),
    ],
)
def test_lists(lines: str, expected: list[str]) -> None:
    text = STEPS.replace("3. [ ] Build\n", f"3. [ ] Build\n{lines}")
    assert waits(text) == {"Build": expected}


@pytest.mark.parametrize(
    ("chart", "expected"),
    [
        ("flowchart LR\n  A[Step 1] --> B[Step 2]\n  B --> C[Step 3]", {"Pour": ["Dig"], "Build": ["Pour"]}),
        ("graph TD\n  a[Dig] --> b(Pour) --> c{Build}", {"Pour": ["Dig"], "Build": ["Pour"]}),
        ('graph TD\n  a["Step 1: Dig"] -->|then| b["Pour"]', {"Pour": ["Dig"]}),
        ("graph TD\n  a[Dig] -- then --> b[Pour]", {"Pour": ["Dig"]}),
        ("graph TD\n  a[Dig] & b[Pour] ==> c[Build]", {"Build": ["Dig", "Pour"]}),
        ("graph TD\n  a[Dig] -.-> b([Pour])", {"Pour": ["Dig"]}),
        ("graph TD; a[Dig] --> b[Pour];", {"Pour": ["Dig"]}),
        ("graph TD\n  a[Dig] --- b[Pour]", {}),
        ("graph TD\n  a[Client] --> b[Server]", {}),
        ("graph TD\n  %% a[Dig] --> b[Pour]", {}),
        ("sequenceDiagram\n  Dig-->>Pour: hello", {}),
        ("gantt\n  section One\n  Dig :a1, 2026-01-01, 3d\n  Pour :done, after a1, 2d", {"Pour": ["Dig"]}),
        ("gantt\n  Dig :a1, 3d\n  Pour :a2, 3d\n  Build :crit, a3, after a1 a2, 2d", {"Build": ["Dig", "Pour"]}),
    ],
)
def test_mermaid(chart: str, expected: dict[str, list[str]]) -> None:
    assert waits(f"{STEPS}\n## Order\n\n```mermaid\n{chart}\n```\n") == expected


def test_arrows_name_a_node_by_its_own_id() -> None:
    chart = "graph TD\n  T012 --> T013\n  T013 --> T014:::late\n"
    assert waits(f"{TICKETS}\n## Order\n\n```mermaid\n{chart}```\n") == {"Pour": ["Dig"], "Build": ["Pour"]}


def test_arrows_between_phases() -> None:
    chart = "graph TD\n  P1[Phase 1: Ground] --> P2[Phase 2]\n"
    assert phase_waits(f"{PHASES}\n## Order\n\n```mermaid\n{chart}```\n") == {"Walls": ["Ground"]}


def test_what_is_stated_elsewhere_has_its_line() -> None:
    plan = raw(f"{STEPS}\n## Dependencies\n\nStep 3 requires Step 1.\n")
    (one,) = stated_elsewhere(plan)
    assert (one.who, one.on, plan.source.line(one.line)) == (
        plan.steps[2].id,
        plan.steps[0].id,
        "Step 3 requires Step 1.",
    )


def test_a_number_that_begins_again_in_each_phase() -> None:
    plan = plan_of("""
        # T

        ## Phase 1: Ground

        1. [ ] Dig
        2. [ ] Pour

        ## Phase 2: Walls

        1. [ ] Bricks
        2. [ ] Mortar
           - Depends on: Step 1

        ## Dependencies

        Step 2 needs Step 1.
        """)
    names = {one.id: one.title for one in plan.steps}
    assert {one.title: [names[id] for id in one.depends_on] for one in plan.steps if one.depends_on} == {
        "Mortar": ["Bricks"]
    }


def test_none_with_a_remark_is_none() -> None:
    text = STEPS.replace("3. [ ] Build\n", "3. [ ] Build\n   - Depends on: None (start here)\n")
    assert waits(text) == {}


def told(text: str) -> list[tuple[str, int, str]]:
    return [(one.code, one.line, one.message) for one in raw(text).diagnostics if one.code.startswith("dependency_")]


@pytest.mark.parametrize(
    ("value", "missing"),
    [
        ("Step 99", ["Step 99"]),
        ("Step 1, Step 99", ["Step 99"]),
        ("Steps 1 and 98", ["Steps 98"]),
        ("Phase 7", ["Phase 7"]),
        ("Step 1", []),
        ("#751", []),
        ("the permit", []),
        ("other-plan: Step 99", []),
        ("other-plan/PLAN.md", []),
        ("PROJ-77", []),
        ("Ada", []),
        ("Phase 2 of the other plan", []),
    ],
)
def test_a_target_that_is_none(value: str, missing: list[str]) -> None:
    text = STEPS.replace("3. [ ] Build\n", f"3. [ ] Build\n   - Depends on: {value}\n")
    assert told(text) == [
        ("dependency_unknown", 6, f"waits for {one!r}, which this plan does not have") for one in missing
    ]


def test_a_ticket_that_is_none() -> None:
    assert [code for code, _, _ in told(f"{TICKETS}  - Depends on: T099\n")] == ["dependency_unknown"]


def test_a_heading_that_groups_no_steps_is_no_unknown_target() -> None:
    text = f"{PHASES}\n## Phase 9: Elsewhere\n\nWords.\n"
    assert told(text.replace("- [ ] Tiles\n", "- [ ] Tiles\n  - Depends on: Phase 9\n")) == []


@pytest.mark.parametrize(
    ("fields", "chain"),
    [
        ({"Dig": "Build", "Build": "Dig"}, "1 → 3 → 1"),
        ({"Dig": "Build", "Pour": "Dig", "Build": "Pour"}, "1 → 3 → 2 → 1"),
    ],
)
def test_a_ring_is_told(fields: dict[str, str], chain: str) -> None:
    text = STEPS
    for title, target in fields.items():
        text = text.replace(f"] {title}\n", f"] {title}\n   - Depends on: {target}\n")
    assert [(code, message) for code, _, message in told(text)] == [
        ("dependency_ring", f"each waits for the next: {chain}")
    ]


def test_a_ring_through_a_phase() -> None:
    text = PHASES.replace("- [ ] Dig\n", "- [ ] Dig\n  - Depends on: Phase 2\n").replace(
        "### Phase 2: Walls\n", "### Phase 2: Walls\n**Depends on:** Phase 1\n\n"
    )
    ((code, line, message),) = told(text)
    assert (code, line) == ("dependency_ring", 4)
    assert "Phase 2" in message
    assert "'Dig'" in message


def test_parallel_adds_no_dependency_and_takes_none_away() -> None:
    plan = raw("# T\n\n## Tasks\n\n- [ ] T001 Dig\n- [ ] T002 [P] Pour\n- [ ] T003 [P] Build (depends on T001)\n")
    graph = graph_of(plan)
    assert [[other.title for other in graph.waits_for(one)] for one in plan.steps] == [[], [], ["Dig"]]
    assert codes(plan) == []
