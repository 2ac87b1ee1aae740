"""Takes a mistaken record back: struck, with the reason, never deleted. Knows the kinds of records; knows no clock."""

from __future__ import annotations

from execplan.edits import derived
from execplan.edits.blockers import let_go
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.striking import strike, strike_reason
from execplan.plan import marks
from execplan.plan.model import Blocker, Decision, Discovery, Plan, Question
from execplan.plan.references import AnyRecord, RecordName, find_record
from execplan.plan.risk_places import unlabelled
from execplan.plan.safe import entry


def retract(plan: Plan, record: str, reason: str, *, now: str) -> Change:
    """Strikes a decision, discovery, question, risk, blocker, criterion or log entry and says why.

    Laws: it reads back as retracted; retracting twice is empty; nothing is lost. A blocker taken back lets its step go on.
    """
    why = entry(reason, "reason")
    kind, target = find_record(plan, record)
    if target.retracted is not None:
        return no_change(plan, target.id)
    why = unlabelled(why) if kind == "risk" else why
    draft = Draft(plan)
    draft.touched.add(target.id)
    written = why
    if isinstance(target, Blocker) and target.step is not None:
        strike_reason(draft, target, "Retracted", why)
    else:
        written = strike(draft, target.place, "Retracted", why)
    waiting = _blocker(plan, target)
    if waiting is not None and not waiting.resolved:
        let_go(draft, waiting, now)
    else:
        derived.write_updated(draft, now)
    derived.tell(draft, [f"- Retracted: {_name(kind, target)} — {why}"], now)
    return draft.change(target.id, ((kind, "retracted", written),))


def _blocker(plan: Plan, target: AnyRecord) -> Blocker | None:
    """The blocker that goes with the record: itself, or the one that repeats a blocking question."""
    if isinstance(target, Blocker):
        return target
    if isinstance(target, Question):
        return next((one for one in plan.blockers if one.question == target.id), None)
    return None


def _name(kind: RecordName, target: AnyRecord) -> str:
    text = target.title if isinstance(target, Decision | Discovery) else target.text
    said = entry(marks.collapse(text)[:200])
    return f"{kind} {said}" if kind != "log" else said
