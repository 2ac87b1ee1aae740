"""Documents for the rules about objective, criteria, records, sections and the end of a plan."""

from __future__ import annotations

from tests.views.review.example import Example, cookbook, guide, living, sheet

_DONE = "- [x] **Step 1**: Measure the old queue\n  - Completed: 2026-05-18 10:00 UTC"
_COMPLETED = "- **Status**: Completed"
_PLAIN = "- [ ] **Step 1**: Measure the old queue"


def _outcomes(text: str, meta: str = _COMPLETED) -> str:
    return living(_DONE, meta=meta).replace(
        "## Outcomes & Retrospective\n\nTBD", f"## Outcomes & Retrospective\n\n{text}"
    )


def _decided(text: str) -> str:
    return living(_PLAIN).replace("## Decision Log\n\nNone yet.", f"## Decision Log\n\n{text}")


def _found(text: str) -> str:
    return living(_PLAIN).replace("## Surprises & Discoveries\n\nNone yet.", f"## Surprises & Discoveries\n\n{text}")


EXAMPLES: dict[str, Example] = {
    "no_objective": Example(
        guide("1. [ ] Measure the old queue", objective="[What will be true]"),
        "nothing says what the plan is for",
        guide("1. [ ] Measure the old queue", objective="").replace(
            "# Mail Queue ExecPlan\n", "# Mail Queue ExecPlan\n\nMail leaves within a minute of being written.\n"
        ),
    ),
    "vague_objective": Example(
        guide("1. [ ] Measure the old queue", objective="Improve the performance of the mail queue."),
        "by how much, or seen in what?",
        guide("1. [ ] Measure the old queue", objective="Improve the mail queue so that mail leaves within 60 s."),
    ),
    "vague_criterion": Example(
        sheet("- [ ] The settings are intuitive\n"),
        "'The settings are intuitive'",
        sheet("- [ ] The settings are intuitive: 4 of 5 testers find the switch\n- [ ] The settings are translated\n"),
    ),
    "no_criteria": Example(
        guide("1. [ ] Measure").replace("- [ ] 99 % of mails leave within 60 s", "None yet.").replace("None yet.", ""),
        "1 step, but no success criteria",
        cookbook("- [ ] Measure the old queue"),
    ),
    "decision_without_reason": Example(
        _decided("**2026-05-18**: Keep the old queue for a week\n- **Decided by**: Ana"),
        "1 of 1 decision without a reason: 'Keep the old queue for a week'",
        _decided(
            "**2026-05-18**: Keep the old queue for a week, because a way back costs little\n- **Decided by**: Ana"
        ),
    ),
    "discovery_without_why": Example(
        _found("**2026-05-18**: The old queue sorts by subject\n- **Evidence**: `queue.log`"),
        "'The old queue sorts by subject'",
        _found("**2026-05-18**: The old queue sorts by subject\n- **Why it matters**: urgent mail waits"),
    ),
    "placeholder": Example(
        sheet("## Context\n\n[What there is today]\n\n- [Languages, platforms]\n"),
        "'[What there is today]', '[Languages, platforms]'",
        sheet(
            "## Context\n\nThe queue [was rewritten](queue.md) in 2019; its log says `[INFO] sent`.\n\n- [x] read [1]\n"
        ),
    ),
    "section_empty": Example(
        sheet("## Technical Approach\n\n### Technology Stack\n\n### Integration Points\n\nTBD\n"),
        "'Technical Approach' holds 1 value owed",
        sheet("## Dependencies\n\n### Libraries\n\nNone.\n\n## Notes\n\n## Technical Approach\n\n```\na -> b\n```\n"),
    ),
    "section_missing": Example(
        living(_PLAIN).replace("## Short Description", "## In one word"),
        "missing sections of a living plan: Short Description",
        cookbook("- [ ] Measure the old queue"),
    ),
    "metadata_missing": Example(
        living(_PLAIN).replace("## Metadata", "## Who"),
        "no metadata",
        living(_PLAIN),
    ),
    "living_section_missing": Example(
        cookbook("- [ ] Measure the old queue").replace("## Surprises & Discoveries\n\nNone yet.\n\n", ""),
        "missing sections of a living document: Surprises & Discoveries",
        sheet("## Progress\n\nHalf of it.\n"),
    ),
    "orientation_thin": Example(
        living(_PLAIN).replace("- **Broker**: what hands a mail from one program to the next", "None yet."),
        "a newcomer is not told: terminology",
        living(_PLAIN),
    ),
    "retrospective_empty": Example(
        _outcomes("### What Worked\n\nTBD"),
        "its outcomes are not written",
        _outcomes("### What Worked\n\nTBD", "- **Status**: In Progress"),
    ),
    "lessons_missing": Example(
        _outcomes("Mail leaves within 40 s."),
        "says nothing about lessons learned",
        _outcomes("Mail leaves within 40 s.\n\n### Lessons\n\nMeasure before choosing."),
    ),
    "objective_unanswered": Example(
        _outcomes("The chart has twelve colours now. Lesson: ask the painters before buying brushes."),
        "was it reached?",
        _outcomes("The chart has twelve colours now, and mail leaves in time. Lesson: ask the painters before buying."),
    ),
}
