"""What a schedule says, in a plan's words: critical path, buffer, what to leave out, whose time it takes. Knows no brief.

It is how things looked when the plan was written; ``execplan schedule`` says it anew at any time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from execplan.edits.change import Draft
from execplan.edits.placing import into_section
from execplan.edits.planner.sections import Home, home_of, make_section
from execplan.plan.estimates import DAY
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.plan.safe import entry
from execplan.plan.tables import cells, is_row
from execplan.schedule.bounds import FULL, LEAST, MOST, room
from execplan.schedule.calendar import end_of, last_day
from execplan.schedule.gantt import gantt
from execplan.schedule.model import Drop, Load, Person, Schedule, Slot
from execplan.text.edit import apply
from execplan.text.source import Source

_PATH = Home("Critical Path", ("critical path",))
_CAPACITY = Home("Team Capacity", ("team capacity", "resource allocation"))
_COLUMNS = ("Owner", "Role", "Available", "Allocated", "Working on")
_NOBODY = ("[who]", "[role]", "[available]", "[allocated]", "[working on]")
_ODD = 5
_LINE = re.compile(r"line \d+: ")
_STREAMS = 6
"""Streams beside the critical path that are told."""
_SHOWN = 3
"""Steps named as what somebody works on."""


def write_outlook(source: Source, schedule: Schedule) -> Source:
    """The plan with its critical path, its chart and its people's time."""
    plan = read_plan(source)
    draft = Draft(plan)
    if (section := home_of(plan, _PATH)) is not None:
        into_section(draft, section, path_lines(schedule))
    else:
        make_section(draft, _PATH, path_lines(schedule))
    source = apply(source, draft.change().edit)
    return _capacity(source, schedule)


def said_finish(plan: Plan) -> str:
    """What the plan says of its finish; empty where it says nothing."""
    section = home_of(plan, _PATH)
    lines = [plan.source.line(at) for at in range(section.line + 1, section.own_end)] if section else []
    return next((line.rstrip(". ") for line in lines if line.startswith("Finish: ")), "")


def finish_line(schedule: Schedule) -> str:
    """``Finish: 2026-12-18, 3 days after the deadline of 2026-12-15``."""
    finish = last_day(schedule.finish)
    deadline = schedule.project.terms.deadline
    if deadline is None:
        return f"Finish: {finish}; no deadline is given"
    if schedule.late > 0:
        work = f" ({_count(schedule.late_work, 'working day')})" if schedule.late_work != schedule.late else ""
        return f"Finish: {finish}, {_count(schedule.late, 'day')}{work} after the deadline of {deadline}"
    early = (deadline - finish).days
    return f"Finish: {finish}, " + (
        f"{_count(early, 'day')} before the deadline of {deadline}" if early else "on the day of the deadline"
    )


def path_lines(schedule: Schedule) -> list[str]:
    slots = {slot.task.id: slot for slot in schedule.slots}
    chain = [slots[id] for id in schedule.critical if id in slots]
    lines = [f"{finish_line(schedule)}.", ""]
    lines += [f"{at}. {_named(slot)}" for at, slot in enumerate(chain, start=1)]
    lines += [""] * bool(chain) + [*_beside(schedule), *_remarks(schedule)]
    return [*lines, "", "```mermaid", *gantt(schedule).rstrip("\n").split("\n"), "```"]


def _named(slot: Slot) -> str:
    first, last = slot.start.date(), last_day(slot.finish)
    days = f"{first}" if last <= first else f"{first} to {last}"
    who = f", {', '.join(slot.task.people)}" if slot.task.people else ""
    return f"{entry(slot.task.name)} ({days}{who})"


def _beside(schedule: Schedule) -> list[str]:
    """What can go on at the same time as the critical path."""
    names = {slot.task.id: entry(slot.task.name) for slot in schedule.slots}
    streams = [one for one in schedule.streams if not set(one) & set(schedule.critical)]
    shown = ["  - " + ", then ".join(names[id] for id in one if id in names) for one in streams[:_STREAMS]]
    more = [f"  - and {len(streams) - _STREAMS} more"] if len(streams) > _STREAMS else []
    return ["- In parallel to it:", *shown, *more] if shown else []


def _remarks(schedule: Schedule) -> Iterator[str]:
    """Of which day this is, what was assumed, the buffer, and what to leave out."""
    yield f"- As planned on {schedule.project.now.date()}; `execplan schedule` works it out anew."
    if assumed := sum(slot.assumed for slot in schedule.slots):
        have, each = ("has", "it counts") if assumed == 1 else ("have", "each counts")
        yield f"- {assumed} of {_count(len(schedule.slots), 'step')} {have} no estimate yet; {each} as one day here."
    if schedule.buffer is not None:
        yield f"- {_buffer(schedule.buffer)}"
    yield from _leaving_out(schedule)
    if schedule.method == "critical path" and schedule.project.terms.people:
        yield "- No step names its owner yet, so nobody's time limits this schedule."
    for odd in schedule.project.terms.odd[:_ODD]:
        yield f"- To be settled: {entry(_LINE.sub('', odd))}"


def _leaving_out(schedule: Schedule) -> Iterator[str]:
    late, drops = schedule.late > 0, schedule.drops
    if drops and (not late or drops[-1].finish < schedule.finish):
        why = "To be on time" if schedule.enough else "To end earlier"
        yield f"- {why}, leave out in this order:" if late else "- Agreed to be left out:"
        for drop in drops:
            yield f"  - {entry(drop.task.name)}: finish {last_day(drop.finish)} ({entry(drop.reason)})"
    if not late:
        return
    if drops and schedule.enough:
        yield "- Leaving them out meets the deadline."
        return
    if not drops:
        short = "Nothing can be left out"
    elif drops[-1].finish < schedule.finish:
        short = "Leaving them out is not enough"
    else:
        short = f"Leaving out {_all(drops)} brings the finish no day forward"
    yield f"- {short}: the date, the goals or the team have to change."


def _all(drops: Sequence[Drop]) -> str:
    names = [entry(drop.task.name) for drop in drops]
    return ", ".join(names) if len(names) < 4 else f"{', '.join(names[:2])} and {len(names) - 2} more"


def _buffer(percent: float) -> str:
    should = f"{LEAST} to {MOST} %"
    match room(percent):
        case "none":
            return f"Buffer: none; {should} of the planned time should be kept free."
        case "short":
            return f"Buffer: {percent:.0f} % of the planned time, less than the {should} that should be kept free."
        case "good":
            return f"Buffer: {percent:.0f} % of the planned time, within the {should} that should be kept free."
        case "ample":
            return f"Buffer: {percent:.0f} % of the planned time; {should} would do."


def _capacity(source: Source, schedule: Schedule) -> Source:
    rows = [_row(schedule, person) for person in schedule.project.terms.people] or [_NOBODY]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    plan = read_plan(source)
    draft = Draft(plan)
    whole = ["| " + " | ".join(_COLUMNS) + " |", "|" + "|".join("-" * (len(one) + 2) for one in _COLUMNS) + "|", *lines]
    section = home_of(plan, _CAPACITY)
    if section is None:
        make_section(draft, _CAPACITY, whole)
    elif (below := _table(plan, section.line + 1, section.own_end)) is not None:
        draft.insert_lines(below, lines)
    else:
        into_section(draft, section, whole)
    return apply(source, draft.change().edit)


def _table(plan: Plan, first: int, last: int) -> int | None:
    """The line below the head of the table of the team's form."""
    source = plan.source
    for line in range(first, last - 1):
        if is_row(source, line) and tuple(source.slice(cell).strip(" *_`") for cell in cells(source, line)) == _COLUMNS:
            return line + 2
    return None


def _row(schedule: Schedule, person: Person) -> tuple[str, ...]:
    load = next((one for one in schedule.loads if one.person == person.name), None) or _idle(schedule, person)
    busy = [entry(task.name) for task in schedule.project.tasks if person.name in task.people]
    more = f" +{len(busy) - _SHOWN} more" if len(busy) > _SHOWN else ""
    over = ", over" if load.percent > FULL else ""
    several = f"{person.count} × " if person.count > 1 else ""
    return (
        entry(person.name),
        entry(person.role) if person.role else "[role]",
        f"{several}{person.share * 100:.0f} %" if person.available is None else _days(person.available),
        f"{load.percent} %{over} ({_number(load.work)} of {_days(load.available)})",
        "; ".join(busy[:_SHOWN]) + more if busy else "[working on]",
    )


def _idle(schedule: Schedule, person: Person) -> Load:
    """Somebody without work has all of their time."""
    terms = schedule.project.terms
    until = end_of(terms.deadline) if terms.deadline else schedule.finish
    worked = terms.calendar.without(person.away).minutes(schedule.start, max(until, schedule.start))
    return Load(person.name, 0, round(worked * person.share * person.count), 0)


def _number(minutes: int) -> str:
    return f"{minutes / DAY:.1f}".removesuffix(".0")


def _days(minutes: int) -> str:
    return f"{_number(minutes)} {'day' if minutes == DAY else 'days'}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
