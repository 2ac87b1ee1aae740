"""Tables of figures as text. Pure: data in, text out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

NONE = "—"
QUESTIONS = ("current", "mark", "blockers", "list", "search")


def number(value: float | None) -> str:
    """Three figures that can be read: 0.62, 4.7, 31, 1,383."""
    if value is None:
        return NONE
    if value < 1:
        return f"{value:.2f}"
    return f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"


def middle(figures: Sequence[float] | None) -> float | None:
    return median(figures) if figures else None


def aligned(rows: Sequence[Sequence[str]], head: Sequence[str]) -> str:
    """Columns for a terminal: the first to the left, the others to the right."""
    every = [head, *rows]
    widths = [max(len(row[place]) for row in every) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in every
    )


def markdown(rows: Sequence[Sequence[str]], head: Sequence[str]) -> str:
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def quick_table(results: Mapping[str, Any]) -> str:
    """What a quick run found: ourselves, the bare SDK, what lies between."""
    rows: list[tuple[str, str, str, str]] = []

    def row(name: str, ours: float | None, base: float | None, told: str = "") -> None:
        rows.append((name, number(ours), number(base), told))

    start = results["start"]
    ours, base = (middle(start.get(key, {}).get("listed")) for key in ("execplan", "echo"))
    row("start, tools listed", ours, base, f"× {ours / base:.2f}" if ours and base else NONE)
    for part, figures in results.items():
        if part.startswith(("steps-", "single-")):
            kind, size = part.split("-")
            shown = f"{int(size):,} steps" + (" in one plan" if kind == "single" else "")
            for question in QUESTIONS:
                ours = middle(figures.get("execplan", {}).get(question))
                base = middle(figures.get("echo", {}).get(question if question in ("current", "mark") else "blockers"))
                if ours is not None:
                    row(f"{question}, {shown}", ours, base, f"+ {number(ours - base)}" if base else NONE)
            memory = figures.get("execplan", {}).get("memory")
            if memory:
                row(f"memory MiB, {shown}", memory["rss"], figures.get("echo", {}).get("memory", {}).get("rss"))
        elif part.startswith("whole-"):
            plans = f"{int(part.split('-')[1]):,} plans"
            row(f"execplan blockers, {plans}, no index", middle(figures["cold"]), None)
            row(f"execplan blockers, {plans}, again", middle(figures["warm"]), None)
            for name, took in figures.get("server", {}).get("first", {}).items():
                row(f"first {name} of a server, {plans}", took, None)
    for key, paid in results.get("bill", {}).items():
        row(f"{key}: tokens of tools/list", paid["tools"], None)
        row(f"{key}: tokens of 20 steps", paid["session"], None)
    return aligned(rows, ("median ms", "execplan", "SDK echo", ""))
