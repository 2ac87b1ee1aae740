"""Commands for people who tell each other how the work stands: standup, checkin. Know options and how to print.

What is printed is Markdown to paste, in a terminal as in a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from execplan.cli.pasted import item, most, words
from execplan.cli.session import PLAN, TEXT, Session, reading
from execplan.cli.terminal import Terminal, plain
from execplan.plan.errors import PlanError

if TYPE_CHECKING:
    from execplan.views.checkin.period import Period
    from execplan.views.checkin.standup import Line, Person
    from execplan.views.checkin.work import Work
    from execplan.workspace.checkins import Gathered
    from execplan.workspace.wire.answers import Answer
    from execplan.workspace.workspace import Workspace

_MOST = 12
"""Lines of one part."""
_PARTS = (
    ("Completed", "completed"),
    ("In Progress", "in_progress"),
    ("Blocked", "blocked"),
    ("Risks", "risks"),
    ("Next Week Plan", "next"),
    ("Asks/Escalations", "asks"),
)
_LEADS = {
    "done": "", "skipped": "skipped: ", "resolved": "unblocked: ", "decided": "decided: ", "in_progress": "", "next": "",
    "blocked": "", "late": "", "risk": "", "alert": "", "ask": "",
}  # fmt: skip


@click.command()
@click.option("--since", type=TEXT, metavar="DAY", help="What was done since (default: the last working day).")
@click.option("--as-of", type=TEXT, metavar="DAY", help="As it stood at the end of this day (default: now).")
@click.option("--person", type=TEXT, help="One person's part.")
@click.option("--plan", "-p", type=PLAN, help="One plan (default: all that changed or have work under way).")
@reading
def standup(session: Session, since: str | None, as_of: str | None, person: str | None, plan: str | None) -> None:
    """Tell per person what was done, what is next, what is in the way.

    From stamps, the journal and git, over all plans with work in them; Markdown to paste. Days are UTC.

    Example: execplan standup --since yesterday --person Ana
    """
    from execplan.views.checkin import standup as view
    from execplan.views.checkin.period import since_last_working_day
    from execplan.workspace.checkins import gathered

    workspace = session.workspace()
    now, live = _now(workspace, as_of)
    period = since_last_working_day(now, since, live=live)
    found = gathered(workspace, period, plan)
    people = view.standup(found.works)
    if person is not None:
        name = _one(person, [one.name for one in people if one.name])
        people = tuple(one for one in people if one.name == name)

    def answer() -> Answer:
        from execplan.workspace.wire.checkin import standup_answer

        return standup_answer(found, period, people)

    session.answer(answer, lambda terminal: _standup(found, period, people, terminal))


@click.command()
@click.option(
    "--week", "which", type=TEXT, is_flag=False, flag_value="this", default="this", metavar="WEEK",
    help="this, last, one such as 2026-W47, or a day of it (default: this, so far).",
)  # fmt: skip
@click.option("--as-of", type=TEXT, metavar="DAY", help="As it stood at the end of this day (default: now).")
@click.option("--person", type=TEXT, help="One person's part.")
@click.option("--plan", "-p", type=PLAN, help="One plan (default: all that changed or have work under way).")
@reading
def checkin(session: Session, which: str, as_of: str | None, person: str | None, plan: str | None) -> None:
    """Tell of a week: completed, in progress, blocked, risks, next, asks.

    From stamps, the journal and git, over all plans with work in them; Markdown to paste. Days are UTC.

    Example: execplan checkin --week 2026-W47 --plan cache
    """
    from execplan.views.checkin.period import name_of_week, week
    from execplan.views.checkin.standup import standup as by_person
    from execplan.views.checkin.weekly import only, weekly
    from execplan.workspace.checkins import gathered

    workspace = session.workspace()
    now, live = _now(workspace, as_of)
    period = week(now, which, live=live)
    found = gathered(workspace, period, plan)
    told = weekly(found.works)
    if person is not None:
        told = only(told, _one(person, [one.name for one in by_person(found.works) if one.name]))

    def answer() -> Answer:
        from execplan.workspace.wire.checkin import checkin_answer

        return checkin_answer(found, period, name_of_week(period), told)

    def text(terminal: Terminal) -> list[str]:
        number = int(name_of_week(period)[-2:])
        lines = [_heading(2, f"Week {number} Status", terminal), "", *_about(found, period, terminal)]
        for title, part in _PARTS:
            lines += ["", _heading(3, title, terminal), "", *_items(getattr(told, part), part, found, terminal)]
        return [*lines, *_unread(found, terminal)]

    session.answer(answer, text)


def _now(workspace: Workspace, as_of: str | None) -> tuple[datetime, bool]:
    """The moment that is meant, and whether it is the present one. Raises ``PlanError``."""
    from execplan.views.checkin.period import now_from

    now = datetime.fromisoformat(workspace.now())
    meant = now if as_of is None else now_from(as_of.strip(), now)
    return meant, meant == now


def _one(said: str, names: Sequence[str]) -> str:
    """The person who is meant. Raises ``PlanError``."""
    asked = said.strip().lstrip("@").casefold()
    exact = [name for name in names if name.casefold() == asked]
    found = exact or [name for name in names if asked and asked in name.casefold()]
    if len(found) == 1:
        return found[0]
    hint = f"people with something to tell: {', '.join(names[:_MOST])}" if names else "nobody has anything to tell"
    if found:
        raise PlanError("ambiguous", f"{said!r} fits several: {', '.join(found[:_MOST])}", "give the whole name")
    raise PlanError("not_found", f"nothing to tell of {said[:80]!r}", hint)


def _standup(found: Gathered, period: Period, people: Sequence[Person], terminal: Terminal) -> list[str]:
    today = period.end
    lines = [_heading(2, f"Standup, {_day(today)}", terminal), "", *_about(found, period, terminal)]
    single = len(found.works) == 1
    for one in people:
        lines += ["", _heading(3, words(one.name) or "Unassigned", terminal), ""]
        for label, part in (
            (_since(period), one.yesterday),
            ("Today", one.today),
            ("Blockers", one.blockers),
            ("Risk", one.risk),
        ):
            told = most([_line(line, single=single) for line in part], _MOST)
            if len(told) > 1:
                lines += item(f"**{label}**:", terminal)
                lines += [row for text in told for row in item(text, terminal, depth=1)]
            else:
                lines += item(f"**{label}**: {told[0] if told else 'none'}", terminal)
    return [*lines, *_unread(found, terminal)]


def _about(found: Gathered, period: Period, terminal: Terminal) -> list[str]:
    """Which plans, and how far they are."""
    if not found.works:
        return [f"Nothing was done since {_day(period.start)}, and no work is under way."]
    if len(found.works) == 1:
        (work,) = found.works
        return _running(f"{words(work.title) or words(work.name)}: {_far(work)} steps done", terminal)
    told = [f"{words(work.name)} {_far(work)}" for work in found.works]
    return _running(f"Steps done: {', '.join(most(told, _MOST))}", terminal)


def _far(work: Work) -> str:
    return f"{work.progress.done}/{work.progress.total}"


def _running(text: str, terminal: Terminal) -> list[str]:
    from execplan.cli.terminal import wrap

    return [text] if terminal.columns is None else wrap(text, terminal.columns)


def _items(lines: Iterable[Line], part: str, found: Gathered, terminal: Terminal) -> list[str]:
    single = len(found.works) == 1
    told = most([_weekly(line, part, single=single) for line in lines], _MOST)
    return [row for text in told or ["None"] for row in item(text, terminal)]


def _line(line: Line, *, single: bool) -> str:
    """One thing of a person's part: whose it is goes without saying."""
    one = line.item
    said = f"{_LEADS[line.kind]}{words(one.text)}"
    if one.percent is not None:
        said += f" - {one.percent}%"
    if one.about and line.kind in ("blocked", "late", "risk"):
        said += f" - {_BEHIND[line.kind]}{words(one.about)}"
    return f"{said}{_plan(line, single=single)}"


_BEHIND = {"blocked": "blocked by ", "late": "", "risk": "mitigation: ", "ask": ""}


def _weekly(line: Line, part: str, *, single: bool) -> str:
    """``Task by Person - what there is to say``, as the form has it."""
    one = line.item
    by = f" by {', '.join(words(name) for name in one.people)}" if one.people and line.kind in _BY else ""
    said = f"{words(one.text)}{by}"
    if line.kind == "skipped":
        said += " - skipped"
    if line.kind == "in_progress" and part == "in_progress":
        said += f" - {one.percent}%" if one.percent is not None else f" - since {one.at[:10]}" if one.at else ""
    if one.about and line.kind in _BEHIND:
        behind = "Blocked by " if line.kind == "blocked" else "Mitigation: " if line.kind == "risk" else ""
        said += f" - {behind}{words(one.about)}"
    return f"{said}{_plan(line, single=single)}"


_BY = ("done", "skipped", "in_progress", "blocked", "next", "late")


def _plan(line: Line, *, single: bool) -> str:
    return "" if single else f" ({words(line.plan)})"


def _since(period: Period) -> str:
    days = (period.end.date() - period.start.date()).days
    if days < 2:
        return ("Today so far", "Yesterday")[days]
    return f"Since {_weekday(period.start) if days < 7 else period.start.date()}"


def _day(moment: datetime) -> str:
    return f"{_weekday(moment)} {moment.date()}"


def _weekday(moment: datetime) -> str:
    from execplan.schedule.calendar import WEEKDAYS

    return WEEKDAYS[moment.weekday()].capitalize()


def _heading(level: int, text: str, terminal: Terminal) -> str:
    return terminal.paint(f"{'#' * level} {terminal.fit(text, indent=level + 1)}", "strong")


def _unread(found: Gathered, terminal: Terminal) -> list[str]:
    """What the page does not tell, so that nobody takes it for the whole."""
    if not found.unread:
        return []
    told = most([words(one) for one in found.unread], _MOST)
    return ["", _heading(3, "Not read", terminal), "", *(row for text in told for row in item(plain(text), terminal))]
