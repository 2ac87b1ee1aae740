"""What the pieces of a look at plans cost, each by itself: processor time, medians, in one process.

``PYTHONPATH=src python benchmarks/pieces.py`` prints a line for each. Read as ratios: the last column is the share of a
whole read of the same plan. Knows the pieces; measures no server and no start (``scripts/bench`` does).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

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
    for count in (300, 1_000, 5_000):
        lean = Source.of(content.plan_text(1, count, lean=True))
        start = time.process_time_ns()
        read_plan(lean)
        print(f"{f'read, one plan of {count:,} steps':40} {(time.process_time_ns() - start) / 1e6:7.1f}")


if __name__ == "__main__":
    main()
