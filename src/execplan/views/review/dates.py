"""Rules about dates in the wrong order. Know stamps; know no state but started and done.

Stamps are compared only where the answer is certain: two without a zone by what both say, two with zones as instants, a
mixed pair only beyond any zone's offset.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from execplan.plan import stamps
from execplan.plan.model import Place, Plan, Step
from execplan.text.edit import Replacement
from execplan.text.source import Span
from execplan.views.review.phrases import name_of
from execplan.views.review.rule import Facts, Hit, Rule, everywhere

_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)
"""How far a local time may be ahead of and behind UTC."""
_MOST_UPDATED = 16
"""Places that say when the plan was updated."""


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that happened, when, and where the plan says so."""

    what: str
    value: str
    line: int


def later(left: str, right: str) -> bool:
    """Is the stamp ``left`` certainly later than ``right``? Both RFC 3339, as precise as they were written."""
    if _zoned(left) == _zoned(right):
        if _zoned(left):
            return bounds(left)[0] > bounds(right)[1]
        shared = min(len(left), len(right))
        return left[:shared] > right[:shared]
    return bounds(left)[0] > bounds(right)[1]


def _zoned(stamp: str) -> bool:
    return len(stamp) > 19


def bounds(stamp: str) -> tuple[datetime, datetime]:
    """The earliest and the latest instant a stamp may mean; a day that is none (``02-31``) may mean any time."""
    try:
        first = datetime.fromisoformat(stamp)
        if first.tzinfo is not None:
            return first, first
        first = first.replace(tzinfo=UTC)
        length = timedelta(days=1) if len(stamp) == 10 else timedelta(0)
        return first - _EAST, first + length + _WEST
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _step_events(step: Step) -> Iterator[_Event]:
    name = name_of(step)
    if step.started and step.status in ("in_progress", "done"):
        yield _Event(f"{name} started", step.started, _line(step.place, "started"))
    if step.completed and step.status == "done":
        yield _Event(f"{name} was completed", step.completed, _line(step.place, "completed"))


def _events(plan: Plan) -> Iterator[_Event]:
    for step in plan.steps:
        yield from _step_events(step)
    kinds = (("a decision", plan.decisions), ("a discovery", plan.discoveries), ("a log entry", plan.log))
    for what, entries in kinds:
        for one in entries:
            if one.date and one.retracted is None:
                yield _Event(f"{what} was dated", one.date, one.line)


def _line(place: Place, name: str) -> int:
    field = place.field(name)
    return field.line if field else place.line


def _stale_update(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    events = list(_events(plan))
    for span in plan.updated_fields[:_MOST_UPDATED]:
        said = stamps.search(plan.source.slice(span))
        after = [one for one in events if said and later(one.value, said.value)]
        if said is None or not after:
            continue
        newest = max(after, key=lambda one: bounds(one.value)[1])
        more = f", and {len(after) - 1} more" if len(after) > 1 else ""
        yield Hit(
            plan.source.line_of(span.start),
            f"Last Updated is {shown(said.value)}, but {newest.what} {shown(newest.value)} (line {newest.line + 1}){more}",
            _brought_up(span, said, newest.value),
        )


def _brought_up(span: Span, said: stamps.Stamp, newest: str) -> tuple[Replacement, ...]:
    """Last Updated was at least then: its stamp in its own shape, where both are equally precise and in UTC or dates."""
    same = len(newest) == len(said.value) and newest[19:] == said.value[19:] and newest[19:] in ("", "Z")
    if not same or len(newest) == 19:
        return ()
    text = stamps.write(newest[:16] + "Z", said.shape)
    return (Replacement(Span(span.start + said.start, span.start + said.end), text),)


def shown(stamp: str) -> str:
    """A stamp as people write it."""
    if len(stamp) == 10:
        return stamp
    zone = stamp[19:]
    return f"{stamp[:10]} {stamp[11:16]}{' UTC' if zone == 'Z' else f' {zone}' if zone else ''}"


def _completed_first(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    for step in plan.steps:
        if step.started and step.completed and step.status == "done" and later(step.started, step.completed):
            message = f"{name_of(step)} started {shown(step.started)}, after it was completed {shown(step.completed)}"
            yield Hit(_line(step.place, "completed"), message)


def _updated_first(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.created and plan.updated and later(plan.created, plan.updated):
        line = plan.source.line_of(plan.updated_fields[0].start) if plan.updated_fields else 0
        yield Hit(line, f"Last Updated {shown(plan.updated)} is before the plan was created, {shown(plan.created)}")


def _in_future(plan: Plan, facts: Facts) -> Iterator[Hit]:
    tomorrow = bounds(facts.now)[1] + timedelta(days=1)
    ahead = [one for one in _events(plan) if bounds(one.value)[0] > tomorrow]
    if ahead:
        more = f", and {len(ahead) - 1} more" if len(ahead) > 1 else ""
        yield Hit(ahead[0].line, f"{ahead[0].what} {shown(ahead[0].value)}: that is in the future{more}")


RULES: tuple[Rule, ...] = (
    Rule(
        "last_updated_stale",
        "Something in the plan is dated after Last Updated.",
        "living plan: stamped progress; every change updates the stamp",
        _stale_update,
        everywhere("warning"),
    ),
    Rule(
        "completed_before_started",
        "A step was completed before it started.",
        "contradiction between two stamps of one step",
        _completed_first,
        everywhere("error"),
    ),
    Rule(
        "updated_before_created",
        "The plan was last updated before it was created.",
        "contradiction between two stamps of the plan",
        _updated_first,
        everywhere("error"),
    ),
    Rule(
        "stamp_in_future",
        "Something that has happened is dated more than a day ahead.",
        "living plan: stamps say when work actually happened",
        _in_future,
        everywhere("warning"),
    ),
)
