"""Numbers of thousands of digits wherever a plan counts: read, reviewed and written beside, never an unexpected error."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from execplan.edits.blockers import add as add_blocker
from execplan.edits.change import Change
from execplan.edits.grow import add
from execplan.edits.journal import add_decision
from execplan.edits.risks import add_risk
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.views.review.review import review
from execplan.views.review.rule import Facts
from execplan.workspace.workspace import Workspace

N = "9" * 5_000
"""More digits than Python makes a number of."""
HEAD = "# P\n\n**Status:** In Progress\n\n## Progress\n\n"
TEXTS: dict[str, str] = {
    "labels": f"{HEAD}- [ ] **Step {N}**: x\n- [ ] Step {N}.1: y\n- [ ] Step 1.{N}: z\n",
    "dependencies": f"{HEAD}- [ ] **Step 1**: x (depends on: steps 1-{N})\n- [ ] y\n  - Depends on: Steps {N}-{N}, {N}\n",
    "phases": f"{HEAD}### Phase {N}: a\n\n- [ ] b\n\n## {N}. c\n\n- [ ] d\n",
    "estimates": f"{HEAD}- [ ] x\n  - Estimate: {N}h\n  - Progress: {N}%\n- [ ] y ({N}h) ({N}%) [{N}/{N}]\n",
    "counts": f"# P\n\n**Progress:** {N}% ({N}/{N})\n\nProgress: ████░░ {N}% ({N}/{N} steps)\n\n{N} of {N} steps done\n",
    "shares": f"{HEAD}## Team Capacity\n\n- Ana: {N}%\n\n## Resource Allocation\n\n| a | {N}% |\n|---|---|\n| b | {N}% |\n",
    "risks": f"{HEAD}- [ ] x\n\n## Risks\n\n### Risk {N}: x\n\n- Risk {N}: y\n",
    "decisions": f"{HEAD}- [ ] x\n\n## Decision Log\n\n- **Decision {N}**: y\n",
    "dates": f"{HEAD}- [x] ({N}-01-01) x\n- [x] 2026-{N}-01 y\n- [x] (2026-01-01 {N}:00) z\n",
    "rows": f"{HEAD}| # | Step | Status |\n|---|---|---|\n| {N} | x | {N}% |\n",
    "digits of other scripts": f"{HEAD}- [ ] **Step ²³**: x (²%)\n- [ ] Step ٣٤: y (٣%)\n- [ ] (١٢٣٤-٠١-٠١) x\n### Phase ²: z\n",
}
EDITS: tuple[Callable[[Plan, str], Change], ...] = (
    lambda plan, now: add(plan, (NewStep("A new one"),), now=now),
    lambda plan, now: add(plan, (NewStep("Another"),), after=plan.steps[0].id if plan.steps else None, now=now),
    lambda plan, now: add_risk(plan, "It fails", now=now),
    lambda plan, now: add_decision(plan, "Keep it", "It works", now=now),
    lambda plan, now: add_blocker(plan, "No key", now=now),
)


@pytest.mark.parametrize("name", TEXTS)
def test_numbers_beyond_all_counting(name: str, tmp_path: Path) -> None:
    path = tmp_path / ".agents" / "p" / "PLAN.md"
    path.parent.mkdir(parents=True)
    path.write_text(TEXTS[name], "utf-8")
    workspace = Workspace(tmp_path)
    for profile in ("solo", "team", "learning", "production"):
        workspace.ask("p", lambda plan, profile=profile: review(plan, Facts("2026-11-21T10:00Z"), profile))
    for edit in EDITS:
        with suppress(PlanError):
            workspace.change("p", edit)
