"""A schedule as lines for people. Knows the schedule and the terminal; knows no file and no click.

What is critical, late or too much is a glyph and a word, so that nothing rests on colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from execplan.cli.terminal import Cell, Terminal, Tone, cut, plain, table, width, wrap
from execplan.plan.estimates import said
from execplan.schedule.bounds import FULL, Room
from execplan.schedule.model import Schedule, Slot
from execplan.views import timetable
from execplan.views.timetable import days

if TYPE_CHECKING:
    from execplan.workspace.scheduling import Scheduled

_LABEL = 15
"""Cells of the longest name of a line below the table, its gap included."""
_SHOWN = 12
"""Rows of a list of the same kind; ``--json`` lists all."""
_CHANGE = "the date, the goals or the team have to change"
_ROOMS: dict[Room, tuple[str, Tone]] = {
    "none": ("✗ none left", "bad"),
    "short": ("✗ below the 10–20 % that are wise", "bad"),
    "good": ("✓ within the 10–20 % that are wise", "good"),
    "ample": ("✓ more than the 10–20 % that are wise", "good"),
}


def page(found: Scheduled, terminal: Terminal) -> list[str]:
    """The whole screen."""
    schedule = found.schedule
    name = plain(found.handle.name)
    state = timetable.state(schedule)
    if state != "planned":
        said = (
            "no steps yet: nothing to schedule"
            if state == "empty"
            else "all steps are done: nothing is left to schedule"
        )
        lines = [
            terminal.paint(
                terminal.fit(terminal.glyphs(f"{'○' if state == 'empty' else '✓'} {name}: {said}")), "strong"
            )
        ]
        return [*lines, *_notes(found, terminal)]
    dates = _Dates(schedule)
    lines = [_head(name, f" · {days(len(schedule.slots), 'open step')} · {dates.whole(schedule)}", terminal)]
    lines += [*_verdict(schedule, terminal), *_assumed(schedule, terminal), *_order(schedule, terminal)]
    lines += ["", *_steps(schedule, dates, terminal), ""]
    lines += _fact("critical path", " → ".join(schedule.critical), terminal)
    lines += _several("streams", [_stream(schedule, one) for one in timetable.chains(schedule)], terminal)
    lines += _milestones(schedule, dates, terminal)
    lines += [*_people(schedule, terminal), *_drops(schedule, dates, terminal), *_buffer(schedule, terminal)]
    return [*lines, *_forecast(found, dates, terminal), *_method(found, terminal), *_notes(found, terminal)]


def _head(name: str, rest: str, terminal: Terminal) -> str:
    """The name gives way to what is said of it."""
    kept = cut(name, max(1, terminal.columns - width(rest))) if terminal.columns else name
    return terminal.paint(terminal.fit(terminal.glyphs(kept + rest)), "strong")


def _stream(schedule: Schedule, stream: tuple[str, ...]) -> str:
    made = "; ".join(timetable.delivered(schedule, stream))
    return " → ".join(stream) + (f" · delivers {made}" if made else "")


class _Dates:
    """Dates without their year where all of them share it, with hours where hours matter."""

    def __init__(self, schedule: Schedule) -> None:
        self._hours = timetable.fine(schedule)
        years = {one.year for slot in schedule.slots for one in (slot.start, slot.finish)}
        self._cut = 5 if len(years) == 1 else 0

    def start(self, slot: Slot) -> str:
        return self._short(timetable.moment(slot.start, hours=self._hours))

    def end(self, moment: datetime) -> str:
        return self._short(timetable.end(moment, hours=self._hours))

    def whole(self, schedule: Schedule) -> str:
        first = timetable.moment(schedule.start, hours=self._hours)
        return f"{first} → {timetable.end(schedule.finish, hours=self._hours)}".replace("T", " ")

    def _short(self, text: str) -> str:
        return text[self._cut :].replace("T", " ")


def _verdict(schedule: Schedule, terminal: Terminal) -> list[str]:
    verdict, deadline = timetable.verdict(schedule), schedule.project.terms.deadline
    if verdict is None or deadline is None:
        return []
    kind = "" if schedule.project.terms.hard else " (flexible)"
    if verdict == "missed":
        by = f"{days(schedule.late)} ({days(schedule.late_work, 'working day')})"
        said, tone = f"✗ deadline {deadline}{kind} missed by {by}", "bad"
    else:
        spare = f", {days(-schedule.late)} to spare" if schedule.late else ", on the day"
        held = timetable.IN_TIME if schedule.project.outside else ""
        said, tone = f"✓ deadline {deadline}{kind} met{spare}{held}", "plain" if held else "good"
    return [terminal.paint(terminal.glyphs(said), tone)]


def _assumed(schedule: Schedule, terminal: Terminal) -> list[str]:
    count = timetable.assumed(schedule)
    if not count:
        return []
    which = "no step has an estimate" if count == len(schedule.slots) else f"{days(count, 'step')} without an estimate"
    return [terminal.fit(f"? {which}: a day is assumed for {'each' if count > 1 else 'it'}")]


def _order(schedule: Schedule, terminal: Terminal) -> list[str]:
    if schedule.project.order == "stated":
        return []
    return [terminal.fit("? no dependencies are stated: steps follow each other as written")]


def _steps(schedule: Schedule, dates: _Dates, terminal: Terminal) -> list[str]:
    rows = [[Cell(one, "dim") for one in ("", "id", "start", "finish", "slack", "step", "who")]]
    for slot in schedule.slots:
        task = slot.task
        mark = Cell("▸ critical", "busy") if slot.critical else Cell("○", "dim")
        who = "waits" if task.wait else ", ".join(task.people)
        rows.append(
            [
                mark,
                Cell(plain(task.id)),
                Cell(dates.start(slot)),
                Cell(dates.end(slot.finish)),
                Cell("0" if slot.critical else said(slot.slack)),
                Cell("? " * slot.assumed + plain(task.name)),
                Cell(plain(who)),
            ]
        )
    return table(rows, terminal, whole=5)


def _fact(label: str, text: str, terminal: Terminal, tone: Tone = "plain") -> list[str]:
    """The label once, its text beside it, going on below itself."""
    if not text:
        return []
    shown = plain(text)
    lines = wrap(shown, max(20, terminal.columns - _LABEL)) if terminal.columns else [shown]
    return [
        f"{label if at == 0 else '':<{_LABEL}}{terminal.paint(terminal.glyphs(line), tone)}".rstrip()
        for at, line in enumerate(lines)
    ]


def _block(label: str, rows: Sequence[Sequence[Cell]], terminal: Terminal) -> list[str]:
    """The label, and a table beside it."""
    if not rows:
        return []
    lines = table(rows, terminal, indent=_LABEL)
    return [f"{label if at == 0 else '':<{_LABEL}}{line[_LABEL:]}" for at, line in enumerate(lines)]


def _milestones(schedule: Schedule, dates: _Dates, terminal: Terminal) -> list[str]:
    every = timetable.milestones(schedule)
    return _block("milestones", [(Cell(dates.end(one.finish)), Cell(plain(one.name))) for one in every], terminal)


def _people(schedule: Schedule, terminal: Terminal) -> list[str]:
    rows = [
        (
            Cell("✗ over-allocated", "bad") if one.percent > FULL else Cell("✓", "good"),
            Cell(f"{one.percent:>3} %"),
            Cell(plain(one.person)),
            Cell(f"{said(one.work)} of {said(one.available)}", "dim"),
        )
        for one in timetable.heaviest(schedule)
    ]
    return _block("people", rows, terminal)


def _drops(schedule: Schedule, dates: _Dates, terminal: Terminal) -> list[str]:
    missed = timetable.verdict(schedule) == "missed"
    if not missed and not schedule.drops:
        return []
    if not schedule.drops:
        return _fact("leave out", f"nothing can be: no open step is a should-have; {_CHANGE}", terminal)
    gains = schedule.drops[-1].finish < schedule.finish
    short = "✗ not enough" if gains else "✗ no gain"
    said, tone = ("✓ then the deadline is met", "good") if schedule.enough else (f"{short}: {_CHANGE}", "bad")
    rows = [
        (
            Cell(plain(one.task.id)),
            Cell(f"then {dates.end(one.finish)}"),
            Cell(plain(one.task.name)),
            Cell(plain(one.reason), "dim"),
        )
        for one in schedule.drops
    ]
    if not missed:  # a case has come for which leaving out was agreed
        return _block("agreed cuts", rows, terminal)
    return [*_block("leave out", rows, terminal), *_fact("", said, terminal, tone)]


def _buffer(schedule: Schedule, terminal: Terminal) -> list[str]:
    room = timetable.room(schedule)
    if room is None or schedule.buffer is None:
        return []
    said, tone = _ROOMS[room]
    percent = f"{round(schedule.buffer)} % " if schedule.buffer > 0 else ""
    glyph, words = said.split(" ", 1)
    return _fact("buffer", f"{glyph} {percent}{words}", terminal, tone)


def _forecast(found: Scheduled, dates: _Dates, terminal: Terminal) -> list[str]:
    from execplan.schedule.forecast import NoForecast

    band, past = found.forecast, found.velocity
    if isinstance(band, NoForecast):
        lines = _fact("forecast", band.words, terminal)
    else:
        chance = "" if band.on_time is None else f", {round(band.on_time * 100)} % on time"
        ends = ", ".join(
            f"{name} {dates.end(one)}" for name, one in (("P50", band.p50), ("P80", band.p80), ("P95", band.p95))
        )
        lines = _fact("forecast", f"{ends}{chance}", terminal)
    rates = [f"{one.person or 'all'} {one.tasks_per_day:.1f}" for one in (past.overall, *past.people) if one]
    lines += _fact("steps a day", ", ".join(rates), terminal)
    return [*lines, *_fact("estimates", past.bias.words if past.bias else "", terminal)]


def _method(found: Scheduled, terminal: Terminal) -> list[str]:
    schedule = found.schedule
    gap = f", at most {round(schedule.gap * 100)} % from the best" if schedule.gap >= 0.005 else ""
    how = {
        "critical path": "critical path: people's time does not count (--people)",
        "list": "list: a priority rule, nobody does two steps at once",
        "cp-sat": "cp-sat: OR-Tools, nobody does two steps at once",
    }[schedule.method]
    return [*_fact("method", f"{how}{gap}", terminal), *_fact("", found.hint or "", terminal)]


def _notes(found: Scheduled, terminal: Terminal) -> list[str]:
    project = found.schedule.project
    return [
        *_several("waits outside", [f"{task} for {what}" for task, what in project.outside], terminal),
        *_several("due", found.due, terminal),
        *_several("budget", project.terms.budget, terminal),
        *_several("quality", project.terms.quality, terminal),
        *_several("to settle", project.terms.odd, terminal),
    ]


def _several(label: str, texts: Sequence[str], terminal: Terminal) -> list[str]:
    """A line or more for each, the label beside the first."""
    shown = [*texts[:_SHOWN], *([f"+{len(texts) - _SHOWN} more: --json lists all"] if len(texts) > _SHOWN else [])]
    return [line for at, text in enumerate(shown) for line in _fact(label if at == 0 else "", text, terminal)]
