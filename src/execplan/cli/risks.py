"""The command that shows what may go wrong and when it is decided. Knows options and how to print; decides nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from execplan.cli.session import Session, of_plan, reading, whole
from execplan.cli.terminal import Cell, Terminal, Tone, plain, table, width

if TYPE_CHECKING:
    from execplan.workspace.wire.risks import DecisionPointRow, GoalRow, RiskRow, RisksAnswer

_STANDING: dict[str, tuple[str, Tone]] = {
    "open": ("○ open", "plain"),
    "mitigated": ("✓ mitigated", "good"),
    "accepted": ("– accepted", "dim"),
    "closed": ("✓ closed", "dim"),
}
_OVERDUE: tuple[str, Tone] = ("✗ overdue", "bad")
_STATES: dict[str, tuple[str, Tone]] = {
    "due": ("✗ due", "bad"),
    "soon": ("▸ soon", "busy"),
    "later": ("○ later", "plain"),
    "undated": ("○ no day", "dim"),
    "decided": ("✓ decided", "dim"),
}
_FIRMNESS: dict[str, str] = {"fixed": "▸ fixed", "negotiable": "○ negotiable", "unknown": "? not said"}
_LEVELS = ("high", "medium", "low", "unknown")
_STATE, _SEVERITY = 11, 6
"""Cells of the longest state and of the longest level."""
_GRID = 8
"""Cells of a column of the matrix."""


@click.command()
@click.option(
    "--start", type=click.DateTime(("%Y-%m-%d",)), metavar="DATE", help="First day of week 1 (default: the plan's own)."
)
@of_plan
@reading
def risks(session: Session, start: datetime | None, plan: str | None) -> None:
    """Show the risks by severity, and what is decided when.

    Overdue mitigations come first. Below them: the points at which go or no-go is decided, and which goals are fixed.

    Example: execplan risks --plan launch --start 2026-03-02
    """
    from execplan.views.decision_points import decision_points
    from execplan.views.goals import goals_of
    from execplan.views.risks import register_of
    from execplan.views.starts import start_of
    from execplan.workspace.wire.risks import risks_answer

    workspace = session.workspace()
    handle, found = workspace.ask(plan, whole)
    now = workspace.now()
    today = date.fromisoformat(now[:10])
    begin = start.date() if start else start_of(found, now)
    answer = risks_answer(
        handle.name,
        found,
        today,
        begin,
        register_of(found, today, begin),
        decision_points(found, today, begin),
        goals_of(found),
    )
    session.answer(answer, lambda terminal: _page(answer, terminal))


def _page(answer: RisksAnswer, terminal: Terminal) -> list[str]:
    lines = [terminal.paint(terminal.fit(terminal.glyphs(_head(answer))), "strong")]
    if answer.matrix:
        lines += ["", *_matrix(answer, terminal)]
    if answer.risks:
        lines += ["", *(line for one in answer.risks for line in _risk(one, terminal))]
    if answer.decision_points:
        lines += ["", terminal.paint("Decision points", "strong")]
        lines += table([_point(one) for one in answer.decision_points], terminal, indent=2, whole=2)
    if answer.goals:
        lines += ["", terminal.paint("Goals", "strong")]
        lines += table([_goal(one) for one in answer.goals], terminal, indent=2, whole=1)
    return lines


def _head(answer: RisksAnswer) -> str:
    standing = [one for one in answer.risks if one.standing == "open"]
    counts = [f"{len(standing)} open of {len(answer.risks)} risks"] if answer.risks else ["no risks"]
    overdue = sum(one.overdue for one in answer.risks)
    due = sum(one.state == "due" for one in answer.decision_points)
    counts += [f"{overdue} overdue"] if overdue else []
    counts += [f"{due} to decide"] if due else []
    return f"{plain(answer.plan)} · {' · '.join(counts)}"


def _matrix(answer: RisksAnswer, terminal: Terminal) -> list[str]:
    """Impact downwards, probability to the right; the open risks counted. What nobody rated has a row and a column of its own."""
    counts = {(one.impact, one.probability): one.count for one in answer.matrix}
    rows = [one for one in _LEVELS if one != "unknown" or any(impact == "unknown" for impact, _ in counts)]
    columns = [*reversed(_LEVELS[:3])]
    columns += ["unknown"] if any(probability == "unknown" for _, probability in counts) else []
    lines = [f"{'impact':<{_GRID}}" + "".join(f"{_word(one):>{_GRID}}" for one in columns) + "  probability"]
    for impact in rows:
        cells = "".join(_padded(counts.get((impact, one), 0), terminal) for one in columns)
        lines.append(f"{_word(impact):<{_GRID}}{cells}".rstrip())
    return [terminal.fit(line) for line in lines]


def _word(level: str) -> str:
    return "?" if level == "unknown" else level


def _padded(count: int, terminal: Terminal) -> str:
    text = str(count) if count else terminal.glyphs("·")
    return " " * (_GRID - width(text)) + text


def _risk(one: RiskRow, terminal: Terminal) -> list[str]:
    """State and severity before the risk; below it by when, who, and what is done about it."""
    word, tone = _OVERDUE if one.overdue else _STANDING[one.standing]
    mark = terminal.glyphs(word)
    lead = f"{terminal.paint(mark, tone)}{' ' * (_STATE - width(mark))}  {one.severity or '?':<{_SEVERITY}}  "
    indent = _STATE + _SEVERITY + 4
    said = [f"by {one.due.isoformat()}"] if one.due else []
    said += [plain(part) for part in (one.owner, one.mitigation) if part]
    said += [f"no {' and no '.join(one.lacks)}"] if one.lacks else []
    lines = [lead + terminal.fit(terminal.glyphs(plain(one.text)), indent=indent)]
    if said:
        below = terminal.fit(terminal.glyphs(" · ".join(said)), indent=indent)
        lines.append(" " * indent + terminal.paint(below, "bad" if one.overdue else "dim"))
    return lines


def _point(one: DecisionPointRow) -> tuple[Cell, ...]:
    word, tone = _STATES[one.state]
    day = one.when.isoformat() if one.when else ""
    text = plain(one.text)
    said = text.removeprefix(day).lstrip(" :,–-") if day else text
    return Cell(word, tone), Cell(day), Cell(said or text)


def _goal(one: GoalRow) -> tuple[Cell, ...]:
    return Cell(_FIRMNESS[one.firmness], "dim"), Cell(plain(one.text))
