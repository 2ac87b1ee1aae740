"""Documents for the rules about steps, planning, logs and boxes."""

from __future__ import annotations

from tests.views.review.example import Example, cookbook, doc, guide, living

_MANY = "\n".join(f"- [ ] Move office {number}" for number in range(1, 52))
_ROW = "\n".join(f"- [ ] **Step {number}**: Move office {number}" for number in range(1, 17))
_STAMPED = "- [x] (2026-05-18 10:00Z) Measure the old queue\n"

EXAMPLES: dict[str, Example] = {
    "over_planning": Example(
        doc("# Offices\n\n## Steps\n\n") + _MANY + "\n",
        "51 steps and none begun",
        doc("# Offices\n\n## Steps\n\n") + _MANY.replace("- [ ] Move office 1\n", "- [x] Move office 1\n") + "\n",
    ),
    "no_phases": Example(
        living(_ROW),
        "16 steps in one row",
        living("### Phase 1: North\n\n" + _ROW),
    ),
    "not_updated": Example(
        living("- [ ] **Step 1**: Measure", meta="- **Last Updated**: 2026-05-10 09:00 UTC"),
        "no change since 2026-05-10 (10 days), 1 step open",
        living("- [x] **Step 1**: Measure", meta="- **Last Updated**: 2026-05-10 09:00 UTC"),
    ),
    "abandoned": Example(
        living("- [ ] **Step 1**: Measure", meta="- **Last Updated**: 2026-01-10 09:00 UTC"),
        "(130 days)",
        living(
            "- [ ] **Step 1**: Measure\n  - Started: 2026-05-19 10:00 UTC",
            meta="- **Last Updated**: 2026-01-10 09:00 UTC",
        ),
    ),
    "silent_work": Example(
        guide("1. [x] Measure the old queue\n2. [ ] Choose a broker"),
        "the log is empty, though work has begun: 1",
        guide("1. [x] Measure the old queue", "### 2026-05-18 10:00\n\n- Completed: Measure the old queue"),
    ),
    "silent_update": Example(
        guide(
            "1. [x] Measure the old queue\n   - Completed: 2026-05-19 09:00 UTC",
            "### 2026-05-18 10:00\n\n- Started: Measure the old queue",
        ),
        "the last entry is of 2026-05-18, but there is later work",
        guide(
            "1. [x] Measure the old queue\n   - Completed: 2026-05-18 23:50 UTC",
            "### 2026-05-18 10:00\n\n- Started: Measure the old queue",
        ),
    ),
    "step_too_large": Example(
        living("- [ ] **Step 1**: Measure\n  - Estimated time: 2 days"),
        "Step 1 is estimated at 16 hours",
        living(
            "- [ ] **Step 1**: Measure\n  - Estimated time: 3-4 hours\n- [x] **Step 2**: Move\n  - Estimated time: 9 h"
        ),
    ),
    "step_unverified": Example(
        living("- [ ] **Step 1**: Measure the old queue\n- [ ] **Step 2**: Choose a broker"),
        "1 of 2 steps do not say how to verify them: Step 2",
        living(
            "- [ ] **Step 1**: Measure the old queue\n- [ ] **Step 2**: Choose\n  - Verification: `ping broker` answers"
        ),
    ),
    "change_unverified": Example(
        guide("1. [ ] Measure").replace("## Success Criteria\n\n- [ ] 99 % of mails leave within 60 s\n\n", ""),
        "1 of 1 step do not say how to verify them",
        cookbook(
            "- [ ] Measure", "\n## Validation and Acceptance\n\nRun `mail/measure.sh`; the median is under 60 s.\n"
        ),
    ),
    "step_unstamped": Example(
        cookbook(_STAMPED + "- [x] Choose a broker"),
        "1 of 2 done steps without a time: 'Choose a broker'",
        guide("1. [x] Measure the old queue\n2. [x] Choose a broker"),
    ),
    "blocked_unsaid": Example(
        cookbook("- [ ] **BLOCKED** Choose a broker"),
        "is blocked, but nothing says by what",
        cookbook("- [ ] **BLOCKED** Choose a broker\n  - Blocked: no budget before June"),
    ),
    "parent_ticked": Example(
        guide("1. [x] Move the offices\n   - [x] North\n   - [ ] South"),
        "1 is ticked, but still open: 'South'",
        guide("1. [x] Move the offices\n   - [x] North\n   - [ ] ~~South~~ → skipped: it closes in June"),
    ),
    "parent_open": Example(
        guide("1. [ ] Move the offices\n   - [x] North\n   - [x] South"),
        "what it consists of is closed: 2 sub-steps",
        guide("1. [ ] Move the offices\n   - North\n   - South"),
    ),
}
