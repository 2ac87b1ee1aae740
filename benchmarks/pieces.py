"""What the pieces of a look at plans cost, each by itself: processor time, medians, in one process.

``PYTHONPATH=src python benchmarks/pieces.py`` prints a line for each. Read as ratios: the last column is the share of a
whole read of the same plan. Knows the pieces; measures no server and no start (``scripts/bench`` does).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE / "src"), str(HERE)]

from benchmarks import content  # noqa: E402
from execplan.edits import steps  # noqa: E402
from execplan.edits.verify import verify  # noqa: E402
from execplan.plan.reader import read_plan  # noqa: E402
from execplan.text import parser, scan  # noqa: E402
from execplan.text.edit import apply  # noqa: E402
from execplan.text.source import Source  # noqa: E402
from execplan.views.glance import glance  # noqa: E402
from execplan.views.summary import summary_of  # noqa: E402

ROUNDS = 60
NOW = "2026-11-21T10:00Z"


def cost(work: Callable[[int], object], before: Callable[[int], object] = bool) -> float:
    """Milliseconds of the processor, the median of all rounds; each round has another plan. ``before`` is not measured."""
    spent: list[int] = []
    for number in range(ROUNDS):
        before(number)
        start = time.process_time_ns()
        work(number)
        spent.append(time.process_time_ns() - start)
    return median(spent) / 1e6


def planned(number: int, steps: int = 40) -> str:
    """A plan whose schedule has all there is to work out: order, people, history, a deadline that is missed, cuts."""
    lines = ["# Launch ExecPlan", "", "## Constraints", "", "- Timeline: 2026-11-02 to 2026-12-04"]
    lines += ["- Team: Ana, Bo, Cy, Di", "", "## Execution Steps", ""]
    for at in range(1, steps + 1):
        done = at <= steps // 4
        day = f"2026-11-{2 + at % 18:02}"
        lines.append(
            f"{at}. [{'x' if done else ' '}] Build part {at} of plan {number}{' (should have)' * (at % 4 == 0)}"
        )
        lines += [f"    - Estimate: {at % 4 + 1}d", f"    - Owner: {('Ana', 'Bo', 'Cy', 'Di')[at % 4]}"]
        lines += [f"    - Started: {day} 09:00", f"    - Completed: {day} 15:{at:02}"] if done else []
        lines += [f"    - Depends on: {at - 3}"] if at > 3 else []
    return "\n".join(lines) + "\n"


def schedules(root: Path) -> dict[str, float]:
    """What ``get_schedule`` takes besides its transport, the plan being known; with people by the priority rule."""
    from execplan.schedule.planning import levelled
    from execplan.schedule.serial import list_schedule
    from execplan.server.tools.schedule import get_schedule
    from execplan.workspace.scheduling import scheduled
    from execplan.workspace.wire.render import text
    from execplan.workspace.workspace import Workspace

    clock = datetime.fromisoformat(NOW)
    for number in range(ROUNDS):
        path = root / ".agents" / f"launch-{number}" / "PLAN.md"
        path.parent.mkdir(parents=True)
        path.write_text(planned(number), "utf-8")
    workspace = Workspace(root, clock=lambda: clock)
    found = [scheduled(workspace, f"launch-{number}") for number in range(ROUNDS)]
    return {
        "get_schedule, 40 steps, all there is": cost(
            lambda one: text(get_schedule(workspace, f"launch-{one}")),
            before=lambda one: workspace.named(f"launch-{one}"),
        ),
        "a schedule with people, by the rule": cost(
            lambda one: levelled(found[one].schedule.project, list_schedule, "list")
        ),
        "read, the same plan": cost(lambda one: read_plan(Source.of(planned(one + ROUNDS)))),
    }


def main() -> None:
    texts = [content.plan_text(number) for number in range(ROUNDS)]
    sources = [Source.of(text) for text in texts]
    read_plan(Source.of(content.plan_text(ROUNDS)))  # imports and what all plans share
    rows = {
        "line table and revision of a text": cost(lambda one: Source.of(texts[one])),
        "glance: title, over, blocked": cost(lambda one: glance(sources[one])),
        "blocks, scanned": cost(lambda one: scan.scan(texts[one])),
        "blocks, parsed by markdown-it-py": cost(lambda one: parser.parse(texts[one])),
        "read, a plan never seen": cost(lambda one: read_plan(sources[one])),
    }
    plans = [read_plan(source) for source in sources]
    changes = [steps.mark(plan, plan.leaves()[content.DONE].id, "in_progress", now=NOW) for plan in plans]
    after = [apply(source, change.edit) for source, change in zip(sources, changes, strict=True)]
    marked = [read_plan(source) for source in after]
    rows |= {
        "read again after one step was marked": cost(
            lambda one: read_plan(after[one]), before=lambda one: read_plan(sources[one])
        ),
        "summary of a plan that is read": cost(lambda one: summary_of(plans[one])),
        "a mark as an edit": cost(
            lambda one: steps.mark(plans[one], plans[one].leaves()[content.DONE + 1].id, "in_progress", now=NOW)
        ),
        "the mark verified": cost(lambda one: verify(plans[one], changes[one], marked[one])),
    }
    whole = rows["read, a plan never seen"]
    print(
        f"{len(texts[0].encode()):,} bytes, {sources[0].line_count} lines, {content.STEPS} steps; ms of the processor\n"
    )
    for name, spent in rows.items():
        print(f"{name:40} {spent:7.3f}  {spent / whole:6.2f}")
    with TemporaryDirectory(prefix="execplan-pieces-") as folder:
        for name, spent in schedules(Path(folder)).items():
            print(f"{name:40} {spent:7.3f}  {spent / whole:6.2f}")
    for count in (300, 1_000, 5_000):
        lean = Source.of(content.plan_text(1, count, lean=True))
        start = time.process_time_ns()
        read_plan(lean)
        print(f"{f'read, one plan of {count:,} steps':40} {(time.process_time_ns() - start) / 1e6:7.1f}")


if __name__ == "__main__":
    main()
