"""Plans made by hand for the tests of the views: no reader needed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from execplan.plan.model import Blocker, Decision, Phase, Place, Plan, Section, Status, Step
from execplan.text.source import Source, Span

PLACE = Place(0, 1, Span(0, 0))


def step(name: str, status: Status = "todo", **more: Any) -> Step:
    values: dict[str, Any] = {"label": None, "title": f"title of {name}", "line": 0, "place": PLACE, **more}
    return Step(id=name, status=status, **values)


def phase(name: str, status: Status = "todo", **more: Any) -> Phase:
    return Phase(
        id=name, label=more.pop("label", None), title=more.pop("title", f"phase {name}"), status=status, line=0, **more
    )


def blocker(name: str, on: str | None = None, **more: Any) -> Blocker:
    values: dict[str, Any] = {"text": f"text of {name}", "resolved": False, "line": 0, "place": PLACE, **more}
    return Blocker(id=name, step=on, **values)


def decision(name: str, date: str | None = None) -> Decision:
    return Decision(id=name, title=f"title of {name}", line=0, place=PLACE, date=date)


def section(title: str, line: int, end: int, level: int = 2) -> Section:
    return Section(title, title, level, line, end, end, None, -1)


def plan(*steps: Step, **more: Any) -> Plan:
    """A plan of these steps; parents learn their children, lines count up."""
    known = [replace(one, line=2 + index) for index, one in enumerate(steps)]
    known = [replace(one, children=tuple(child.id for child in known if child.parent == one.id)) for one in known]
    text = more.pop("text", "# Plan\n")
    return Plan(Source.of(text), "living", "Plan", more.pop("sections", ()), steps=tuple(known), **more)
