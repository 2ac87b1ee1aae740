"""The solver against every schedule there is, and that it says the same everywhere and is not imported unasked."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from execplan.plan.errors import PlanError
from execplan.schedule import solver
from execplan.schedule.network import chained, critical_path
from execplan.schedule.problem import Job, Problem
from execplan.schedule.serial import cost, list_schedule
from execplan.schedule.solver import available, solve
from tests.schedule.problems import away, faults, least_makespan, not_proven, random_problem

SEEDS = st.integers(0, 10**6)
ROOT = Path(__file__).parents[2]
HAND = (Job(3, (), ((0, 1),)), Job(2, (), ((0, 1),)), Job(4, (0,), ((0, 1),)))
STARTS_OF = """
from execplan.schedule.problem import Job, Problem
from execplan.schedule.solver import solve
from tests.schedule.problems import random_problem
from tests.schedule.test_solver import hard
print(solve(hard(), effort=0.2))
for seed in range(40, 46):
    print(solve(random_problem(seed, 40, ends=seed % 2 == 0), effort=0.05))
"""


def run(code: str, **more: str) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **more}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_it_is_available_here() -> None:
    assert available()


@settings(max_examples=60)
@given(SEEDS, st.booleans())
def test_small_problems_are_solved_as_by_trying_everything(seed: int, ends: bool) -> None:
    problem = random_problem(seed, 6, ends=ends)
    solution = solve(problem)
    assert faults(problem, solution) == []
    assert solution.makespan == solution.bound == least_makespan(problem)
    assert solution.seconds == 0


@pytest.mark.parametrize("problem", not_proven())
def test_the_best_is_proven_where_the_list_has_no_proof(problem: Problem) -> None:
    solution = solve(problem)
    assert faults(problem, solution) == []
    assert solution.makespan == solution.bound == least_makespan(problem)


@settings(max_examples=30)
@given(SEEDS, st.booleans(), st.sampled_from([1, 7, 480]))
def test_it_is_never_worse_than_the_list(seed: int, ends: bool, unit: int) -> None:
    problem = random_problem(seed, 25, ends=ends)
    if not ends:
        jobs = tuple(replace(job, length=job.length * unit, release=job.release * unit) for job in problem.jobs)
        problem = Problem(jobs, problem.capacities)
    solution, listed = solve(problem, effort=0.05), list_schedule(problem)
    assert faults(problem, solution) == []
    assert listed.bound <= solution.bound <= solution.makespan <= listed.makespan
    if solution.makespan == listed.makespan:
        assert cost(problem, solution.starts)[0] <= cost(problem, listed.starts)[0]
    assert critical_path(chained(problem, solution)).starts == solution.starts


@pytest.mark.parametrize("seed", range(12))
def test_risk_comes_as_early_as_it_can_at_the_shortest_length(seed: int) -> None:
    problem = random_problem(seed, 5, releases=False)
    solution = solve(problem)
    least = least_makespan(problem)
    costs = [
        cost(problem, starts)[0]
        for starts in product(*(range(least - job.length + 1) for job in problem.jobs))
        if not faults(problem, replace(solution, starts=starts, ends=tuple(map(sum_of, starts, problem.jobs))))
    ]
    assert cost(problem, solution.starts)[0] == min(costs)


def sum_of(start: int, job: Job) -> int:
    return start + job.length


def test_the_list_is_beaten_where_it_can_be() -> None:
    problems = [random_problem(seed, 30, releases=False) for seed in range(20)]
    found = [(solve(problem, effort=0.3).makespan, list_schedule(problem).makespan) for problem in problems]
    assert any(one < two for one, two in found)
    assert all(one <= two for one, two in found)


def test_somebody_is_away() -> None:
    """Who does the second job is away from 2 to 6, so the first one has to wait: the other way round it takes 10."""
    problem = Problem((Job(3, (), ((0, 1),)), Job(2, (), ((0, 1),), end=lambda start: away(2, 6, 2, start))), (1,))
    solution = solve(problem)
    assert (solution.starts, solution.makespan) == ((2, 0), 5)


def test_an_end_is_asked_for_once() -> None:
    asked: list[int] = []

    def end(start: int) -> int:
        asked.append(start)
        return away(5, 9, 3, start)

    jobs = tuple(Job(3, (), ((0, 1),), risk=risk, end=end if risk == 2 else None) for risk in range(3))
    problem = Problem(jobs, (1,))
    list_schedule(problem)
    listed = len(asked)
    asked.clear()
    solution = solve(problem)
    assert faults(problem, solution) == []
    assert len(asked) <= 2 * listed + solution.makespan


def test_two_processes_say_the_same() -> None:
    assert run(STARTS_OF, PYTHONHASHSEED="1") == run(STARTS_OF, PYTHONHASHSEED="2")


def test_the_clock_is_only_a_fence_and_it_is_told_when_it_was_met() -> None:
    problem = hard()
    solution = solve(problem, effort=1000, fence=0.2)
    assert solution.seconds == 0.2
    assert solution.gap > 0
    assert faults(problem, solution) == []
    assert solve(problem, effort=0.01).seconds == 0


def hard() -> Problem:
    """Nothing is proven of it in a moment: forty pieces of odd sizes to be packed, each in its own chain of four."""
    jobs = (
        Job(
            3 + index * 7 % 11,
            (index - 10,) if index >= 10 else (),
            ((0, 3 + index * 5 % 7), (1, 2 + index * 3 % 8)),
        )
        for index in range(60)
    )
    return Problem(tuple(jobs), (13, 14))


@pytest.mark.parametrize("length", [0, 3])
def test_more_than_there_is_is_refused(length: int) -> None:
    with pytest.raises(PlanError, match="needs 3 of something that there is 2 of"):
        solve(Problem((Job(length, (), ((0, 3),)),), (2,)))


def test_what_needs_no_solver_gets_none() -> None:
    """One process each, as whatever was imported stays."""
    rooms = "calendar, model, network, problem, serial, solver"
    listed = f"Problem({HAND!r}, (1,))"
    code = f"""
import sys
from execplan.schedule import {rooms}
from execplan.schedule.problem import Job, Problem
assert solver.available()
assert solver.solve(Problem((Job(1), Job(2, (0,))))).makespan == 3
assert solver.solve({listed}).gap == 0
print([name for name in sys.modules if name.split(".")[0] in ("ortools", "numpy", "pandas")])
"""
    assert run(code).strip() == "[]"


def test_it_is_missed_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "find_spec", lambda name: None)
    assert not available()
