"""What is told of a schedule besides its dates: verdict, buffer, milestones. Knows no calendar and no algorithm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from execplan.schedule import bounds
from execplan.schedule.bounds import Room

if TYPE_CHECKING:  # a server lists a tool that speaks of schedules long before it makes one
    from execplan.schedule.model import Load, Schedule, Slot

State = Literal["empty", "done", "planned"]
Verdict = Literal["met", "missed"]
_NEAR = 0.1
"""Share of the longest chain; work with less slack than this is nearly on it."""
_FINE = timedelta(days=2)
"""A shorter schedule is told in hours."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """The end of a phase, of something to be delivered, or of a step that takes no time."""

    name: str
    finish: datetime


def state(schedule: Schedule) -> State:
    """Is there work, was there any?"""
    if schedule.slots:
        return "planned"
    return "done" if schedule.project.tasks else "empty"


def verdict(schedule: Schedule) -> Verdict | None:
    """None without a deadline or without open work."""
    if schedule.project.terms.deadline is None or not schedule.slots:
        return None
    return "missed" if schedule.late > 0 else "met"


IN_TIME = ", if what is waited for outside comes in time"
"""What is said of a deadline that is met, where steps are held up by what no date is known of."""


def room(schedule: Schedule) -> Room | None:
    """How the buffer compares with the rule. None without a deadline."""
    if schedule.buffer is None or not schedule.slots:
        return None
    return bounds.room(schedule.buffer)


def assumed(schedule: Schedule) -> int:
    """Steps without an estimate."""
    return sum(one.assumed for one in schedule.slots)


def path(schedule: Schedule) -> tuple[Slot, ...]:
    """The critical path."""
    slots = {one.task.id: one for one in schedule.slots}
    return tuple(slots[one] for one in schedule.critical if one in slots)


def nearly(schedule: Schedule) -> tuple[Slot, ...]:
    """What is not on the critical path but would soon be, the least slack first."""
    from execplan.plan.estimates import DAY

    chain = sum((one.task.effort.likely if one.task.effort else DAY) for one in path(schedule) if not one.task.wait)
    most = max(DAY, int(chain * _NEAR))
    return tuple(
        sorted((one for one in schedule.slots if not one.critical and one.slack <= most), key=lambda one: one.slack)
    )


def late_steps(schedule: Schedule) -> tuple[str, ...]:
    """The steps that end after a day of their own, each in a few words: the plan's deadline may be met all the same."""
    from execplan.schedule.calendar import last_day

    return tuple(
        f"{one.task.id} is due {one.task.due}, ends {last_day(one.finish)}: {one.task.name}"
        for one in schedule.slots
        if one.task.due is not None and last_day(one.finish) > one.task.due
    )


def heaviest(schedule: Schedule) -> tuple[Load, ...]:
    """All loads, who has most to do first."""
    return tuple(sorted(schedule.loads, key=lambda one: (-one.percent, one.person)))


def milestones(schedule: Schedule) -> tuple[Milestone, ...]:
    """By date: the ends of phases and deliverables, and steps that take no time."""
    ends: dict[tuple[int, str], datetime] = {}
    for one in schedule.slots:
        task = one.task
        names = [(0, task.phase)] if task.phase else []
        names += [(1, task.deliverable)] if task.deliverable else []
        names += [(2, task.name)] if task.effort is not None and task.effort.likely == 0 else []
        for name in names:
            ends[name] = max(one.finish, ends.get(name, one.finish))
    return tuple(sorted((Milestone(name, end) for (_, name), end in ends.items()), key=lambda one: one.finish))


def chains(schedule: Schedule) -> tuple[tuple[str, ...], ...]:
    """The streams that can go on side by side; nothing where there is only one."""
    return schedule.streams if len(schedule.streams) > 1 else ()


def delivered(schedule: Schedule, stream: tuple[str, ...]) -> tuple[str, ...]:
    """What comes of a stream, each thing once."""
    made = {one.task.id: one.task.deliverable for one in schedule.slots}
    return tuple(dict.fromkeys(what for id in stream if (what := made.get(id))))


def fine(schedule: Schedule) -> bool:
    """Do hours matter?"""
    return bool(schedule.slots) and schedule.finish - schedule.start < _FINE


def moment(one: datetime, *, hours: bool) -> str:
    """``2026-10-15``, with the time of day where hours matter."""
    return one.isoformat(timespec="minutes") if hours else one.date().isoformat()


def end(one: datetime, *, hours: bool) -> str:
    """As ``moment``, of an end: what ends at midnight ends on the day before."""
    from execplan.schedule.calendar import last_day

    return moment(one, hours=True) if hours else last_day(one).isoformat()


def days(count: int, word: str = "day") -> str:
    """``1 day``, ``3 days``."""
    return f"{count} {word}{'s' * (abs(count) != 1)}"
