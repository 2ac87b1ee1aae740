"""The list scheduler: always feasible by definition, never below its bound, and the same every time."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from execplan.plan.errors import PlanError
from execplan.schedule.network import chained, critical_path
from execplan.schedule.problem import Job, Problem, Solution
from execplan.schedule.serial import cost, left_justified, list_schedule
from tests.schedule.problems import faults, least_makespan, not_proven, random_problem

SEEDS = st.integers(0, 10**6)


@given(SEEDS, st.booleans())
def test_every_schedule_is_feasible_and_not_below_the_bound(seed: int, ends: bool) -> None:
    problem = random_problem(seed, ends=ends)
    solution = list_schedule(problem)
    assert faults(problem, solution) == []
    assert solution.bound >= critical_path(problem).makespan
    assert list_schedule(problem) == solution


@given(SEEDS, st.booleans())
def test_the_bound_is_below_the_best_schedule_there_is(seed: int, ends: bool) -> None:
    problem = random_problem(seed, 5, ends=ends)
    best = least_makespan(problem)
    solution = list_schedule(problem)
    assert solution.bound <= best <= solution.makespan


@pytest.mark.parametrize("problem", not_proven())
def test_the_bound_holds_where_the_list_is_not_the_best(problem: Problem) -> None:
    solution = list_schedule(problem)
    assert solution.bound <= least_makespan(problem) <= solution.makespan


@given(SEEDS, st.booleans())
def test_the_schedule_is_the_critical_path_of_its_hand_overs(seed: int, ends: bool) -> None:
    problem = random_problem(seed, 15, ends=ends)
    solution = list_schedule(problem)
    assert critical_path(chained(problem, solution)).starts == solution.starts


@given(SEEDS, st.booleans(), st.integers(0, 9))
def test_moving_to_the_left_moves_nothing_to_the_right(seed: int, ends: bool, shift: int) -> None:
    problem = random_problem(seed, 15, ends=ends)
    tight = list_schedule(problem)
    starts = tight.starts if ends else tuple(2 * start + shift for start in tight.starts)
    left = left_justified(problem, starts)
    assert faults(problem, left) == []
    assert all(one <= two for one, two in zip(left.starts, starts, strict=True))


def test_without_resources_it_is_the_critical_path() -> None:
    problem = random_problem(5, resources=0, ends=True)
    solution = list_schedule(problem)
    assert solution.starts == critical_path(problem).starts
    assert solution.gap == 0


def test_the_risky_one_comes_first_among_equals() -> None:
    jobs = [Job(3, (), ((0, 1),), risk=risk) for risk in (0, 1, 3, 2)]
    for each in permutations(jobs):
        starts = list_schedule(Problem(each, (1,))).starts
        assert sorted(range(4), key=starts.__getitem__) == sorted(range(4), key=lambda job: -each[job].risk)


def test_what_the_risky_one_waits_for_comes_first() -> None:
    """What ends latest comes first by the rules, 0 before 2: but 2 is what the risky one waits for."""
    hers = ((0, 1),)
    problem = Problem((Job(2, (), hers), Job(3, (0,)), Job(2, (), hers), Job(2, (2,), risk=3), Job(10)), (1,))
    assert list_schedule(problem).starts == (2, 4, 0, 2, 0)
    assert cost(problem, (2, 4, 0, 2, 0)) == (6, 8)


def test_work_of_one_person_bounds_the_whole() -> None:
    problem = Problem((Job(1), *(Job(4, (0,), ((0, 1),)) for _ in range(3)), Job(2, (1, 2, 3))), (1,))
    assert list_schedule(problem) == Solution((0, 1, 5, 9, 13), (1, 5, 9, 13, 15), 15)


def test_a_resource_named_twice_is_needed_twice() -> None:
    problem = Problem((Job(1, (), ((0, 1), (0, 1))), Job(1, (), ((0, 1),))), (2,))
    assert list_schedule(problem).makespan == 2
    with pytest.raises(PlanError, match="invalid"):
        list_schedule(Problem(problem.jobs, (1,)))


@pytest.mark.parametrize("length", [0, 3])
def test_more_than_there_is_is_refused(length: int) -> None:
    with pytest.raises(PlanError, match="needs 3 of something that there is 2 of"):
        list_schedule(Problem((Job(length, (), ((0, 3),)),), (2,)))


def test_nothing_to_do_is_done() -> None:
    assert list_schedule(Problem((), (1,))) == Solution((), (), 0)


def test_thousands_of_jobs_are_placed() -> None:
    problem = Problem(
        tuple(Job(2, (index - 7,) if index > 6 else (), ((index % 3, 1),)) for index in range(3000)), (1, 1, 2)
    )
    solution = list_schedule(problem)
    assert solution.makespan == solution.bound == 2000
