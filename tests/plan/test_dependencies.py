"""Dependencies, numbering and details: who waits for whom, and which paragraph belongs to which step."""

from __future__ import annotations

import pytest

from execplan.plan.choice import first_choice
from tests.plan.reading import codes, plan_of, raw, step


def waits(text: str) -> dict[str, list[str]]:
    """Step title to the titles (or words) of what it depends on."""
    plan = plan_of(text)
    names = {one.id: one.title for one in (*plan.phases, *plan.steps)}
    return {one.title: [names.get(target, target) for target in one.depends_on] for one in plan.steps if one.depends_on}


def phase_waits(text: str) -> dict[str, list[str]]:
    plan = plan_of(text)
    names = {one.id: one.title for one in (*plan.phases, *plan.steps)}
    return {
        one.title: [names.get(target, target) for target in one.depends_on] for one in plan.phases if one.depends_on
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Dig", ["Dig"]),
        ("Step 1", ["Dig"]),
        ("1", ["Dig"]),
        ("Step 1, Step 2", ["Dig", "Pour"]),
        ("steps 1 and 2", ["Dig", "Pour"]),
        ("Steps 1-3", ["Dig", "Pour", "Dry"]),
        ("1, 3", ["Dig", "Dry"]),
        ("Dig, Dry", ["Dig", "Dry"]),
        ("#751", ["#751"]),
        ("the permit", ["the permit"]),
        ("other/PLAN.md", ["other/PLAN.md"]),
        ("none", []),
        ("Step 4", ["Step 4"]),
    ],
)
@pytest.mark.parametrize("label", ["Depends on:", "**Depends on**:", "**Blocked By:**", "Dependencies:", "Requires:"])
def test_a_field_of_a_step(label: str, value: str, expected: list[str]) -> None:
    text = f"# T\n\n## Steps\n\n1. [ ] Dig\n2. [ ] Pour\n3. [ ] Dry\n4. [ ] Build\n   - {label} {value}\n"
    assert waits(text) == ({"Build": expected} if expected else {})


def test_a_step_does_not_wait_for_itself_only() -> None:
    plan = raw("# T\n\n## Steps\n\n1. [ ] Dig\n   - Depends on: Step 2\n2. [ ] Pour\n")
    assert first_choice(plan) == plan.steps[1]


PHASES = (
    "# T\n\n## Steps\n\n### Phase 1: Ground\n- [ ] Dig\n\n### Phase 2: Walls\n- [ ] Bricks\n\n"
    "### Phase 3: Roof\n- [ ] Tiles\n"
)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("- Phase 2 depends on Phase 1", {"Walls": ["Ground"]}),
        ("Phase 3 requires Phase 1 and Phase 2.", {"Roof": ["Ground", "Walls"]}),
        ("- Phase 3 depends on Phases 1-2", {"Roof": ["Ground", "Walls"]}),
        ("- Phase 2 must wait for Phase 1", {"Walls": ["Ground"]}),
        ("- **Phase 2** depends on **Phase 1**", {"Walls": ["Ground"]}),
        ("- Phase 2 depends on the weather", {}),
        ("- [Dependency 1]", {}),
        ("- Nothing depends on anything", {}),
    ],
)
def test_prose_between_phases(prose: str, expected: dict[str, list[str]]) -> None:
    assert phase_waits(f"{PHASES}\n### Dependencies between phases\n\n{prose}\n") == expected
    assert phase_waits(f"{PHASES}\n**Dependencies between phases:**\n{prose}\n") == expected


def test_a_field_of_a_phase() -> None:
    text = PHASES.replace("### Phase 2: Walls\n", "### Phase 2: Walls\n**Depends on:** Phase 1\n\n")
    assert phase_waits(text) == {"Walls": ["Ground"]}


@pytest.mark.parametrize(
    ("phase", "prose"),
    [
        ("Phase", "Phase 2 depends on Phase 1"),
        ("阶段", "阶段 2 依赖 阶段 1"),
        ("Fase", "Fase 2 depende de Fase 1"),
        ("Этап", "Этап 2 зависит от Этап 1"),
        ("Étape", "Étape 2 dépend de Étape 1"),
    ],
)
def test_prose_in_other_languages(phase: str, prose: str) -> None:
    text = f"# T\n\n## {phase} 1: A\n\n- [ ] a\n\n## {phase} 2: B\n\n- [ ] b\n\n## Dependencies\n\n- {prose}\n"
    assert phase_waits(text) == {"B": ["A"]}


def test_a_table_column() -> None:
    rows = "| T1 | Dig | |\n| T2 | Pour | T1 |\n| T3 | Dry | T1, T2 |\n"
    text = f"# T\n\n## Tasks\n\n| ID | Task | Depends on |\n|--|--|--|\n{rows}"
    assert waits(text) == {"Pour": ["Dig"], "Dry": ["Dig", "Pour"]}


@pytest.mark.parametrize("item", ["[P] T002 Paint", "T002 [P] Paint"])
def test_parallel_steps(item: str) -> None:
    plan = raw(f"# T\n\n## Tasks\n\n- [ ] T001 Dig\n- [ ] {item}\n")
    assert [one.parallel for one in plan.steps] == [False, True]
    assert plan.steps[1].title == "Paint"


def test_numbering_restarts_in_each_phase() -> None:
    plan = plan_of("""
        # T

        ## Phase 1: Ground

        1. [x] Dig
        2. [ ] Pour

        ## Phase 2: Walls

        1. [ ] Bricks
           - Depends on: Phase 1
        2. [ ] Mortar
        """)
    assert [(one.label, one.title) for one in plan.steps] == [
        ("1", "Dig"),
        ("2", "Pour"),
        ("1", "Bricks"),
        ("2", "Mortar"),
    ]
    assert step(plan, "Bricks").depends_on == (plan.phases[0].id,)
    assert [one.phase for one in plan.steps] == [plan.phases[0].id] * 2 + [plan.phases[1].id] * 2


@pytest.mark.parametrize(
    ("item", "label", "title"),
    [
        ("**Step 3**: Dig", "Step 3", "Dig"),
        ("**Step 3:** Dig", "Step 3", "Dig"),
        ("**Step 3: Dig**", "Step 3", "Dig"),
        ("Step 3: Dig", "Step 3", "Dig"),
        ("Step 3 — Dig", "Step 3", "Dig"),
        ("1.2 Dig", "1.2", "Dig"),
        ("1.2.3: Dig", "1.2.3", "Dig"),
        ("T027 Dig", "T027", "Dig"),
        ("P1-3 Dig", "P1-3", "Dig"),
        ("`T027` Dig", "T027", "Dig"),
        ("ABC-12: Dig", "ABC-12", "Dig"),
        ("Шаг 3: Копать", "Шаг 3", "Копать"),
        ("步骤 3：挖", "步骤 3", "挖"),
        ("2 holes", None, "2 holes"),
        ("UTF-8 names", None, "UTF-8 names"),
    ],
)
def test_labels(item: str, label: str | None, title: str) -> None:
    one = raw(f"# T\n\n## Steps\n\n- [ ] {item}\n").steps[0]
    assert (one.label, one.title) == (label, title)


LIVING = """
    # ExecPlan: T

    ## Plan of Work

    ### Phase 1: Ground

    **1. Dig the hole**
    - **Files affected**: `a.py`, `b.py` (NEW)
    - **Verification**: it is deep
    - **Estimated time**: 2 hours

    ### Phase 2: Walls

    **2. Lay bricks**
    - **Verification**: they stand
    - **Estimated time**: 30 minutes

    ## Progress

    - [x] **Step 1**: {first}
    - [ ] **Step 2**: {second}
    """


def test_details_join_their_steps() -> None:
    plan = plan_of(LIVING.format(first="Dig the hole", second="Lay bricks"))
    first, second = plan.steps
    assert (first.verification, first.estimate_minutes, first.files) == ("it is deep", 120, ("a.py", "b.py"))
    assert (second.verification, second.estimate_minutes) == ("they stand", 30)
    assert [one.phase for one in plan.steps] == [one.id for one in plan.phases]
    assert plan.bar is None


def test_details_join_by_title_where_numbers_differ() -> None:
    plan = plan_of(LIVING.format(first="Lay bricks", second="Dig the hole"))
    assert [one.verification for one in plan.steps] == ["they stand", "it is deep"]


def test_details_join_titles_that_are_alike() -> None:
    plan = plan_of(LIVING.format(first="Dig a hole", second="Lay the bricks"))
    assert [one.verification for one in plan.steps] == ["it is deep", "they stand"]


def test_details_never_join_by_number_alone() -> None:
    plan = plan_of(LIVING.format(first="Order tea", second="Lay bricks"))
    assert [one.verification for one in plan.steps] == [None, "they stand"]


def test_a_detail_without_a_step_is_told_where_most_have_one() -> None:
    plan = plan_of("""
        # ExecPlan: T

        ## Plan of Work

        **1. Dig the hole**
        - **Verification**: deep

        **2. Lay bricks**
        - **Verification**: stand

        **3. Invite everybody**
        - **Verification**: they come

        ## Progress

        - [ ] **Step 1**: Dig the hole
        - [ ] **Step 2**: Lay bricks
        """)
    assert codes(plan) == ["detail_without_step"]
    assert len(plan.steps) == 2


def test_details_alone_are_the_steps() -> None:
    text = LIVING.format(first="x", second="y")
    plan = plan_of(text[: text.index("    ## Progress")])
    assert [(one.label, one.title, one.box) for one in plan.steps] == [
        ("1", "Dig the hole", "none"),
        ("2", "Lay bricks", "none"),
    ]
