"""Risks, new or brought up to date. Knows the forms they stand in: rows, bullets, titled blocks; knows no files and no clock."""

from __future__ import annotations

import re

from execplan.edits import derived
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.child_lines import add_lines
from execplan.edits.filling import fill
from execplan.edits.known import known
from execplan.edits.placing import Record, place_record
from execplan.plan import marks, values
from execplan.plan.dialects import DIALECTS
from execplan.plan.errors import PlanError
from execplan.plan.model import Place, Plan, Risk, Section
from execplan.plan.risk_places import RISK_HEAD, TELLING, unlabelled
from execplan.plan.safe import entry
from execplan.plan.tables import is_row
from execplan.plan.writing import home_of, row_like

FIELDS = ("impact", "probability", "mitigation", "owner", "status")


def add_risk(
    plan: Plan, risk: str, *, impact: str | None = None, probability: str | None = None, mitigation: str | None = None,
    owner: str | None = None, status: str | None = None, now: str,
) -> Change:  # fmt: skip
    """Records a risk; one that is there already (named by its text or its id) gets these values in place of its own.

    Laws: the plan gains at most one risk; the same call twice is empty.
    """
    said = zip(FIELDS, (impact, probability, mitigation, owner, status), strict=True)
    given = {name: unlabelled(entry(value, name)) for name, value in said if value and value.strip()}
    named = next((one for one in plan.risks if one.id == risk.strip()), None)
    text = unlabelled(entry(risk, "risk"))
    same = named or known(plan.risks, text, lambda one: one.text, "risk")
    if same:
        return _update(plan, same, given, now)
    draft = Draft(plan)
    derived.tell(draft, [f"- Risk: {text}"], now)
    spot = DIALECTS[plan.dialect].spots["risk"]
    siblings = [one.place for one in plan.risks]
    if plan.dialect == "team" and (siblings[-1].field("status") if siblings else plan.section("risks")):
        given.setdefault("status", "Open")  # the register has a status for each
    home = _by_impact(plan, given.get("impact", ""))
    title = text if _is_told(plan, siblings, given) else f"Risk: {text}"
    place_record(draft, spot, siblings, Record(title, {**given}, ("risk", "title"), _number(plan)), now, home)
    draft.adds["risk"] += 1
    derived.write_updated(draft, now)
    return draft.change(shows=(("risk", "text", text),))


def _is_told(plan: Plan, siblings: list[Place], given: dict[str, str]) -> bool:
    """Will it read as a risk beside its neighbours? ``**Flood**`` and ``### Flood`` do by the fields below them alone."""
    last = siblings[-1] if siblings else None
    if last is None or last.marker or is_row(plan.source, last.line) or TELLING.intersection(given):
        return True
    return RISK_HEAD.match(plan.source.line(last.line).lstrip("#~ >\t")) is not None


def _by_impact(plan: Plan, impact: str) -> Section | None:
    """``## Medium Risks`` for a risk of medium impact, where a plan parts its risks so."""
    level = impact.partition(" ")[0].casefold().strip(" :,;(")
    found = [section for section in plan.sections if section.role == "risks"]
    return next((section for section in found if level and section.title.casefold().startswith(f"{level} ")), None)


def _number(plan: Plan) -> int | None:
    """The number after the highest one in ``Risk 3: …``, over all of the plan's risks."""
    heads = (plan.source.line(one.place.line) for one in plan.risks)
    numbers = [
        int(match[1] or match[2])
        for head in heads
        if (match := re.search(r"\brisk\s*#?(\d{1,9})(?!\d)|\A\W*R(\d{1,9})\b", head, re.IGNORECASE))
    ]
    return max(numbers) + 1 if numbers else None


def _update(plan: Plan, risk: Risk, given: dict[str, str], now: str) -> Change:
    if risk.retracted is not None:
        raise PlanError("refused", f"risk {risk.id} was retracted", "say it in other words if it holds after all")
    draft = Draft(plan)
    row = is_row(plan.source, risk.place.line)
    changed = _in_row(draft, risk, given) if row else _in_lines(draft, risk, given)
    if not changed:
        return no_change(plan, risk.id)
    draft.touched.add(risk.id)
    derived.tell(draft, [f"- Risk: {marks.collapse(risk.text)} (changed: {', '.join(changed)})"], now)
    derived.write_updated(draft, now)
    shows = () if row else tuple(("risk", name, given[name]) for name in changed)
    return draft.change(risk.id, shows)


def _in_lines(draft: Draft, risk: Risk, given: dict[str, str]) -> list[str]:
    place = risk.place
    changed = [name for name, value in given.items() if getattr(risk, name) != value]
    missing: dict[str, str] = {}
    for name in changed:
        field = place.field(name)
        if field is None:
            missing[name] = given[name]
            continue
        fill(draft, field, given[name])
    if missing:
        siblings = [one.place for one in draft.plan.risks if one.id != risk.id]
        add_lines(draft, place, siblings, DIALECTS[draft.plan.dialect].spots["risk"].shape, missing)
    return changed


def _in_row(draft: Draft, risk: Risk, given: dict[str, str]) -> list[str]:
    """Cells get their new values; what has no column goes behind the text of the cell that takes such things."""
    source = draft.source
    row = row_like(source, risk.place)
    columns = {name for names in row.names for name in names}
    cells = {name: value for name, value in given.items() if name in columns}
    home = home_of(row, ("risk", "title"))
    field = risk.place.field(home) if home else None
    said = source.slice(field.value) if field else ""
    others = {name: value for name, value in given.items() if name not in columns}
    homeless = {name: value for name, value in others.items() if f"{name.capitalize()}: {value}" not in said}
    if home is None and homeless:
        wanted = ", ".join(homeless)
        raise PlanError(
            "refused", f"the table has no column for {wanted}", "leave it out, or add a column to the table"
        )
    if home in cells and f"{said}; ".startswith(f"{cells[home]}; "):
        del cells[home]
    if home is not None and (homeless or home in cells):
        base, apart = values.parted(said)
        apart.update({name.capitalize(): value for name, value in homeless.items()})
        behind = [f"{name}: {value}" for name, value in apart.items()]
        cells[home] = "; ".join([*([text] if (text := cells.get(home, base)) else []), *behind])
    changed: list[str] = []
    for name, value in cells.items():
        field = risk.place.field(name)
        if field is None or source.slice(field.value) == value:
            continue
        if values.text_of(source, field) == marks.collapse(value):
            continue
        fill(draft, field, value)
        changed.append(name)
    return [name for name in given if name in changed or name in homeless] if changed else []
