"""What a plan says of itself, changed on request: title, status, owner, criteria. Knows no files and no clock."""

from __future__ import annotations

from typing import Literal, get_args

from execplan.edits import about, derived
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.create import plan_title
from execplan.edits.new_criteria import add_criteria
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan, PlanStatus
from execplan.plan.safe import entry

Settable = Literal["planning", "in_progress", "blocked", "abandoned"]
SETTABLE: tuple[Settable, ...] = get_args(Settable)


def edit_plan(
    plan: Plan,
    *,
    title: str | None = None,
    status: str | None = None,
    owner: str | None = None,
    criteria: tuple[str, ...] = (),
    now: str,
) -> Change:
    """Sets what is given and adds the criteria that are new; what holds already is no edit.

    The title changes in its heading, the slug stays. The status changes in every place where it stands. Raises
    ``invalid``, ``refused``.
    """
    if status == "completed":
        raise PlanError("refused", "a plan is completed by finish_plan", "it writes the outcome as well")
    if status is not None and status not in SETTABLE:
        raise PlanError("invalid", f"unknown status {status!r}", "use " + ", ".join(SETTABLE))
    if not (title or status or owner or criteria):
        raise PlanError("invalid", "nothing to change", "give title, status, owner or criteria")
    draft = Draft(plan)
    said: list[str] = []
    name = plan_title(title) if title else plan.title
    if name != plan.title:
        about.set_title(draft, name)
        said.append(f"title, was {plan.title}")
    if status is not None and status != plan.status:
        wanted: PlanStatus = status
        about.set_status(draft, wanted)
        said.append(f"status {derived.status_words(wanted)}")
    who = entry(owner, "owner") if owner else None
    if who is not None and who != plan.owner:
        about.set_owner(draft, who)
        said.append(f"owner is now {who}")
    said += [f"new criterion {text}" for text in add_criteria(draft, criteria)]
    if not said:
        return no_change(plan)
    derived.revised(draft, "; ".join(said), now)
    return draft.change()
