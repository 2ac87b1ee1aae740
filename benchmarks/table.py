"""Figures as text: numbers, tables of Markdown and of a terminal. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

NONE = "—"
QUESTIONS = ("current", "mark", "blockers", "blockers of one plan", "list", "search")


def number(value: float | None) -> str:
    """As many figures as can be trusted: 0.62, 4.7, 31, 1,383."""
    if value is None:
        return NONE
    if abs(value) < 0.995:
        return f"{value:.2f}"
    return f"{value:.1f}" if abs(value) < 9.95 else f"{value:,.0f}"


def middle(figures: Sequence[float] | None) -> float | None:
    return median(figures) if figures else None


def aligned(rows: Sequence[Sequence[str]], head: Sequence[str]) -> str:
    """Columns for a terminal: the first to the left, the others to the right."""
    every = [head, *rows]
    widths = [max(len(row[place]) for row in every) for place in range(len(head))]

    def line(row: Sequence[str]) -> str:
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        return "  ".join([row[0].ljust(widths[0]), *cells]).rstrip()

    return "\n".join(map(line, every))


def markdown(rows: Sequence[Sequence[str]], head: Sequence[str], words: int = 1) -> str:
    """A table whose first ``words`` columns are words; the others are figures, to the right."""
    rule = ["---"] * words + ["---:"] * (len(head) - words)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def size_name(part: str) -> str:
    kind, size = part.split("-")
    return f"{int(size):,} steps" + (" in one plan" if kind == "single" else "")


def quick_table(results: Mapping[str, Any]) -> str:
    """What a quick run found: ourselves, the bare SDK, what lies between."""
    rows: list[tuple[str, str, str, str]] = []

    def row(name: str, ours: float | None, base: float | None = None, told: str = "") -> None:
        rows.append((name, number(ours), number(base) if base is not None else "", told))

    start = results["start"]
    for name in ("listed", "cpu"):
        ours, base = (middle(start.get(key, {}).get(name)) for key in ("execplan", "echo"))
        label = "start, tools listed" if name == "listed" else "start and end, CPU time"
        row(label, ours, base, f"× {ours / base:.2f}" if ours and base else NONE)
    for part, figures in results.items():
        if part.startswith(("steps-", "single-")):
            ours, base = figures.get("execplan", {}), figures.get("echo", {})
            for question in QUESTIONS:
                took, least = middle(ours.get(question)), middle(base.get(question))
                if took is not None:
                    more = took - least if least is not None else None
                    row(f"{question}, {size_name(part)}", took, least, f"{more:+.2f}" if more is not None else NONE)
            if "memory" in ours and "memory" in base:
                row(f"memory, {size_name(part)}, MiB", ours["memory"]["rss"], base["memory"]["rss"])
        elif part.startswith("whole-"):
            plans = f"{int(part.split('-')[1]):,} plans"
            row(f"execplan blockers, {plans}, no index", middle(figures["cold"]))
            row(f"execplan blockers, {plans}, again", middle(figures["warm"]))
            for name, took in figures.get("server", {}).get("first", {}).items():
                row(f"server, {plans}: first {name}", took)
    for key, paid in results.get("bill", {}).items():
        row(f"{key}: tokens of tools/list", paid["tools"])
        row(f"{key}: tokens of 20 steps", paid["session"])
    return aligned(rows, ("median ms", "execplan", "SDK echo", ""))
