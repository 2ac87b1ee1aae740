"""Decisions and discoveries. Knows where records go; knows no files and no clock."""

from __future__ import annotations

from collections.abc import Sequence

from execplan.edits import derived
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.known import known
from execplan.edits.placing import Record, place_record
from execplan.plan.dialects import DIALECTS, RecordKind
from execplan.plan.errors import PlanError
from execplan.plan.evidence import asserted
from execplan.plan.model import Place, Plan
from execplan.plan.safe import entry, one_line
from execplan.plan.writing import Values, compose

_SEPARATORS = " \t\r\n/,;.—–-"


def add_decision(
    plan: Plan, decision: str, rationale: str, *, alternatives: str | None = None, trade_offs: str | None = None,
    by: str | None = None, reference: str | None = None, now: str,
) -> Change:  # fmt: skip
    """Records a decision and why. Law: the plan gains exactly one decision; the same one twice is added once."""
    title = entry(decision, "decision")
    given = _given(
        rationale=rationale, alternatives=alternatives, trade_offs=trade_offs, by=_name(by), reference=reference
    )
    same = known(plan.decisions, title, lambda one: one.title, "decision")
    if same:
        return no_change(plan, same.id)
    return _add(plan, "decision", title, given, [one.place for one in plan.decisions], ("decision", "title"), now)


def add_discovery(
    plan: Plan,
    what: str,
    *,
    why_it_matters: str | None = None,
    action: str | None = None,
    evidence: str | None = None,
    now: str,
) -> Change:
    """Records something learnt. Law: the plan gains exactly one discovery; the same one twice is added once."""
    title = entry(what, "discovery")
    shown = asserted(entry(evidence, "evidence")).text if evidence and evidence.strip() else None
    given = _given(why_it_matters=why_it_matters, action=action, evidence=shown)
    same = known(plan.discoveries, title, lambda one: one.title, "discovery")
    if same:
        return no_change(plan, same.id)
    return _add(plan, "discovery", title, given, [one.place for one in plan.discoveries], ("what", "title"), now)


def _name(by: str | None) -> str | None:
    """A name without the separators that stand between a date and an author: they would read as such."""
    if by is None or not by.strip():
        return None
    bare = one_line(by).strip(_SEPARATORS)
    if not bare:
        raise PlanError("invalid", "by says nothing", "give the by in words")
    return entry(bare, "by")


def _given(**fields: str | None) -> Values:
    return {name: entry(value, name.replace("_", " ")) for name, value in fields.items() if value and value.strip()}


def _add(
    plan: Plan, kind: RecordKind, title: str, given: Values, siblings: Sequence[Place], names: tuple[str, ...], now: str
) -> Change:
    draft = Draft(plan)
    spot = DIALECTS[plan.dialect].spots[kind]
    own_section = plan.section("decisions" if kind == "decision" else "discoveries")
    in_log = spot.role == "log" and own_section is None
    if in_log and (derived.has_dated_log(plan) or plan.section("log") is None):
        derived.log_lines(draft, compose(spot.shape, title, given, now), now)
        draft.adds["log"] += 1
    else:
        if in_log:
            draft.adds["log"] += 1
        else:
            spot = DIALECTS["cookbook"].spots[kind] if spot.role == "log" else spot
            derived.tell(draft, [f"- Recorded a {kind}: {title}"], now)
        place_record(draft, spot, siblings, Record(title, given, names), now)
    draft.adds[kind] += 1
    derived.write_updated(draft, now)
    return draft.change(shows=((kind, "title", title),))
