"""The finish of a network, many times over, with efforts that vary. Knows numbers and a calendar; knows no plan.

All runs go forward together, one activity after the other: the finishes of an activity in every run are a column, and
the start of the next is the greatest of the columns it waits for. Work is counted in working time, what
elapses by the clock on the clock; either is turned into the other only where one waits for the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, sqrt

from execplan.plan.errors import PlanError
from execplan.schedule.calendar import Calendar, Window
from execplan.schedule.model import Effort
from execplan.schedule.network import order
from execplan.schedule.problem import Job, Problem
from execplan.schedule.stretches import FARTHEST, Stretches, laid_out, own

Draw = Callable[[], float]
"""Uniform numbers, 0 included and 1 not."""
_Column = list[int]


@dataclass(frozen=True, slots=True)
class Activity:
    """An open task, as what is left to do of it."""

    effort: Effort
    """Minutes in all; with three different figures they vary by their own distribution, else by the history's ratios."""
    after: tuple[int, ...] = ()
    """Indices of the activities that must end first, because of the work or because of the hands it goes through."""
    wait: bool = False
    """It elapses by the clock, and no ratio applies: nobody's estimate of work is in it."""
    release: datetime | None = None
    """The earliest start."""
    percent: int = 0
    """Of it that is done."""
    taken: int = 0
    """Minutes it has taken so far, where nobody said how much is done."""
    share: float = 1.0
    """Of working time that is spent on it."""
    away: tuple[Window, ...] = ()
    """Days off that the calendar does not have, of the people who do it."""

    @property
    def spread(self) -> bool:
        """Does it have a distribution of its own?"""
        return self.effort.low < self.effort.high

    def left(self, whole: int) -> int:
        """What is left where it takes so much in all: while it is open at least a tenth, however long it took so far."""
        rest = ceil(whole * (100 - self.percent) / 100)
        if self.taken:
            rest = max(whole - self.taken, ceil(whole / 10))
        return rest if self.wait else ceil(rest / self.share)


def triangular(effort: Effort, uniform: float) -> int:
    """The quantile of the triangular distribution from low over likely to high.

    It stands in for PERT's beta distribution: it needs nothing but the same three figures, has a closed inverse, and
    gives the tails more weight (Johnson, "The triangular distribution as a proxy for the beta distribution in risk
    analysis", 1997).
    """
    low, high = effort.low, effort.high
    likely = min(max(effort.likely, low), high)
    if low >= high:
        return likely
    if uniform * (high - low) < likely - low:
        return round(low + sqrt(uniform * (high - low) * (likely - low)))
    return round(high - sqrt((1 - uniform) * (high - low) * (high - likely)))


def simulate(
    activities: Sequence[Activity],
    calendar: Calendar,
    begin: datetime,
    draw: Draw,
    ratios: Sequence[float] = (),
    runs: int = 1000,
) -> tuple[list[datetime], bool]:
    """The finish in every run, rising, and whether all of them are near enough to be known.

    Each run draws a history of its own from ``ratios``, with replacement, and each activity a ratio from that: what a
    few finished tasks tell of the next is itself uncertain, and errs the same way for all that is still to come. Drawing
    from the ratios themselves would make the band of a long chain much too narrow. A history has one ratio less than
    there are, or its mean would vary too little (Rao & Wu, "Resampling inference with complex survey data", 1988; the
    bootstrap itself: Efron, 1979). Without ratios what is left is as estimated.

    Law: the same numbers drawn give the same answer. There is at least one run.
    Raises ``invalid`` where activities wait for each other in a ring.
    """
    origin = begin.replace(second=0, microsecond=0)
    table = laid_out(calendar, origin, _days(activities, calendar, origin, max(ratios, default=1.0)))
    own_tables: dict[tuple[Window, ...], Stretches] = {}
    size = len(ratios)
    histories = [[int(draw() * size) for _ in range(max(min(size, 1), size - 1))] for _ in range(runs)]
    # Finishes by working time and by the clock; each is there once it was asked for.
    worked: list[_Column | None] = [None] * len(activities)
    clocked: list[_Column | None] = [None] * len(activities)

    def by_work(index: int) -> _Column:
        column = worked[index]
        if column is None:
            column = worked[index] = [table.work(minute) for minute in clocked[index] or ()]
        return column

    def by_clock(index: int) -> _Column:
        column = clocked[index]
        if column is None:
            column = clocked[index] = [table.minute(work) for work in worked[index] or ()]
        return column

    for index in order(Problem(tuple(Job(0, activity.after) for activity in activities))):
        activity = activities[index]
        # A milestone keeps the moment of what it waits for.
        elapses = activity.wait or activity.left(activity.effort.high) <= 0
        release = 0 if activity.release is None else max(0, (activity.release - origin) // timedelta(minutes=1))
        columns = [(by_clock if elapses else by_work)(before) for before in activity.after]
        starts = _latest(columns, release if elapses else table.work(release), runs)
        lengths = _lengths(activity, ratios, histories, draw)
        if elapses:
            clocked[index] = [start + length for start, length in zip(starts, lengths, strict=True)]
        elif activity.away:
            if activity.away not in own_tables:
                own_tables[activity.away] = own(table, origin, activity.away)
            mine = own_tables[activity.away]
            ends = [mine.minute(mine.work(start) + length) for start, length in zip(starts, lengths, strict=True)]
            worked[index] = list(map(max, starts, ends))
        else:
            worked[index] = [start + length for start, length in zip(starts, lengths, strict=True)]

    last = set(range(len(activities))).difference(*(activity.after for activity in activities))
    finishes = sorted(_latest([by_clock(index) for index in last], 0, runs))
    known = finishes[-1] < table.end
    return [origin + timedelta(minutes=min(finish, table.end)) for finish in finishes], known


def _latest(columns: list[_Column], floor: int, runs: int) -> _Column:
    if not columns:
        return [floor] * runs
    latest = columns[0] if len(columns) == 1 else list(map(max, *columns))
    return [floor if value < floor else value for value in latest] if floor else latest


def _lengths(activity: Activity, ratios: Sequence[float], histories: list[list[int]], draw: Draw) -> _Column:
    effort = activity.effort
    if activity.spread:
        return [activity.left(triangular(effort, draw())) for _ in histories]
    if activity.wait or not ratios or effort.likely <= 0:
        return [activity.left(effort.likely)] * len(histories)
    left = [activity.left(round(effort.likely * ratio)) for ratio in ratios]
    size = len(histories[0])
    return [left[history[int(draw() * size)]] for history in histories]


def _days(activities: Sequence[Activity], calendar: Calendar, origin: datetime, worst: float) -> int:
    """Days that hold the longest run there can be: one thing after the other, each as slow as it gets."""
    work = elapsing = 0
    away: tuple[Window, ...] = ()
    start = origin
    for activity in activities:
        if activity.wait:
            elapsing += activity.left(activity.effort.high)
        else:
            work += activity.left(ceil(activity.effort.high * (1.0 if activity.spread else max(worst, 1.0))))
        away += tuple(window for window in activity.away if window not in away)
        start = max(start, activity.release or origin)
    try:
        # What elapses takes at most as much working time, so by then all of it is over.
        return (calendar.without(away).end(start, work + elapsing) - origin).days + 2
    except PlanError:  # after the year 9999
        return FARTHEST
