"""A plan as a project: its open and done work as tasks with effort, people and order. Knows plans; knows no algorithm.

Tasks are the steps that count and have no sub-steps. Left out: skipped ones, and open ones that the scope calls won't
have. What decides their order is in ``precedence``; who is meant by an owner, in ``people``: an owner that nobody is known by
becomes a person of its own, and a step without an owner is its parent's, else nobody's. A parent's estimate is shared out
evenly among its sub-steps where none of them has one. A step below ``Week 3`` is not pinned to it.

A stamp without a time of day is midnight, as no work begins or ends there by itself. Times with a zone are taken in UTC, as
``now`` is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from execplan.plan import estimates, stamps, values
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import Plan, Step
from execplan.schedule.calendar import Calendar
from execplan.schedule.model import Effort, Person, Project, Task, Terms, Wait
from execplan.schedule.people import by_names, is_everyone, merged, parts_of, told_apart, who
from execplan.schedule.precedence import by_document, stated
from execplan.schedule.remarks import (
    RiskIndex,
    ScopeWords,
    deliverables,
    first_day_in,
    last_day_in,
    register_of,
    risk_of,
    said_of,
    scope_of_step,
    scope_words,
)
from execplan.schedule.terms.reader import terms_of
from execplan.schedule.words import are_in, words_of

MOST_PEOPLE = 1_000
"""People of one plan that are told apart: each owner is looked for among them."""
_PREPARES = frozenset(["fix", "address", "resolve", "prepare", "plan", "schedule", "book", "act", "draft", "findings"])
"""Words of a step that is about a wait and is none itself."""
_EPOCH = datetime(2000, 1, 1)


def project_of(plan: Plan, given: Terms, now: str) -> Project:
    """The project in a plan; ``given`` are the terms of all plans, ``now`` is ``YYYY-MM-DDTHH:MMZ``.

    Raises ``too_large`` for a plan whose steps wait for more others, or have more owners, than anybody can go through.
    """
    terms = terms_of(plan, given, now)
    moment = _moment(now) or _EPOCH
    leaves = tuple(step for step in plan.leaves() if step.status != "skipped")
    above = _Above(plan, leaves)
    terms, people = _with_people(terms, given.people, {step.id: above.owner(step) for step in leaves})
    waits, unnamed = _waiting(plan, leaves, terms.waits)
    shared = _Shared(
        people=people,
        waits=waits,
        above=above,
        now=moment,
        floor=terms.start or (_moment(plan.created) or moment).date(),
        phases={phase.id: phase.title for phase in plan.phases},
        delivered=deliverables(plan),
        register=register_of(plan),
        scope=scope_words(terms.scope),
    )
    drafts = [(step, _task(plan, step, shared)) for step in leaves]
    kept = [one for one in drafts if not _is_left_out(one[1])]
    left_out = [
        f"line {task.line + 1}: {quoted(task.name)} is not scheduled, for the scope says won't have: skip it, or change the scope"
        for _, task in drafts
        if _is_left_out(task)
    ]
    steps = tuple(step for step, _ in kept)
    found = stated(plan, steps)
    after = found.after if found.any else by_document(plan, steps, people)
    open_ones = {step.id for step in steps if step.status != "done"}
    return Project(
        title=plan.title,
        tasks=tuple(replace(task, after=after.get(task.id, ())) for _, task in kept),
        terms=replace(terms, odd=(*terms.odd, *unnamed, *left_out)),
        now=moment,
        begin=_begin(terms, moment),
        outside=tuple(_held_up(steps, tuple(pair for pair in found.outside if pair[0] in open_ones))),
        order="stated" if found.any else "document",
    )


def _held_up(steps: Sequence[Step], outside: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What waits for something elsewhere, and what is blocked: no date tells when that is over."""
    told = {id for id, _ in outside}
    yield from outside
    yield from ((step.id, "what blocks it") for step in steps if step.status == "blocked" and step.id not in told)


def _is_left_out(task: Task) -> bool:
    """Nobody means to do it, and nobody has begun."""
    return task.scope == "wont" and task.status not in ("done", "in_progress")


def _begin(terms: Terms, now: datetime) -> datetime:
    return max(_opening(terms.start, terms.calendar), now) if terms.start else now


def _with_people(
    terms: Terms, project: tuple[Person, ...], owned: Mapping[str, str | None]
) -> tuple[Terms, dict[str, tuple[str, ...]]]:
    """The terms with everybody who owns something, and who works on each step.

    Whom the plan's team does not have may be one of the project's people, else is somebody new.
    """
    owners = tuple(dict.fromkeys(owner for owner in owned.values() if owner))
    count = len(terms.people) + len({part for owner in owners for part in parts_of(owner)})
    if count > MOST_PEOPLE:
        raise PlanError(
            "too_large",
            f"{count:,} people are more than the limit of {MOST_PEOPLE:,} for a schedule",
            "name who answers for a step, in the same words everywhere",
        )
    known = told_apart(terms.people, owners)
    names = by_names(known)
    unknown = dict.fromkeys(part for owner in owners for part in who(owner, known, names)[1])
    new = [one for part in unknown if not is_everyone(part) for one in _of_project(part, project)]
    people = merged((*known, *new)) or merged(Person(part) for part in unknown)
    names = by_names(people)
    meant = {owner: who(owner, people, names)[0] for owner in owners}
    return replace(terms, people=people), {id: meant[owner] if owner else () for id, owner in owned.items()}


def _of_project(part: str, project: tuple[Person, ...]) -> tuple[Person, ...]:
    found = who(part, project)[0]
    return tuple(one for one in project if one.name in found) or (Person(part),)


class _Above:
    """What a step has from the steps above it: their owner; and of their estimate an even share, where no leaf has one."""

    def __init__(self, plan: Plan, leaves: Sequence[Step]) -> None:
        self._plan = plan
        self._steps = {step.id: step for step in plan.steps}
        self._below: dict[str, list[Step]] = {}
        for leaf in leaves:
            for step in self._chain(leaf)[1:]:
                self._below.setdefault(step.id, []).append(leaf)
        self._shares = {id: self._share(id) for id in self._below}

    def _chain(self, step: Step) -> list[Step]:
        """The step and those above it, nearest first."""
        found = [step]
        while found[-1].parent in self._steps and len(found) <= len(self._steps):
            found.append(self._steps[found[-1].parent or ""])
        return found

    def owner(self, step: Step) -> str | None:
        return next((one.owner for one in self._chain(step) if one.owner), None) if step.parent else step.owner

    def effort(self, step: Step) -> Effort | None:
        shares = (self._shares[one.id] for one in self._chain(step)[1:])
        return next((share for share in shares if share), None) if step.parent else None

    def _share(self, id: str) -> Effort | None:
        text, leaves = _estimate(self._plan, self._steps[id]), self._below[id]
        own = estimates.effort(text) if text and not estimates.is_wait(text) else None
        if own is None or any(_estimate(self._plan, leaf) for leaf in leaves):
            return None
        low, likely, high = (round(one / len(leaves)) for one in own)
        return Effort(low, likely, high)


def _waiting(plan: Plan, leaves: Sequence[Step], waits: Sequence[Wait]) -> tuple[dict[str, Wait], list[str]]:
    """The step that each wait is told by: it says itself that it waits, or has the fewest words besides the wait's."""
    found: dict[str, Wait] = {}
    odd: list[str] = []
    titles = [(step, words_of(step.title)) for step in leaves] if waits else []
    for wait in waits:
        words = words_of(wait.words)
        able = [(step, own) for step, own in titles if are_in(words, own) and not (own - words) & _PREPARES]
        if able:
            best, _ = min(able, key=lambda one: (not _says_wait(plan, one[0]), len(one[1])))
            before = found.get(best.id)
            found[best.id] = wait if before is None or before.minutes < wait.minutes else before
        else:
            odd.append(f"line {wait.line + 1}: no step waits for {wait.words!r}: add one with that name")
    return found, odd


def _estimate(plan: Plan, step: Step) -> str:
    for place in (step.place, step.detail):
        text = values.named(plan.source, place, "estimate") if place else None
        if text and estimates.minutes(text) is not None:
            return text
    return ""


def _says_wait(plan: Plan, step: Step) -> bool:
    return estimates.is_wait(_estimate(plan, step))


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all tasks of a plan are made with."""

    people: Mapping[str, tuple[str, ...]]
    waits: Mapping[str, Wait]
    above: _Above
    now: datetime
    floor: date
    """The day before which no day without a year is."""
    phases: Mapping[str, str]
    delivered: Mapping[str, str]
    register: RiskIndex
    scope: tuple[ScopeWords, ...]


def _task(plan: Plan, step: Step, shared: _Shared) -> Task:
    said = said_of(plan, step)
    raw = plan.source.slice(step.place.text)
    wait = shared.waits.get(step.id)
    text = _estimate(plan, step)
    begun = _moment(step.started)
    future = begun is not None and step.status == "todo" and begun > shared.now
    not_before = first_day_in(said.get("not_before"), shared.floor)
    return Task(
        id=step.id,
        name=step.title,
        phase=shared.phases.get(step.phase or ""),
        line=step.line,
        status=step.status,
        effort=_effort(text, wait) or shared.above.effort(step),
        wait=wait is not None or estimates.is_wait(text),
        people=shared.people.get(step.id, ()),
        percent=min(max(step.percent or 0, 0), 100),
        begun=None if future else begun,
        ended=_moment(step.completed) if step.status == "done" else None,
        not_before=not_before or (begun.date() if future and begun else None),
        due=last_day_in(said.get("due"), shared.floor),
        risk=risk_of(raw, said.get("risk"), shared.register, step),
        scope=scope_of_step(step, raw, said.get("scope"), shared.scope),
        deliverable=said.get("deliverable") or shared.delivered.get(step.phase or ""),
    )


def _effort(text: str, wait: Wait | None) -> Effort | None:
    """Of the step's own words; a step that is a wait elapses at least as long as the plan says that it takes."""
    own = estimates.effort(text, clock=wait is not None) if text else None
    if wait is not None:
        low, likely, high = own or (0, 0, 0)
        return Effort(max(low, wait.minutes), max(likely, wait.minutes), max(high, wait.minutes))
    return Effort(*own) if own else None


def _moment(stamp: str | None) -> datetime | None:
    value = stamps.value_of(stamp) if stamp else None
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None


def _opening(day: date, calendar: Calendar) -> datetime:
    """When that day's hours begin, worked or not: what elapses by the clock may begin on a Sunday."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=calendar.hours[0][0])
