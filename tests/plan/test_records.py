"""Decisions, discoveries, questions, blockers, risks, criteria and log entries, in every shape people write."""

from __future__ import annotations

import pytest

from execplan.plan import vocabulary
from execplan.plan.model import Decision
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from tests.plan.reading import plan_of, raw


def decisions(body: str, heading: str = "## Decision Log") -> tuple[Decision, ...]:
    return raw(f"# T\n\n{heading}\n\n{body}\n").decisions


# --- decisions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "- Decision: Keep one queue.\n  Rationale: Fewer parts.\n  Date/Author: 2026-02-20 / Ada", id="continuation lines"
        ),
        pytest.param(
            "- Decision: Keep one queue.\n  Rationale: Fewer parts.\n  Date/Author: 2026-02-20, Ada", id="comma"
        ),
        pytest.param(
            "- **Decision:** Keep one queue.\n  **Rationale:** Fewer parts.\n  **Date/Author:** 2026-02-20 / Ada", id="bold"
        ),
        pytest.param(
            "- Decision: Keep one queue.\n  - Rationale: Fewer parts.\n  - Date/Author: 2026-02-20 / Ada", id="child bullets"
        ),
        pytest.param(
            "- Decision: Keep one queue.\n  - Rationale: Fewer parts.\n  - Date: 2026-02-20\n  - Author: Ada", id="apart"
        ),
        pytest.param("- Decision: Keep one queue.\n  Rationale: Fewer\n  parts.\n  Date/Author: 2026-02-20 / Ada", id="wrapped"),
        pytest.param(
            "- Decision: Keep one queue. Rationale: Fewer parts. Date/Author: 2026-02-20 / Ada", id="sentences on one line"
        ),
        pytest.param("- Keep one queue. (2026-02-20 / Ada)\n  - Rationale: Fewer parts.", id="date and author at the end"),
        pytest.param("- 2026-02-20: Keep one queue.\n  - Why: Fewer parts.\n  - By: Ada", id="dated bullet"),
        pytest.param("- (2026-02-20) Keep one queue.\n  - Reason: Fewer parts.\n  - Decided by: Ada", id="stamped bullet"),
        pytest.param("**2026-02-20**: Keep one queue.\n- **Rationale**: Fewer parts.\n- **Decided by**: Ada", id="paragraph"),
        pytest.param(
            "### Decision 1: Keep one queue.\n\n**Rationale:** Fewer parts.\n**Date:** 2026-02-20\n**Author:** Ada",
            id="heading",
        ),
        pytest.param("### 2026-02-20 - Keep one queue.\n\n- Rationale: Fewer parts.\n- Author: Ada", id="dated heading"),
        pytest.param(
            "| # | Decision | Rationale | Date | Author |\n|---|---|---|---|---|\n"
            "| 1 | Keep one queue. | Fewer parts. | 2026-02-20 | Ada |",
            id="table",
        ),
    ],
)  # fmt: skip
def test_a_decision(body: str) -> None:
    found = decisions(body)
    assert [(one.title, one.rationale, one.date, one.by) for one in found] == [
        ("Keep one queue.", "Fewer parts.", "2026-02-20", "Ada")
    ]


def test_a_decision_of_the_living_form() -> None:
    (one,) = decisions(
        "**2025-01-10 14:30**: Use queues\n- **Decision**: One queue a tenant\n- **Rationale**: Fair\n"
        "- **Alternatives considered**: One for all\n- **Trade-offs**: More tables\n- **Decided by**: Ada"
    )
    assert (one.title, one.decision, one.date) == ("Use queues", "One queue a tenant", "2025-01-10T14:30:00")
    assert (one.rationale, one.alternatives, one.trade_offs, one.by) == ("Fair", "One for all", "More tables", "Ada")


def test_several_decisions_stay_apart() -> None:
    found = decisions(
        "- Decision: A.\n  Rationale: a.\n\n- Decision: B.\n  Rationale: b.\n- Decision: C.\n  Rationale: c."
    )
    assert [(one.title, one.rationale, one.line) for one in found] == [
        ("A.", "a.", 4),
        ("B.", "b.", 7),
        ("C.", "c.", 9),
    ]


def test_a_bold_lead_is_part_of_the_title() -> None:
    assert [one.title for one in decisions("- **Storage**: SQLite, one file.")] == ["Storage: SQLite, one file."]


def test_a_decision_in_a_progress_log() -> None:
    plan = plan_of("""
        # Feature ExecPlan

        ## Progress Log

        ### 2025-11-01 10:30
        - Completed: Wrote the schema
        - **Decision**: Chose SQLite
          - Reason: One file
          - Trade-off: One writer
          - Reference: [notes](notes.md)
        - Discovery: The disk is slow
        - Blocker: No key for staging
        """)
    assert [(one.kind, one.text, one.date) for one in plan.log] == [
        ("Completed", "Wrote the schema", "2025-11-01T10:30:00"),
        ("Decision", "Chose SQLite", "2025-11-01T10:30:00"),
        ("Discovery", "The disk is slow", "2025-11-01T10:30:00"),
        ("Blocker", "No key for staging", "2025-11-01T10:30:00"),
    ]
    (decision,) = plan.decisions
    assert (decision.title, decision.rationale, decision.trade_offs) == ("Chose SQLite", "One file", "One writer")
    assert decision.reference == "[notes](notes.md)"
    assert [one.title for one in plan.discoveries] == ["The disk is slow"]
    assert [(one.text, one.resolved) for one in plan.blockers] == [("No key for staging", False)]


def test_decisions_hide_in_no_code() -> None:
    assert decisions("```\n- Decision: shown\n```\n\n- Decision: meant") == decisions(
        "```\n- Decision: shown\n```\n\n- Decision: meant"
    )
    assert len(decisions("```\n- Decision: shown\n```\n\n- Decision: meant")) == 1


# --- discoveries ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("- Observation: The index is unused.\n  Evidence: EXPLAIN shows a scan.", id="continuation"),
        pytest.param("- **Observation:** The index is unused.\n  - **Evidence:** EXPLAIN shows a scan.", id="children"),
        pytest.param("- The index is unused. Evidence: EXPLAIN shows a scan.", id="one line"),
        pytest.param("- Discovery: The index is unused.\n  Evidence: EXPLAIN shows a scan.", id="discovery"),
        pytest.param("### Discovery 1: The index is unused.\n\n- Evidence: EXPLAIN shows a scan.", id="heading"),
        pytest.param("| Finding | Evidence |\n|---|---|\n| The index is unused. | EXPLAIN shows a scan. |", id="table"),
    ],
)
def test_a_discovery(body: str) -> None:
    found = raw(f"# T\n\n## Surprises & Discoveries\n\n{body}\n").discoveries
    assert [(one.title, one.evidence) for one in found] == [("The index is unused.", "EXPLAIN shows a scan.")]


def test_a_discovery_of_the_living_form() -> None:
    (one,) = raw(
        "# T\n\n## Surprises & Discoveries\n\n**2025-01-10 15:45**: Fast disk\n"
        "- **What**: 3 GB/s\n- **Why it matters**: No cache\n"
        "- **Action taken**: Dropped it\n- **Evidence**: fio\n"
    ).discoveries
    assert (one.title, one.date, one.what) == ("Fast disk", "2025-01-10T15:45:00", "3 GB/s")
    assert (one.why_it_matters, one.action, one.evidence) == ("No cache", "Dropped it", "fio")


# --- placeholders ---------------------------------------------------------------------------------

EMPTIES = [
    "None yet.", "None.", "- none", "- None yet", "- N/A", "- TBD", "- (none)", "*None yet.*", "- _TBD_", "- [Decision]",
    "(To be populated during the work.)", "*(To be completed after implementation)*", "- Nothing yet.", "- …", "- —",
    "- 暂无", "- 无。", "- 없음", "- なし", "- Ninguno", "- Keine", "- Noch keine", "- Nenhum", "- Нет", "- Пока нет", "- Aucun",
]  # fmt: skip


@pytest.mark.parametrize("body", EMPTIES)
@pytest.mark.parametrize("heading", ["Decision Log", "Surprises & Discoveries", "Open Questions", "Blockers", "Risks"])
def test_placeholders_are_no_entries(heading: str, body: str) -> None:
    plan = raw(f"# T\n\n## {heading}\n\n{body}\n")
    assert (plan.decisions, plan.discoveries, plan.questions, plan.blockers, plan.risks) == ((),) * 5


@pytest.mark.parametrize("label", ["Decision", "Observation"])
def test_a_labelled_placeholder_is_no_entry(label: str) -> None:
    plan = raw(
        f"# T\n\n## Decision Log\n\n- {label}: TBD\n  Rationale: TBD\n\n## Surprises\n\n- {label}: None yet.\n  Evidence: —\n"
    )
    assert [one for one in plan.decisions if one.title in ("TBD", "")] == []
    assert [one for one in plan.discoveries if one.title in ("None yet.", "")] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TBD",
        "None",
        "none yet.",
        "[Name]",
        "{name}",
        "<owner>",
        "`TBD`",
        "To be determined",
        "Not yet started",
        "A | B | C",
        "—",
        "...",
    ],
)
def test_unset(text: str) -> None:
    assert vocabulary.is_unset(text)


@pytest.mark.parametrize(
    "text",
    [
        "None of the users noticed",
        "[link](a.md)",
        "Name [optional]",
        "No",
        "TBD by Ada: which key?",
        "[ ] box",
        "A | B",
        "<https://a.example>",
    ],
)
def test_not_unset(text: str) -> None:
    assert not vocabulary.is_unset(text)


# --- questions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "resolved", "answer"),
    [
        ("- [ ] Which key?", False, None),
        ("- Which key?", False, None),
        ("1. Which key?", False, None),
        ("- ❓ Which key?", False, None),
        ("- **Which key?**", False, None),
        ("- [x] Which key?", True, None),
        ("- [x] ~~Which key?~~ → Resolved: the new one", True, "the new one"),
        ("- ~~Which key?~~ → Resolved: the new one", True, "the new one"),
        ("- [ ] Which key?\n  - Answer: the new one", True, "the new one"),
        ("- Which key?\n  **Resolution**: the new one", True, "the new one"),
        ("1. Which key?\n   - **Resolution:** the new one", True, "the new one"),
    ],
)
def test_a_question(item: str, resolved: bool, answer: str | None) -> None:
    found = raw(f"# T\n\n## Open Questions\n\n{item}\n").questions
    assert [(one.text, one.resolved, one.answer) for one in found] == [("Which key?", resolved, answer)]


def test_a_question_that_blocks() -> None:
    plan = plan_of("""
        # Feature ExecPlan

        ## Open Questions

        - [ ] How many calls are allowed? → **BLOCKER**
          - Option A: a hundred
          - Option B: no limit
          - Need: a word from the vendor
        - [ ] What colour?
        """)
    first, second = plan.questions
    assert (first.text, first.blocking, first.options) == (
        "How many calls are allowed?",
        True,
        ("a hundred", "no limit"),
    )
    assert first.needs == "a word from the vendor"
    assert not second.blocking
    assert [(one.text, one.question, one.needs) for one in plan.blockers] == [(first.text, first.id, first.needs)]


def test_questions_in_groups() -> None:
    plan = plan_of("""
        # Execution Plan: T

        ## Questions

        ### Clarifications Required
        - [ ] Who signs?

        ### Technical Decisions Needed
        - [ ] Which port?

        ### Research Tasks
        - [x] Is it fast?
        """)
    assert [(one.text, one.resolved) for one in plan.questions] == [
        ("Who signs?", False),
        ("Which port?", False),
        ("Is it fast?", True),
    ]
    assert not plan.steps


# --- blockers, risks, criteria --------------------------------------------------------------------


def test_a_blockers_section() -> None:
    plan = plan_of("""
        # T

        ## Blockers

        - No staging key (since 2025-02-03)
          - Needs: a key
          - Owner: Ada
        - [x] No disk
        - ~~No network~~ → Resolved: cable
        """)
    assert [(one.text, one.resolved, one.since, one.needs, one.owner) for one in plan.blockers] == [
        ("No staging key", False, "2025-02-03", "a key", "Ada"),
        ("No disk", True, None, None, None),
        ("No network", True, None, None, None),
    ]
    assert plan.blockers[2].resolution == "cable"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("- ⚠️ **Vendor is late**\n  - Impact: High\n  - Mitigation: A stub", id="bullets"),
        pytest.param("| Risk | Impact | Mitigation |\n|---|---|---|\n| Vendor is late | High | A stub |", id="table"),
        pytest.param("### Risk 1: Vendor is late\n\n- **Impact:** High\n- **Mitigation:** A stub", id="heading"),
        pytest.param("**Risk 1: Vendor is late**\n- Impact: High\n- Mitigation: A stub", id="paragraph"),
    ],
)
def test_a_risk(body: str) -> None:
    found = raw(f"# T\n\n## Risks\n\n{body}\n").risks
    assert [(one.text, one.impact, one.mitigation) for one in found] == [("Vendor is late", "High", "A stub")]


def test_a_risk_register_row() -> None:
    (one,) = raw(
        "# T\n\n## Risk Register\n\n| Risk | Impact | Likelihood | Mitigation | Owner | Status |\n|--|--|--|--|--|--|\n"
        "| Flood | High | Low | Pumps | Ada | Open |\n"
    ).risks
    assert (one.text, one.impact, one.probability, one.mitigation, one.owner, one.status) == (
        "Flood", "High", "Low", "Pumps", "Ada", "Open",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Success Criteria", "success"),
        ("Success Metrics", "metric"),
        ("Success Metrics (Post-launch)", "metric"),
        ("Post-launch criteria", "metric"),
        ("Launch Criteria (must meet)", "launch"),
        ("Launch Criteria", "launch"),
        ("Acceptance Criteria", "acceptance"),
        ("Definition of Done", "acceptance"),
        ("Validation and Acceptance", "acceptance"),
        ("Access Required", "access"),
        ("验收标准", "acceptance"),
        ("成功基準", "success"),
        ("Критерии успеха", "success"),
    ],
)
def test_criteria_and_their_kinds(heading: str, kind: str) -> None:
    plan = raw(f"# T\n\n## {heading}\n\n- [x] fast\n- [ ] small\n")
    assert [(one.text, one.met, one.kind) for one in plan.criteria] == [("fast", True, kind), ("small", False, kind)]


def test_criteria_without_boxes() -> None:
    plan = raw("# T\n\n## Success Criteria\n\n- fast\n- small\n\n## Validation\n\n- Run `make test` and look.\n")
    assert [(one.text, one.met, one.box) for one in plan.criteria] == [
        ("fast", False, "none"),
        ("small", False, "none"),
    ]


def test_the_frame() -> None:
    plan = plan_of("""
        # ExecPlan: Faster search

        ## Metadata

        - **Owner**: Ada
        - **Created**: 2025-01-02
        - **Last Updated**: 2025-01-03 04:05 UTC
        - **Status**: 🟡 In Progress

        ## Short Description

        Search answers at once.

        ## Progress

        **Overall**: ⚫⚫⚪⚪⚪⚪⚪⚪⚪⚪ 25% (1/4 steps)

        - [x] **Step 1**: Index

        **Plan Status**: 🟡 Active | Last updated: 2025-01-04 05:06 UTC
        """)
    assert (plan.title, plan.dialect, plan.owner) == ("Faster search", "living", "Ada")
    assert (plan.created, plan.updated, plan.status) == ("2025-01-02", "2025-01-04T05:06:00Z", "in_progress")
    assert plan.objective == "Search answers at once."
    assert plan.bar is not None
    assert (plan.bar.count, plan.bar.filled, plan.bar.empty) == (10, "⚫", "⚪")
    assert [plan.source.slice(span) for span in plan.updated_fields] == ["2025-01-03 04:05 UTC", "2025-01-04 05:06 UTC"]
    assert [plan.source.slice(span) for span in (plan.bar.percent, plan.bar.done, plan.bar.total) if span] == [
        "25",
        "1",
        "4",
    ]


def test_placeholders_with_boxes_are_other_boxes() -> None:
    plan = raw("# T\n\n## Open Questions\n\n- [ ] [Question]\n- [ ] Why?\n\n## Blockers\n\n- [ ] TBD\n- [x] Rain\n")
    assert ([one.text for one in plan.questions], [one.text for one in plan.blockers]) == (["Why?"], ["Rain"])
    assert [one.text for one in plan.other_boxes] == ["[Question]", "TBD"]


def test_a_table_row_of_white_space_that_markdown_counts_as_text() -> None:
    plan = read_plan(Source.of("# Plan\n\n## Risks\n\n| Risk | Impact |\n|---|---|\n| It rusts | High |\n\x85\n"))
    assert [(one.text, one.impact) for one in plan.risks] == [("It rusts", "High")]
