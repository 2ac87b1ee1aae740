"""The page that GitHub shows below a run: a table of findings, then each plan's steps as a chart.

Knows Markdown's escaping; knows no dialect, no file and no environment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from execplan.plan.model import Severity
from execplan.views.progress import progress
from execplan.views.reports.flowchart import MOST, flowchart
from execplan.views.reports.report import Finding, Report, Sheet, short, visible

BUDGET = 400_000
"""Bytes of one summary. A step may write a mebibyte, and both commands may run in it."""
_ROOM = 400
"""Characters of a message in the table."""
_ACTIVE = re.compile(r"[\\`*_\[\]<>|~$:@&#!]")
_HEADS = {"blockers": ("plan", "blocker", "line"), "review": ("plan", "finding", "line")}
_WORDS: dict[Severity, str] = {"error": "✗ error", "warning": "▸ warning", "info": "○ notice"}


@dataclass(frozen=True, slots=True)
class Links:
    """Where the files can be looked at: server, ``owner/name`` and commit."""

    server: str
    repository: str
    commit: str

    def to(self, path: str, line: int) -> str:
        """``plain=1``, because a rendered page has no lines."""
        where = quote(f"{self.repository}/blob/{self.commit}/{path}", errors="replace")
        return f"{quote(self.server, safe=':/', errors='replace')}/{where}?plain=1#L{line}"


def summary(sheet: Sheet, links: Links | None) -> str:
    """Within ``BUDGET``: what does not fit is counted, rows of the table go first."""
    lines = [f"## execplan {sheet.topic}", "", sheet.told, ""]
    if sheet.findings:
        lines += [_row(*_HEADS[sheet.topic]), _row("---", "---", "---")]
        rows = list(_fitting((_finding(one, sheet, links) for one in sheet.findings), BUDGET // 2))
        left = len(sheet.findings) - len(rows)
        lines += [*rows, "", *([f"and {left} more", ""] if left else [])]
    charts = [chart for report in sheet.reports if (chart := _chart(report))]
    drawn = list(_fitting(charts, BUDGET // 2 - 1000))
    left = len(charts) - len(drawn)
    return "\n".join([*lines, *drawn, *([f"and the steps of {left} more plans", ""] if left else [])])


def cell(text: str) -> str:
    """Text that is only text: what Markdown, its tables or GitHub would act on is escaped."""
    return _ACTIVE.sub(lambda found: "\\" + found[0], visible(text)).strip()


def _fitting(parts: Iterator[str] | list[str], room: int) -> Iterator[str]:
    """The first parts, as many as there is room for."""
    for part in parts:
        room -= len(part.encode("utf-8", "replace")) + 1
        if room < 0:
            return
        yield part


def _finding(one: Finding, sheet: Sheet, links: Links | None) -> str:
    said = cell(short(one.message, _ROOM))
    if sheet.topic == "review":
        said = f"{_WORDS[one.severity]} {said} ({cell(one.code)})"
    return _row(cell(one.plan), said, f"[{one.line}]({links.to(one.path, one.line)})" if links else str(one.line))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _chart(report: Report) -> str:
    """Folded; empty where there are no steps to draw."""
    plan = report.document
    drawn = flowchart(plan) if plan else ""
    if not plan or not drawn:
        return ""
    count, more = progress(plan), len(plan.leaves()) - MOST
    # A fold is HTML, where backslashes escape nothing: the plan is named by its path's own word.
    head = f"{_html(report.plan)}: {count.done} of {count.total} steps done"
    rest = [f"and {more} more steps", ""] if more > 0 else []
    fold = [f"<details><summary>{head}</summary>", "", "```mermaid", drawn, "```", "", *rest, "</details>", ""]
    return "\n".join(fold)


def _html(text: str) -> str:
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
