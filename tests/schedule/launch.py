"""A launch whose dates contradict each other, as goals, constraints and steps: ten weeks of work in a window of eight.

The window is 15 October (a Tuesday) to 15 December 2024 with a freeze from the 1st to the 8th of December. Working days:
13 in October, 21 in November, 5 in December. Both seniors have ten weeks of work, 50 days, one after another. So the
work ends 11 working days after the window: December 16-20 and 23-27 are ten, Monday the 30th is the eleventh.
"""

from __future__ import annotations

from pathlib import Path

from execplan.edits.create import create
from execplan.plan.drafts import NewStep
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.schedule.calendar import Calendar
from execplan.schedule.model import Schedule, Terms
from execplan.schedule.planning import unlevelled
from execplan.schedule.project import project_of
from execplan.text.source import Source

NOW = "2024-10-10T09:00Z"
BRIEF = """\
## Goals

- Editing together, live, for everybody by Dec 15 (fixed: promised to the board)
- A hundred people in one document (fixed)
- Works in the browsers of phones (negotiable)

## Constraints

- Timeline: Oct 15 - Dec 15 (10 weeks)
  - Week of Dec 1-8: freeze, nothing is deployed
- Team: 1 QA, 2 mid-level frontend, 2 senior backend
- Budget: $5K for servers (approved)
- External: security review (2-week turnaround)

## Scope

### Must Have

- Text that follows every keystroke
- A list of who is here

### Should Have

- Position of cursors (nice to see)
- Browsers of phones (the desktop can launch alone)

### Won't Have

- Comments

## Known Risks

- Nobody here has run sockets before
- Which merge library to take is open
- There is nothing to test load with
"""
S1, S2, F1, F2, QA = "Senior Backend #1", "Senior Backend #2", "Frontend Mid #1", "Frontend Mid #2", "QA"
BOTH = f"{S1}, {S2}"
DISCOVERY, FOUNDATION, CORE, BETA, ROLLOUT = "Discovery", "Foundation", "Core", "Beta and review", "Rollout"


def _step(title: str, phase: str, owner: str | None, estimate: str, *after: str) -> NewStep:
    return NewStep(title, phase, estimate=estimate, depends_on=after, owner=owner)


STEPS = (
    _step("Choose the merge library", DISCOVERY, S1, "1w"),
    _step("Try sockets under load", DISCOVERY, S2, "1w"),
    _step("Draw how presence looks", DISCOVERY, F1, "1w"),
    _step("Agree on the architecture", DISCOVERY, BOTH, "1w", "Choose the merge library", "Try sockets under load"),
    _step("Serve sockets", FOUNDATION, S1, "1w", "Agree on the architecture"),
    _step("Merge edits", FOUNDATION, S1, "1w", "Serve sockets"),
    _step("Store documents", FOUNDATION, S2, "1w", "Agree on the architecture"),
    _step("Know who is here", FOUNDATION, S2, "1w", "Store documents"),
    _step("Prepare the editor", FOUNDATION, F1, "1w", "Agree on the architecture"),
    _step("Connect the editor", FOUNDATION, F1, "1w", "Prepare the editor", "Serve sockets"),
    _step("Show who is here", FOUNDATION, F2, "1w", "Draw how presence looks"),
    _step("Position of cursors", FOUNDATION, F2, "1w", "Show who is here"),
    _step("Write the test plan", FOUNDATION, QA, "1w", "Agree on the architecture"),
    _step("Bring it together", CORE, BOTH, "1w", "Merge edits", "Know who is here", "Connect the editor"),
    _step("Test it together", CORE, QA, "1w", "Write the test plan", "Merge edits"),
    _step("Make it fast", CORE, BOTH, "1w", "Bring it together"),
    _step("Browsers of phones", CORE, F2, "1w", "Position of cursors"),
    _step("Security review", BETA, None, "2 weeks turnaround", "Make it fast"),
    _step("Run the beta inside", BETA, BOTH, "1w", "Make it fast"),
    _step("Run the beta outside", BETA, BOTH, "1w", "Run the beta inside"),
    _step("Roll out in stages", ROLLOUT, BOTH, "1w", "Run the beta outside", "Security review"),
    _step("Open it to everybody", ROLLOUT, BOTH, "1w", "Roll out in stages"),
)
FULL = f"""\
{BRIEF}
## Team

- {S1} (10 weeks)
- {S2} (10 weeks)
- {F1}
- {F2}
- {QA}
"""
"""The same with what each senior has for it: ten weeks, all of which the steps take."""


def written(brief: str, steps: tuple[NewStep, ...] = STEPS, now: str = NOW) -> Plan:
    """The plan that comes of a brief, in the team's form."""
    template = Source.of((Path(__file__).parents[2] / ".agents/template/team.md").read_text("utf-8"))
    made = create(template, "Launch", "Everybody edits at once.", slug="launch", context=brief, steps=steps, now=now)
    return read_plan(made)


def launched() -> Schedule:
    return unlevelled(project_of(written(FULL), Terms(Calendar()), NOW))
