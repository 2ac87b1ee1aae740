"""Writes the risks of a brief into the register. Knows its rows and their placeholders; knows no brief's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from execplan.edits.change import Draft
from execplan.edits.filling import fill
from execplan.edits.placing import section_end
from execplan.edits.planner.given import GivenRisk
from execplan.edits.risks import add_risk
from execplan.plan.errors import PlanError
from execplan.plan.identity import normal
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.plan.safe import entry
from execplan.plan.tables import is_row
from execplan.plan.writing import compose_row, row_like
from execplan.text.edit import apply
from execplan.text.source import Source

_CELLS = {
    "impact": "[impact]", "probability": "[likelihood]", "mitigation": "[mitigation]", "owner": "[owner]", "status": "Open",
}  # fmt: skip
_NO_RISK = "| [What could go wrong] | [impact] | [likelihood] | [mitigation] | [owner] | [status] |"


def write_risks(source: Source, risks: Sequence[GivenRisk], now: str) -> Source:
    """The first as any risk is added; where that is a row, the others are rows like it, written at once."""
    rest = list(risks)
    if rest:
        source = _risk(source, rest.pop(0), now)
    plan = read_plan(source)
    if rest and plan.risks and is_row(source, plan.risks[-1].place.line):
        place, seen, rows = plan.risks[-1].place, {normal(one.text) for one in plan.risks}, list[str]()
        row, again = row_like(source, place), list[GivenRisk]()
        columns = {name for names in row.names for name in names}
        for risk in rest:
            text = entry(risk.text, "risk")
            told: dict[str, str | tuple[str, ...]] = {
                name: entry(value, name) for name, value in _told(plan, risk).items()
            }
            if normal(text) in seen or not told.keys() <= columns:
                again.append(risk)
            else:
                seen.add(normal(text))
                rows.append(compose_row(row, ("risk", "title"), text, told, now))
        draft = Draft(plan)
        draft.insert_lines(place.end, rows)
        source, rest = apply(source, draft.change().edit), again
    for risk in rest:
        source = _risk(source, risk, now)
    return _owed(source, bool(risks))


def _told(plan: Plan, risk: GivenRisk) -> dict[str, str]:
    """What was told of a risk; in the team's form it is open where nothing else is said."""
    known = {"status": "Open"} if plan.dialect == "team" else dict[str, str]()
    return {**known, **dict(risk.told)}


def _risk(source: Source, risk: GivenRisk, now: str) -> Source:
    """A risk in the plan's own form; a form without room for what was told of it has that in the text."""
    plan = read_plan(source)
    told = _told(plan, risk)
    try:
        change = add_risk(
            plan,
            risk.text,
            impact=told.get("impact"),
            probability=told.get("probability"),
            mitigation=told.get("mitigation"),
            owner=told.get("owner"),
            status=told.get("status"),
            now=now,
        )
    except PlanError as error:
        if error.code != "refused" or not risk.told:
            raise
        said = "; ".join([risk.text, *(f"{name}: {value}" for name, value in risk.told)])
        change = add_risk(plan, said, now=now)
    return apply(source, change.edit)


def _owed(source: Source, any_risk: bool) -> Source:
    """Placeholders in the cells of which nothing was told."""
    plan = read_plan(source)
    draft = Draft(plan)
    for risk in plan.risks:
        for field in risk.place.fields:
            name = next((name for name in field.names if name in _CELLS), None)
            if name and not source.slice(field.value).strip():
                fill(draft, field, _CELLS[name])
    section = plan.section("risks")
    if not any_risk and section is not None:
        end = section_end(draft, section.line + 1, section.own_end)
        if end > section.line + 1 and re.fullmatch(r"[\s|:-]+", source.line(end - 1)):
            draft.insert_lines(end, [_NO_RISK])
    return apply(source, draft.change().edit)
