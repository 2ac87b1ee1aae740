"""What is answered where the solver would take too long: an order all the same, and how it came about."""

from __future__ import annotations

from pathlib import Path

import pytest

from execplan.schedule import solver
from execplan.schedule.problem import Job, Problem
from execplan.schedule.serial import list_schedule
from execplan.workspace import scheduling
from execplan.workspace.workspace import Workspace

pytestmark = pytest.mark.skipif(not solver.available(), reason="without OR-Tools nothing is given to it")


def workspace(root: Path, steps: int, *, tail: str = "") -> Workspace:
    """Steps of two people each, which no rule orders best."""
    rows = "".join(
        f"| {n} | Part {n} | {n * 37 % 101 + 1}h | P{n * 7 % 5}, P{n * 3 % 5} | {n - 3 if n % 3 == 0 and n > 4 else ''} |\n"
        for n in range(1, steps)
    )
    head = "| # | Step | Estimate | Owner | Depends on |\n|---|---|---|---|---|\n"
    path = root / ".agents" / "large" / "PLAN.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"# Large ExecPlan\n\n## Execution Steps\n\n{head}{rows}{tail}", encoding="utf-8")
    return Workspace(root)


def test_a_problem_that_is_too_large_is_not_given_to_the_solver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver, "_solved", lambda *_: pytest.fail("it was"))
    found = scheduling.scheduled(workspace(tmp_path, 800), "large", people=True)
    assert (found.schedule.method, found.hint, len(found.schedule.slots)) == ("list", scheduling.LARGE, 799)


def test_nor_one_with_more_starts_than_can_be_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "_solved", lambda *_: pytest.fail("it was"))
    tail = "| 30 | Ship it (high risk) | 6000 days elapsed | P1 | |\n| 31 | Test (high risk) | 7m | P1 | 30 |\n"
    found = scheduling.scheduled(workspace(tmp_path, 20, tail=tail), "large", people=True)
    assert (found.schedule.method, found.hint) == ("list", scheduling.LARGE)


def test_a_search_that_was_ended_by_the_clock_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "PATIENCE", 0.01)
    found = scheduling.scheduled(workspace(tmp_path, 150), "large", people=True)
    assert (found.schedule.method, found.hint) == ("cp-sat", scheduling.OVER)


def test_asked_all_the_same_the_solver_answers_as_the_list_does() -> None:
    many = Problem(tuple(Job(n % 7 + 1, (), ((0, 1),), risk=n % 3) for n in range(2_000)), (1,))
    assert not solver.holds(many)
    assert solver.solve(many) == list_schedule(many)
