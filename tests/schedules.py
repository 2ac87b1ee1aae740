"""Schedules made by hand: what the faces show needs no algorithm."""

from __future__ import annotations

from base64 import b32encode
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from execplan.plan.estimates import DAY
from execplan.plan.reader import read_plan
from execplan.schedule.calendar import Calendar
from execplan.schedule.forecast import Forecast, NoForecast
from execplan.schedule.model import Drop, Effort, Load, Project, Schedule, Slot, Task, Terms
from execplan.schedule.velocity import Bias, Throughput, Velocity, velocity
from execplan.text.source import Source
from execplan.workspace.handle import Handle
from execplan.workspace.scheduling import Scheduled

NINE = datetime(2026, 10, 15, 9)


def ident(number: int) -> str:
    """An id that looks like one."""
    return b32encode(sha256(str(number).encode()).digest()).decode().lower()[:5]


def task(number: int, name: str = "", **more: Any) -> Task:
    fields: dict[str, Any] = {
        "id": ident(number),
        "name": name or f"Step {number}",
        "phase": None,
        "line": number,
        "status": "todo",
        "effort": Effort(DAY, DAY, DAY),
    }
    return Task(**fields | more)


def slot(one: Task, start: datetime = NINE, hours: float = 8, slack: int = 0, **more: Any) -> Slot:
    finish = start + timedelta(hours=hours)
    late = timedelta(minutes=slack)
    return Slot(one, start, finish, start + late, finish + late, slack, critical=slack == 0, **more)


def schedule(*slots: Slot, deadline: date | None = None, **more: Any) -> Schedule:
    """The slots as a schedule; fields of the terms, the project and the schedule may be given by name."""
    terms = Terms(Calendar(), deadline=deadline, **_taken(more, "hard", "odd", "people", "waits", "scope"))
    tasks = tuple(one.task for one in slots)
    project = Project("A plan", more.pop("tasks", tasks), terms, NINE, NINE, **_taken(more, "outside", "order"))
    finish = max((one.finish for one in slots), default=NINE)
    late = (finish.date() - deadline).days if deadline else 0
    fields: dict[str, Any] = {
        "critical": tuple(one.task.id for one in slots if one.critical),
        "streams": (tuple(one.id for one in tasks),) if tasks else (),
        "loads": (),
        "late": late,
        "late_work": late,
        "buffer": None if deadline is None else -5.0 if late > 0 else 12.0,
        "drops": (),
        "enough": False,
        "method": "critical path",
        "gap": 0.0,
    }
    return Schedule(project, slots, NINE, finish, **fields | more)


def _taken(more: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: more.pop(name) for name in names if name in more}


def scheduled(found: Schedule, name: str = "launch", **more: Any) -> Scheduled:
    plan = read_plan(Source.of(f"# {name} ExecPlan\n"))
    handle = Handle.of(name, f".agents/{name}/PLAN.md", plan)
    seen = {"forecast": NoForecast("not enough history", 0), "velocity": velocity(found.project)} | more
    return Scheduled(handle, plan, found, **seen)


def band(*days: date) -> Forecast:
    """A forecast by the dates of P50, P80 and P95."""
    p50, p80, p95 = (datetime.combine(day, time(17)) for day in days)
    return Forecast(p50, p80, p95, p50, 0.35, 1000, 12, True, 0, 0, 0, 0)


def forty(
    words: str = "Rework the settlement reconciliation pipeline for the overseas subsidiaries and auditors",
) -> Scheduled:
    """Forty steps with long titles, late, with everything that can be said of a schedule."""
    slots: list[Slot] = []
    for number in range(40):
        chain, at = number % 4, NINE + timedelta(days=2 * (number // 4))
        one = task(
            number,
            f"{words}, part {number}",
            phase=f"Phase {number // 8}: {words}",
            deliverable=f"Report {number}: {words}" if number % 9 == 0 else None,
            scope="should" if number % 5 == 0 else None,
        )
        slots.append(slot(one, at, 32, 0 if chain == 0 else 60 * number, assumed=number % 3 == 0))
    found = schedule(
        *slots,
        deadline=date(2026, 10, 25),
        outside=tuple((ident(number), f"{words} of the other plan") for number in range(6)),
        streams=tuple(tuple(ident(number) for number in range(chain, 40, 4)) for chain in range(4)),
        loads=tuple(
            Load(f"Engineer {number} of the platform team", 5000, 4800, 96 + number * 3) for number in range(9)
        ),
        drops=tuple(
            Drop(one.task, one.finish, "should have" if one.task.line % 2 else f"if it takes over a week, drop {words}")
            for one in slots
            if one.task.scope
        ),
        method="list",
        gap=0.08,
    )
    return replace(
        scheduled(found, "move-the-settlement-reconciliation-of-every-overseas-subsidiary-to-the-new-ledger"),
        hint='pip install "execplan[schedule]" finds better ones',
        forecast=band(date(2026, 11, 4), date(2026, 11, 10), date(2026, 11, 21)),
        velocity=Velocity(9, Throughput(None, NINE.date(), NINE.date(), 7, 10, 0, 0), (), (), (), Bias(9, 1.31, 1.2)),
        due=tuple(f"D{number} go or no-go on 2026-10-1{number}: {words}" for number in range(5)),
    )
