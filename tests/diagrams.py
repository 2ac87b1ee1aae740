"""What ``scripts/diagrams`` draws besides the golden plans: every sign that means something to Mermaid, and schedules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from execplan.schedule.model import Effort, Schedule
from tests.schedule.launch import launched
from tests.schedules import NINE, forty, schedule, slot, task

TITLES = (
    "Plain words",
    "Colon: semicolon; comma, hash # percent %% dollar $",
    'Quotes "double" and \'single\' and `code` and "`both`"',
    "Brackets [square] (round) {curly} <angle> |bar|",
    "Arrows --> ==> -.-> --- and & and @{ shape: rect }",
    "Tags <b>bold</b> <script>alert(1)</script> &amp; &lt;",
    "end",
    "section of the chart",
    "title of the chart",
    "click here",
    "2026-01-01 as a name",
    "1. a list",
    "- a list",
    "**strong** _thin_ ~~gone~~ $$x^2$$",
    "缓存 кэш ذاكرة é ñ 🚀",
    "A title that is far longer than what any chart has room for, and goes on after that for another line or two",
)
SIGNS = "# Signs : ExecPlan; of #1\n\n## Progress\n\n### Phase 1: One: two; #3\n\n" + "".join(
    f"- [{'x' if at % 5 == 0 else ' '}] **Step {at}**: {title}\n" for at, title in enumerate(TITLES, start=1)
)


def schedules() -> Iterator[tuple[str, Schedule]]:
    """By name: a launch that is late, long titles, every sign, hours, and a deadline that is met."""
    yield "launch", launched()
    yield "forty", forty().schedule
    signs = (
        slot(
            task(at, title, phase=title if at % 4 == 0 else "All: signs; of #1"),
            NINE + timedelta(days=at),
            slack=60 * at,
        )
        for at, title in enumerate(TITLES)
    )
    yield "signs", schedule(*signs, deadline=date(2026, 11, 10))
    milestone = slot(task(2, "Launch", phase="Go", effort=Effort(0, 0, 0)), NINE + timedelta(hours=8), 0)
    short = schedule(slot(task(1, "Write the note", phase="Build")), milestone, deadline=date(2026, 10, 15), late=0)
    yield "day", replace(short, project=replace(short.project, title="One day"))
