"""All entries of a plan by kind, so that two plans can be compared. Knows no kind in particular."""

from __future__ import annotations

from collections.abc import Sequence

from execplan.plan.model import (
    Blocker,
    Criterion,
    Decision,
    Discovery,
    LogEntry,
    OtherBox,
    Phase,
    Plan,
    Question,
    Risk,
    Step,
)

Entry = Step | Phase | Criterion | Question | Blocker | Decision | Discovery | Risk | LogEntry | OtherBox


def lists(plan: Plan) -> dict[str, Sequence[Entry]]:
    return {
        "step": plan.steps, "phase": plan.phases, "criterion": plan.criteria, "question": plan.questions,
        "blocker": plan.blockers, "decision": plan.decisions, "discovery": plan.discoveries, "risk": plan.risks,
        "log": plan.log, "box": plan.other_boxes,
    }  # fmt: skip


def words(entry: Entry) -> str:
    """What an entry is called by: its title, or its text where it has none."""
    return entry.title if isinstance(entry, Step | Phase | Decision | Discovery) else entry.text
