"""New entries look like the ones beside them: marker, indent, labels, bold, dates, order, numbers."""

from __future__ import annotations

import pytest

from execplan.edits.blockers import add as add_blocker
from execplan.edits.blockers import resolve
from execplan.edits.change import Change
from execplan.edits.journal import add_decision, add_discovery
from execplan.plan.model import Plan
from tests.edits.check import NOW, Call, check_edit, check_nothing, check_refused, done, grow, plan_of


def decide(what: str = "Use slate", why: str = "it lasts", by: str | None = None) -> Call:
    def call(plan: Plan) -> Change:
        return add_decision(plan, what, why, by=by, now=NOW)

    return call


def check_decision(entries: str, added: str, *, heading: str = "## Decision Log", by: str | None = None) -> None:
    """``added`` follows ``entries``, which stand between two sections, and reads back.

    One neighbour shows no gap: the blank line between the two is the dialect's.
    """
    added = "\n" + added
    before = f"# Plan\n\n{heading}\n\n{entries}\n\n## Notes\n\nText.\n"
    plan = check_edit(before, decide(by=by), f"# Plan\n\n{heading}\n\n{entries}\n{added}\n\n## Notes\n\nText.\n")
    new = plan.decisions[-1]
    assert (new.title, new.rationale, new.by) == ("Use slate", "it lasts", by)


@pytest.mark.parametrize("marker", ["*", "+", "-", "-  ", "*   ", "-\t"])
def test_a_decision_takes_its_neighbours_marker(marker: str) -> None:
    head = marker if marker[-1].isspace() else f"{marker} "
    hang = " " * len(head.expandtabs(4))
    check_decision(
        f"{head}Decision: Use oak\n{hang}Rationale: it is there\n{hang}Date/Author: 2026-10-01 / Ana",
        f"{head}Decision: Use slate\n{hang}Rationale: it lasts\n{hang}Date/Author: 2026-11-21 / Jon",
        by="Jon",
    )


@pytest.mark.parametrize(
    ("neighbour", "added"),
    [
        ("- **Decision**: Use oak\n  - **Rationale**: it is there", "- **Decision**: Use slate\n  - **Rationale**: it lasts"),
        ("- **Decision:** Use oak\n  **Rationale:** it is there", "- **Decision:** Use slate\n  **Rationale:** it lasts"),
        ("- (2026-10-01 09:00Z) Use oak\n  - Rationale: it is there", "- (2026-11-21 06:40Z) Use slate\n  - Rationale: it lasts"),
        ("- 2026-10-01: Use oak\n  - Rationale: it is there", "- 2026-11-21: Use slate\n  - Rationale: it lasts"),
        ("- **2026-10-01**: Use oak\n  - Why: it is there", "- **2026-11-21**: Use slate\n  - Why: it lasts"),
        ("1. Use oak\n   - Rationale: it is there", "2. Use slate\n   - Rationale: it lasts"),
        ("3) Use oak\n   - Rationale: it is there", "4) Use slate\n   - Rationale: it lasts"),
        ("- Decision 3: Use oak\n  - Rationale: it is there", "- Decision 4: Use slate\n  - Rationale: it lasts"),
        ("- D3: Use oak\n  - Rationale: it is there", "- D4: Use slate\n  - Rationale: it lasts"),
        ("- **Decision 9:** Use oak\n  - Rationale: it is there", "- **Decision 10:** Use slate\n  - Rationale: it lasts"),
        ("- Entscheidung: Eiche\n  Begründung: ist da", "- Entscheidung: Use slate\n  Begründung: it lasts"),
        ("- 决策：用橡木\n  理由：现成", "- 决策：Use slate\n  理由：it lasts"),
    ],
)  # fmt: skip
def test_a_decision_takes_its_neighbours_form(neighbour: str, added: str) -> None:
    check_decision(neighbour, added)


def test_a_blank_line_between_entries_is_kept() -> None:
    check_decision(
        "- Decision: Use oak\n  Rationale: it is there\n\n- Decision: Use stone\n  Rationale: it is heavy",
        "- Decision: Use slate\n  Rationale: it lasts",
    )


def test_decisions_under_headings() -> None:
    check_decision(
        "### Decision 1: Use oak\n\n- **Rationale**: it is there\n\n### Decision 2: Use stone\n\n- **Rationale**: it is heavy",
        "### Decision 3: Use slate\n\n- **Rationale**: it lasts",
    )


def test_decisions_in_a_table() -> None:
    check_edit(
        """\
        # Plan

        ## Decisions

        | # | Date | Decision | Rationale |
        |---|------|----------|-----------|
        | 1 | 2026-10-01 | Use oak | it is there |
        | 2 | 2026-10-02 | Use stone | it is heavy |

        ## Notes
        """,
        decide("Use slate | zinc"),
        """\
        # Plan

        ## Decisions

        | # | Date | Decision | Rationale |
        |---|------|----------|-----------|
        | 1 | 2026-10-01 | Use oak | it is there |
        | 2 | 2026-10-02 | Use stone | it is heavy |
        | 3 | 2026-11-21 | Use slate \\| zinc | it lasts |

        ## Notes
        """,
    )


def test_newest_first_stays_newest_first() -> None:
    check_edit(
        """\
        # Plan

        ## Decision Log

        - (2026-10-02) Use stone
          - Rationale: it is heavy
        - (2026-10-01) Use oak
          - Rationale: it is there
        """,
        decide(),
        """\
        # Plan

        ## Decision Log

        - (2026-11-21) Use slate
          - Rationale: it lasts
        - (2026-10-02) Use stone
          - Rationale: it is heavy
        - (2026-10-01) Use oak
          - Rationale: it is there
        """,
    )


@pytest.mark.parametrize(
    "empty", ["None yet.", "None.", "- none", "- TBD", "*None yet*", "(To be populated as work goes on)", "[Decisions]"]
)
def test_an_empty_value_gives_way(empty: str) -> None:
    check_edit(
        f"# Make it so\n\nThis is a living document.\n\n## Progress\n\n- [ ] a\n\n## Decision Log\n\n{empty}\n",
        decide(by="Jon"),
        "# Make it so\n\nThis is a living document.\n\n## Progress\n\n- [ ] a\n\n## Decision Log\n\n"
        "- Decision: Use slate\n  Rationale: it lasts\n  Date/Author: 2026-11-21 / Jon\n",
    )


def test_date_and_author_at_the_end_of_one_line() -> None:
    before = "# Plan\n\n## Decision Log\n\n- Use oak (2026-10-01 / Ana)\n"
    named = done(plan_of(before), decide(by="Jon"))
    assert named.decisions[-1].by == "Jon"
    assert "- Use slate (2026-11-21 / Jon)\n" in named.source.text
    unnamed = done(plan_of(before), decide())
    assert "- Use slate (2026-11-21)\n" in unnamed.source.text
    assert "Decided" not in named.source.text + unnamed.source.text
    odd = done(plan_of(before), decide(by="Jon (lead)"))
    assert (odd.decisions[-1].title, odd.decisions[-1].by) == ("Use slate", "Jon (lead)")


def test_duplicates_add_nothing() -> None:
    plan = """\
        # Plan

        ## Steps

        - [ ] Lay the slates
        - [ ] **BLOCKED** Buy nails
          - Blocked: the shop is shut (since 2026-10-01)

        ## Decision Log

        - (2026-10-01) **Use slate**

        ## Discoveries

        - (2026-10-01) The roof leaks

        ## Blockers

        - No ladder (since 2026-10-01)
        """
    check_nothing(plan, decide("use  Slate"))
    check_nothing(plan, lambda plan: add_discovery(plan, "The roof LEAKS", now=NOW))
    check_nothing(plan, lambda plan: add_blocker(plan, "no ladder", now=NOW))
    check_nothing(plan, lambda plan: add_blocker(plan, "The shop is shut", step="Buy nails", now=NOW))
    check_nothing(plan, grow("Lay the slates"))


def test_a_discovery_without_a_section_makes_one_where_the_dialect_wants_it() -> None:
    check_edit(
        "# Make a roof\n\nThis is a living document.\n\n## Progress\n\n- [ ] Lay the slates\n\n## Decision Log\n\nNone yet.\n",
        lambda plan: add_discovery(plan, "The roof leaks", evidence="a wet floor", now=NOW),
        "# Make a roof\n\nThis is a living document.\n\n## Progress\n\n- [ ] Lay the slates\n\n## Surprises & Discoveries\n\n"
        "- Observation: The roof leaks\n  Evidence: a wet floor\n\n## Decision Log\n\nNone yet.\n",
    )


def test_a_blocker_of_the_plan_is_resolved_in_place() -> None:
    check_edit(
        "# Plan\n\n## Steps\n\n- [ ] a\n\n## Blockers\n\n- No ladder (since 2026-10-01)\n- No nails (since 2026-10-01)\n",
        lambda plan: resolve(plan, "No ladder", "Ana lent one", now=NOW),
        "# Plan\n\n## Steps\n\n- [ ] a\n\n## Blockers\n\n- ~~No ladder (since 2026-10-01)~~ → Resolved: Ana lent one\n"
        "- No nails (since 2026-10-01)\n",
    )


def test_a_resolved_blocker_is_refused_a_second_time() -> None:
    check_refused(
        "# Plan\n\n## Steps\n\n- [ ] a\n\n## Blockers\n\n- ~~No ladder~~ → Resolved: Ana lent one\n",
        lambda plan: resolve(plan, "No ladder", "again", now=NOW), "refused", "already resolved",
    )  # fmt: skip


def test_inserted_lines_take_the_line_ends_of_the_document() -> None:
    before = (
        "# Plan\r\n\r\n## Steps\r\n\r\n- [ ] Cut\r\n\r\n"
        "## Decision Log\r\n\r\n- Decision: Use oak\r\n  Rationale: it is there"
    )
    after = done(done(plan_of(before), decide()), grow("Nail"))
    assert "\n" not in after.source.text.replace("\r\n", "")
    assert "- [ ] Cut\r\n- [ ] Nail\r\n" in after.source.text
    assert after.source.text.endswith("- Decision: Use slate\r\n  Rationale: it lasts")


def test_entries_inside_one_fence_stay_inside() -> None:
    check_edit(
        "````md\n# Make a roof\n\n## Progress\n\n- [ ] Cut\n\n"
        "## Decision Log\n\n- Decision: Use oak\n  Rationale: it is there\n````\n",
        decide(),
        "````md\n# Make a roof\n\n## Progress\n\n- [ ] Cut\n\n## Decision Log\n\n- Decision: Use oak\n  Rationale: it is there\n"
        "\n- Decision: Use slate\n  Rationale: it lasts\n````\n",
    )


def test_a_discovery_cannot_say_that_its_evidence_was_observed() -> None:
    told = "`a.py` (sha256 9f86d081884c, observed)"
    plan = plan_of("# T\n\n## Surprises & Discoveries\n\nNone yet.\n")
    after = done(plan, lambda plan: add_discovery(plan, "It leaks", evidence=told, now=NOW))
    assert after.discoveries[0].evidence == told.replace("(", "\\(")
