"""What became of one plan in a time, and how it stands at the end of it: facts, each with whose they are.

Knows a plan, its versions and a period; knows no file and no form. What the document says comes first: a stamp tells when
a step was done, a version only when that was saved or shared. Whose something is: the step's owner, else the author of
the change, else the plan's owner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from execplan.plan.choice import first_choice
from execplan.plan.graph import Graph, graph_of, is_closed, is_work
from execplan.plan.model import Blocker, Plan, Question
from execplan.plan.weighing import registered, standing_of
from execplan.views.blockers import open_blockers
from execplan.views.checkin.late import lateness
from execplan.views.checkin.people import split
from execplan.views.checkin.period import Period, moment
from execplan.views.checkin.timeline import THERE, Change, Timeline, Turn
from execplan.views.due import OVER, due_lines
from execplan.views.progress import Progress, plan_status, progress
from execplan.views.records import standing
from execplan.views.starts import start_of
from execplan.views.steps import step_name

_WRITING = timedelta(minutes=2)
"""A plan is written so long after its stamps, at most."""


@dataclass(frozen=True, slots=True)
class Item:
    """One fact about a step or a record."""

    text: str
    """The step's name, or the record's own words."""
    people: tuple[str, ...] = ()
    id: str | None = None
    at: str | None = None
    """When, as precisely as it is known: of a step in progress since when."""
    percent: int | None = None
    about: str = ""
    """What blocks a step, what mitigates a risk, what a question needs."""
    new: bool = False
    """It came in this time."""


@dataclass(frozen=True, slots=True)
class Work:
    """One plan in one period."""

    name: str
    title: str
    progress: Progress
    completed: tuple[Item, ...] = ()
    """Steps that were done in this time and still are, in the order of time."""
    skipped: tuple[Item, ...] = ()
    resolved: tuple[Item, ...] = ()
    """Blockers that were resolved in this time."""
    decided: tuple[Item, ...] = ()
    in_progress: tuple[Item, ...] = ()
    blocked: tuple[Item, ...] = ()
    """Steps that are blocked with what blocks them, and blockers of no step."""
    next: tuple[Item, ...] = ()
    """Steps that could be begun, the one to begin with first."""
    late: tuple[Item, ...] = ()
    risks: tuple[Item, ...] = ()
    alerts: tuple[str, ...] = ()
    """Decisions that are due and mitigations that are overdue, in words: said among the risks."""
    asks: tuple[Item, ...] = ()
    authors: tuple[str, ...] = ()
    """Whoever changed it, by the names that git has."""

    @property
    def changed(self) -> bool:
        came = (one for group in (self.blocked, self.risks, self.asks) for one in group)
        return bool(self.completed or self.skipped or self.resolved or self.decided) or any(one.new for one in came)

    @property
    def under_way(self) -> bool:
        return bool(self.in_progress or self.blocked)


@dataclass(frozen=True, slots=True)
class _Owners:
    """Whose something is."""

    plan: tuple[str, ...]

    def of(self, owner: str | None, by: str | None = None) -> tuple[str, ...]:
        return split(owner) or ((by,) if by else ()) or self.plan


def work_of(name: str, plan: Plan, changes: Sequence[Change], period: Period) -> Work:
    """The facts. ``plan`` is as it was at the end of the period, ``changes`` are those up to then in the order of time."""
    line = Timeline(plan, changes)
    owners = _Owners(split(plan.owner))
    over = plan_status(plan) in OVER or plan.is_template
    graph = graph_of(plan)
    return Work(
        name=name,
        title=plan.title,
        progress=progress(plan),
        completed=_closed(plan, "done", line, period, owners),
        skipped=_closed(plan, "skipped", line, period, owners),
        resolved=tuple(_resolved(plan, line, period, owners)),
        decided=tuple(_decided(plan, line, period, owners)),
        in_progress=() if over else tuple(_in_progress(plan, graph, line, owners)),
        blocked=() if over else tuple(_blocked(plan, graph, line, period, owners)),
        next=() if over else tuple(_next(plan, graph, owners)),
        late=() if over else tuple(_late(plan, line, period, owners)),
        risks=() if over else tuple(_risks(plan, line, period, owners)),
        alerts=() if over else due_lines(plan, period.end.date(), start_of(plan, f"{period.end:%Y-%m-%dT%H:%MZ}")),
        asks=() if over else tuple(_asks(plan, line, period, owners)),
        authors=line.authors,
    )


def _closed(plan: Plan, state: str, line: Timeline, period: Period, owners: _Owners) -> tuple[Item, ...]:
    found: list[tuple[str, Item]] = []
    for step in plan.leaves():
        if step.status != state:
            continue
        turn = line.turned("step", step.id, state)
        said = None if line.carried(step) else step.completed
        at = _when(said, turn)
        if at is not None and _within(said, turn, period):
            people = owners.of(step.owner, turn.by if turn else None)
            found.append((at, Item(step_name(step), people, step.id, at or None)))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0] or "~"))


def _when(said: str | None, turn: Turn | None) -> str | None:
    """When something came to be: as the document says, else as its versions show; empty where only that it did is known."""
    if moment(said) is not None:
        return said
    if turn is None:
        return None
    return _stamp(turn.at) if turn.at is not None else ""


def _within(said: str | None, turn: Turn | None, period: Period) -> bool:
    at = moment(said) or (turn.at if turn else None)
    if turn is not None and turn.old and turn.at is not None and (at is None or at >= turn.at - _WRITING):
        return False  # made so, by an import for one: a stamp of that moment tells of the making
    return turn is not None if at is None else period.holds(at)


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%MZ")


def _resolved(plan: Plan, line: Timeline, period: Period, owners: _Owners) -> Iterator[Item]:
    steps = {one.id: one for one in plan.steps}
    for one in standing(plan.blockers):
        turn = _turn(line, one, "resolved")
        if one.resolved and _within(None, turn, period):
            step = steps.get(one.step or "")
            people = owners.of(one.owner or (step.owner if step else None), turn.by if turn else None)
            yield Item(one.text, people, one.id, _when(None, turn) or None, about=one.resolution or "")


def _turn(line: Timeline, one: Blocker, state: str) -> Turn | None:
    """A blocker that is a question stands among these as well: whichever tells."""
    return line.turned("blocker", one.id, state) or (
        line.turned("question", one.question, state) if one.question else None
    )


def _decided(plan: Plan, line: Timeline, period: Period, owners: _Owners) -> Iterator[Item]:
    for one in standing(plan.decisions):
        turn = line.turned("decision", one.id, THERE)
        if _within(one.date, turn, period):
            yield Item(one.title, owners.of(one.by, turn.by if turn else None), one.id, _when(one.date, turn) or None)


def _in_progress(plan: Plan, graph: Graph, line: Timeline, owners: _Owners) -> Iterator[Item]:
    for step in plan.leaves():
        if step.status == "in_progress" and not graph.is_blocked(step):
            turn = line.turned("step", step.id, "in_progress")
            people = owners.of(step.owner, turn.by if turn else None)
            yield Item(step_name(step), people, step.id, _when(step.started, turn) or None, step.percent)


def _blocked(plan: Plan, graph: Graph, line: Timeline, period: Period, owners: _Owners) -> Iterator[Item]:
    told: set[str] = set()
    for step in plan.leaves():
        if not graph.is_blocked(step):
            continue
        by = graph.blockers_of(step)
        told.update(one.id for one in by)
        turn = line.turned("step", step.id, "blocked")
        new = any(_is_new(one, line, period) for one in by) or (turn is not None and _within(None, turn, period))
        people = owners.of(step.owner, turn.by if turn else None)
        yield Item(step_name(step), people, step.id, about="; ".join(one.text for one in by), new=new)
    for one in open_blockers(plan):
        if one.id not in told:
            people = owners.of(one.owner)
            yield Item(one.text, people, one.id, one.since, new=_is_new(one, line, period))


def _is_new(one: Blocker, line: Timeline, period: Period) -> bool:
    return _within(one.since, _turn(line, one, "open"), period)


def _next(plan: Plan, graph: Graph, owners: _Owners) -> Iterator[Item]:
    first = first_choice(plan)
    ready = [one for one in plan.leaves() if is_work(one) and one.status == "todo" and graph.is_ready(one)]
    for step in sorted(ready, key=lambda one: first is None or one.id != first.id):
        yield Item(step_name(step), owners.of(step.owner), step.id)


def _late(plan: Plan, line: Timeline, period: Period, owners: _Owners) -> Iterator[Item]:
    for step in plan.leaves():
        if is_closed(step):
            continue
        turn = line.turned("step", step.id, "in_progress") if step.status == "in_progress" else None
        begun = moment(_when(step.started, turn))
        why = lateness(plan, step, begun, period.end)
        if why:
            yield Item(step_name(step), owners.of(step.owner, turn.by if turn else None), step.id, about=why)


def _risks(plan: Plan, line: Timeline, period: Period, owners: _Owners) -> Iterator[Item]:
    for one in registered(plan):
        if standing_of(one) != "open":
            continue
        turn = line.turned("risk", one.id, THERE)
        new = turn is not None and _within(None, turn, period)
        yield Item(one.text, owners.of(one.owner), one.id, about=one.mitigation or "", new=new)


def _asks(plan: Plan, line: Timeline, period: Period, owners: _Owners) -> Iterator[Item]:
    """What somebody else has to give or decide: what open blockers need, and open questions."""
    told: set[str] = set()
    for one in open_blockers(plan):
        told.add(one.question or "")
        if one.needs or one.options or one.question:  # else it is told among what is blocked
            new = _is_new(one, line, period)
            yield Item(one.text, owners.of(one.owner), one.id, one.since, about=_needed(one), new=new)
    for one in standing(plan.questions):
        if not one.resolved and one.id not in told:
            turn = line.turned("question", one.id, "open")
            new = turn is not None and _within(None, turn, period)
            yield Item(one.text, owners.of(None), one.id, about=_needed(one), new=new)


def _needed(one: Blocker | Question) -> str:
    parts = (f"needs {one.needs}" if one.needs else "", f"options: {' / '.join(one.options)}" if one.options else "")
    return "; ".join(part for part in parts if part)
