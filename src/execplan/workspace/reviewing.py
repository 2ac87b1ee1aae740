"""Reviews of plans of a workspace, with what can be looked up besides their text. Knows facts; knows no rule.

The rules are imported by the first who wants a review: a server starts sooner without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from execplan.edits.fixing import fix
from execplan.plan.model import Plan
from execplan.views.review.rule import Facts, Profile

if TYPE_CHECKING:
    from execplan.edits.change import Change
    from execplan.views.review.report import Review
    from execplan.workspace.changed import Changed
    from execplan.workspace.handle import Handle
    from execplan.workspace.workspace import Workspace


def reviewed(workspace: Workspace, ref: str | None, profile: Profile) -> tuple[Handle, Plan, Review]:
    """The plan that ``ref`` names, and its review. Raises ``PlanError``."""
    handle, plan = workspace.ask(ref, lambda one: one)
    return handle, plan, review_of(workspace, handle.path, plan, profile)


def review_of(workspace: Workspace, path: str, plan: Plan, profile: Profile) -> Review:
    from execplan.views.review.review import review
    from execplan.workspace.facts import facts_of

    return review(plan, facts_of(workspace.root, path, plan, workspace.now()), profile)


def fixed(workspace: Workspace, ref: str | None, profile: Profile) -> Changed:
    """Makes every safe repair of the review; a plan that needs none is not written. Raises ``PlanError``."""
    from execplan.views.review.review import review

    def repair(plan: Plan, now: str) -> Change:
        found = review(plan, Facts(now), profile).findings  # no repair rests on what is outside the text
        return fix(plan, [one for finding in found for one in finding.fix], now=now)

    return workspace.change(ref, repair)
