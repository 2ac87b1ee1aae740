"""How much of everybody's time a plan takes. Knows people and calendars; knows no order of work."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from execplan.plan.estimates import DAY
from execplan.schedule.calendar import end_of
from execplan.schedule.model import Load, Person, Project


def loads_of(project: Project, start: datetime, finish: datetime) -> tuple[Load, ...]:
    """Everybody who has work or stated time, in the order of the plan.

    What is available is what was stated, and then all work counts, done or open: the plan asks for all of it. Else it is
    the person's working time from the start to the deadline, else to the finish; done work without a stamp may lie
    before the start, and does not count.
    """
    deadline = project.terms.deadline
    until = end_of(deadline) if deadline is not None else finish
    asked, before = Counter[str](), Counter[str]()
    for task in project.tasks:
        dated = task.status != "done" or task.begun is not None or task.ended is not None
        for name in () if task.wait else task.people:
            (asked if dated else before)[name] += DAY if task.effort is None else task.effort.likely
    found: list[Load] = []
    for person in project.terms.people:
        work = asked[person.name] + (before[person.name] if person.available is not None else 0)
        available = _available(project, person, start, until)
        if work or person.available is not None:
            percent = round(100 * work / available) if available > 0 else (999 if work else 0)
            found.append(Load(person.name, work, available, percent))
    return tuple(found)


def _available(project: Project, person: Person, start: datetime, until: datetime) -> int:
    if person.available is not None:
        return person.available
    own = project.terms.calendar.without(person.away)
    return round(max(0, own.minutes(start, until)) * person.share * person.count)
