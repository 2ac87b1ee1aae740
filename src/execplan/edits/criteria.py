"""Ticks boxes that are no steps: criteria, access boxes and others. Knows boxes and evidence; knows no files and no clock."""

from __future__ import annotations

from execplan.edits import derived, habits
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.child_lines import add_lines
from execplan.edits.proof import told
from execplan.plan import marks
from execplan.plan.dialects import Shape
from execplan.plan.errors import PlanError
from execplan.plan.evidence import Evidence
from execplan.plan.model import Criterion, OtherBox, Plan
from execplan.plan.references import find_criterion
from execplan.plan.safe import entry

_EVIDENCE = Shape("", (("evidence", "  - Evidence: "),), "")


def check(plan: Plan, criterion: str, *, met: bool = True, evidence: Evidence | str | None = None, now: str) -> Change:
    """Ticks or unticks a box that is no step, and keeps what shows it. Law: the same call twice is empty."""
    piece = told(evidence)
    target = find_criterion(plan, criterion)
    if isinstance(target, Criterion) and target.retracted is not None:
        raise PlanError("refused", f"criterion {target.id} was retracted", "name one that stands")
    box = target.place.box
    if box is None:
        raise PlanError(
            "refused", f"criterion {target.id} has no checkbox to tick", "put '[ ]' before its text to keep track of it"
        )
    is_new = piece is not None and piece.text not in target.evidence
    if _is_met(target) == met and not is_new:
        return no_change(plan, target.id)
    draft = Draft(plan)
    draft.touched.add(target.id)
    if _is_met(target) != met:
        draft.replace(box, habits.ticked(plan) if met else " ")
    if is_new and piece is not None:
        siblings = [one.place for one in (*plan.criteria, *plan.other_boxes) if one.id != target.id]
        add_lines(draft, target.place, siblings, _EVIDENCE, {"evidence": piece.text})
    name = entry(marks.collapse(target.text)[:200])
    shown = f" ({piece.text})" if is_new and piece is not None else ""
    derived.tell(draft, [f"- {'Met' if met else 'Unmet'}: {name}{shown}"], now)
    derived.write_updated(draft, now)
    kind, state = ("criterion", "met") if isinstance(target, Criterion) else ("box", "checked")
    kept = (*target.evidence, piece.text) if is_new and piece is not None else target.evidence
    return draft.change(target.id, ((kind, state, met), (kind, "evidence", kept)))


def _is_met(box: Criterion | OtherBox) -> bool:
    return box.met if isinstance(box, Criterion) else box.checked
