"""What a schedule answers, as text: the same facts in few tokens. Knows the answer; knows no schedule."""

from __future__ import annotations

from collections.abc import Callable

from execplan.schedule.bounds import FULL, Room
from execplan.views.timetable import IN_TIME, days
from execplan.workspace.wire.render import text
from execplan.workspace.wire.schedule_answers import ForecastRow, ScheduleAnswer

ROOMS: dict[Room, str] = {
    "none": "no buffer",
    "short": "below the 10–20 % rule",
    "good": "within the 10–20 % rule",
    "ample": "above the 10–20 % rule",
}
"""What a buffer is against the rule, in words."""


@text.register
def _schedule(answer: ScheduleAnswer) -> str:
    lines = [f"{answer.plan} rev {answer.revision}: {headline(answer)}"]
    if answer.state == "planned":
        lines += [*_figures(answer), *_lists(answer)]
    lines += [f"due: {'; '.join(answer.due)}{_rest(answer, 'due')}"] if answer.due else []
    lines += [f"to settle: {'; '.join(answer.odd)}{_rest(answer, 'odd')}"] if answer.odd else []
    return "\n".join(lines)


def headline(answer: ScheduleAnswer) -> str:
    """When it is done, or why that is no question."""
    if answer.state != "planned":
        return "no steps, nothing to schedule" if answer.state == "empty" else "all steps are done, nothing to schedule"
    return f"{days(answer.steps, 'open step')}, {answer.start} to {answer.finish}"


def _figures(answer: ScheduleAnswer) -> list[str]:
    lines: list[str] = []
    if answer.deadline:
        kind = " (flexible)" if answer.flexible else ""
        held = IN_TIME if answer.outside and (answer.late or 0) <= 0 else ""
        lines.append(f"deadline {answer.deadline}{kind} {missed(answer.late or 0, answer.late_work or 0)}{held}")
    if answer.buffer is not None and answer.room:
        lines.append(f"buffer {answer.buffer} %: {ROOMS[answer.room]}")
    gap = f", at most {answer.gap} % from the best" if answer.gap else ""
    hint = f"; {answer.hint}" if answer.hint else ""
    lines.append(f"method: {answer.method}{gap}{hint}")
    if answer.order:
        lines.append("no dependencies stated: steps follow each other as written")
    if answer.no_estimate:
        lines.append(f"{days(answer.no_estimate, 'step')} without estimate: a day each assumed")
    return lines


def missed(late: int, work: int) -> str:
    """How a deadline fares."""
    if late > 0:
        return f"MISSED by {days(late)} ({days(work, 'working day')})"
    return f"met{f', {days(-late)} to spare' if late else ''}"


def _lists(answer: ScheduleAnswer) -> list[str]:
    year = (answer.start or "")[:5]

    def on(moment: str) -> str:
        return moment.removeprefix(year)

    rows = {
        "critical": (", ".join(f"{one.id} {one.title} {on(one.finish)}" for one in answer.critical or ())),
        "nearly": ", ".join(f"{id} +{slack}" for id, slack in (answer.nearly or {}).items()),
        "people": ", ".join(
            f"{one.name} {one.percent} %{' OVER-ALLOCATED' * (one.percent > FULL)}" for one in answer.people or ()
        ),
        "drop": ", ".join(
            f"{one.id} {one.title}{f' ({one.reason})' if one.reason else ''} then {on(one.finish)}"
            for one in answer.drop or ()
        ),
        "streams": "; ".join(" ".join(one) for one in answer.streams or ()),
        "milestones": ", ".join(f"{one.name} {on(one.finish)}" for one in answer.milestones or ()),
        "outside": ", ".join(answer.outside or ()),
    }
    labels = {
        "nearly": "slack",
        "drop": f"drop ({'suffices' if answer.enough else 'does NOT suffice'})",
        "outside": "waits outside",
    }
    lines = [f"{labels.get(name, name)}: {said}{_rest(answer, name)}" for name, said in rows.items() if said]
    if answer.late is not None and answer.late > 0 and not answer.drop:
        lines.append("drop: no should-have is left")
    lines.append(f"forecast: {_band(answer.forecast, on) if answer.forecast else answer.no_forecast}")
    return [*lines, *([f"pace: {answer.pace}"] if answer.pace else [])]


def _band(band: ForecastRow, on: Callable[[str], str]) -> str:
    chance = "" if band.on_time is None else f", {band.on_time} % on time"
    return f"P50 {on(band.p50)}, P80 {on(band.p80)}, P95 {on(band.p95)}{chance}"


def _rest(answer: ScheduleAnswer, name: str) -> str:
    count = (answer.more or {}).get(name)
    return f" +{count}" if count else ""
