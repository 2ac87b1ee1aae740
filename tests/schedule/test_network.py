"""Earliest, latest, slack and chains against longest paths that networkx finds, on a thousand random networks."""

from __future__ import annotations

from itertools import pairwise

import networkx
import pytest

from execplan.plan.errors import PlanError
from execplan.schedule.network import chained, critical_path, followers, order, streams
from execplan.schedule.problem import Job, Problem, Solution
from tests.schedule.problems import away, faults, random_problem

SOURCE, SINK = -1, -2


def graph(problem: Problem) -> networkx.DiGraph[int]:
    """Arrows weighted so that the longest path from the source to a job is its start."""
    network: networkx.DiGraph[int] = networkx.DiGraph()
    network.add_edge(SOURCE, SINK, weight=0)
    for index, job in enumerate(problem.jobs):
        network.add_edge(SOURCE, index, weight=job.release)
        network.add_edge(index, SINK, weight=job.length)
        for before in job.after:
            network.add_edge(before, index, weight=problem.jobs[before].length)
    return network


def farthest(network: networkx.DiGraph[int], start: int) -> dict[int, int]:
    """Lengths of longest paths: shortest ones with the weights turned round."""
    turned: networkx.DiGraph[int] = networkx.DiGraph()
    turned.add_weighted_edges_from((one, two, -data["weight"]) for one, two, data in network.edges(data=True))
    return {
        node: -int(length) for node, length in networkx.single_source_bellman_ford_path_length(turned, start).items()
    }


@pytest.mark.parametrize("group", range(10))
def test_a_thousand_networks_as_networkx_sees_them(group: int) -> None:
    for seed in range(group * 100, group * 100 + 100):
        problem = random_problem(seed)
        times, network = critical_path(problem), graph(problem)
        forward, backward = farthest(network, SOURCE), farthest(network.reverse(), SINK)
        jobs = range(len(problem.jobs))
        assert times.starts == tuple(forward[job] for job in jobs)
        assert times.makespan == forward[SINK]
        assert times.latest_starts == tuple(forward[SINK] - backward[job] for job in jobs)
        assert times.slack == tuple(forward[SINK] - backward[job] - forward[job] for job in jobs)
        # Its critical set: the jobs that some longest path from source to sink goes through.
        critical = {job for job in jobs if forward[job] + backward[job] == forward[SINK]}
        assert {job for job in jobs if times.slack[job] == 0} == critical
        assert set(times.chain) <= critical
        place = {job: at for at, job in enumerate(order(problem))}
        assert all(place[before] < place[job] for job in jobs for before in problem.jobs[job].after)


@pytest.mark.parametrize("seed", range(100))
def test_the_chain_is_one_path_without_a_gap(seed: int) -> None:
    problem = random_problem(seed, ends=True)
    times = critical_path(problem)
    if not problem.jobs:
        assert times.chain == ()
        return
    first, last = times.chain[0], times.chain[-1]
    assert times.starts[first] == problem.jobs[first].release
    assert times.ends[last] == times.makespan
    for one, two in pairwise(times.chain):
        assert one in problem.jobs[two].after
        assert times.ends[one] == times.starts[two]
    assert all(times.slack[job] == 0 for job in times.chain) or any(job.end for job in problem.jobs)


@pytest.mark.parametrize("seed", range(100))
@pytest.mark.parametrize("later", [0, 7])
def test_a_job_may_start_at_its_latest_and_no_later(seed: int, later: int) -> None:
    problem = random_problem(seed, 12, ends=True)
    kept = critical_path(problem).makespan + later
    times = critical_path(problem, kept)
    for index, job in enumerate(problem.jobs):
        for start, meets in ((times.latest_starts[index], True), (times.latest_starts[index] + 1, False)):
            held = (
                *problem.jobs[:index],
                Job(job.length, job.after, (), start, 0, job.end),
                *problem.jobs[index + 1 :],
            )
            assert (critical_path(Problem(held)).makespan <= kept) == meets


def test_a_finish_that_is_too_early_leaves_less_than_nothing() -> None:
    problem = Problem((Job(4), Job(3, (0,)), Job(1), Job(6, (2,), end=lambda start: max(start, 5) + 6)))
    times = critical_path(problem, 8)
    assert times.makespan == 11
    assert times.slack == (1, 1, -4, -4)
    assert times.chain == (2, 3)
    assert critical_path(problem).slack == (4, 4, 4, 4)


def test_milestones_are_in_the_chain() -> None:
    problem = Problem((Job(0), Job(5, (0,)), Job(0, (1,)), Job(2)))
    assert critical_path(problem).chain == (0, 1, 2)


def test_a_release_begins_a_chain() -> None:
    problem = Problem((Job(3), Job(2, (0,), release=10), Job(1, (1,))))
    times = critical_path(problem)
    assert times.chain == (1, 2)
    assert times.slack == (7, 0, 0)


def test_nothing_takes_no_time() -> None:
    times = critical_path(Problem(()))
    assert (times.makespan, times.chain, times.slack) == (0, (), ())
    assert streams(Problem(())) == ()


def test_a_job_nobody_works_on_in_between_ends_later() -> None:
    problem = Problem((Job(4), Job(4, (0,), end=lambda start: away(6, 10, 4, start))))
    assert critical_path(problem).ends == (4, 12)


def test_a_ring_is_refused() -> None:
    for question in (critical_path, streams, order):
        with pytest.raises(PlanError, match="invalid"):
            question(Problem((Job(1), Job(1, (0, 2)), Job(1, (1,)))))


def test_a_long_chain_is_walked() -> None:
    problem = Problem(tuple(Job(1, (index - 1,) if index else ()) for index in range(5000)))
    assert critical_path(problem).chain == tuple(range(5000))
    assert streams(problem) == (tuple(range(5000)),)
    assert streams(Problem((Job(1),) * 5000)) == tuple((index,) for index in range(5000))


@pytest.mark.parametrize("seed", range(200))
def test_streams_take_the_longest_path_of_what_is_left(seed: int) -> None:
    problem = random_problem(seed, releases=False)
    found = streams(problem)
    assert sorted(job for stream in found for job in stream) == list(range(len(problem.jobs)))
    left = set(range(len(problem.jobs)))
    for stream in found:
        assert all(one in problem.jobs[two].after for one, two in pairwise(stream))
        rest = graph(problem).subgraph((SOURCE, SINK, *left))
        assert sum(problem.jobs[job].length for job in stream) == farthest(rest, SOURCE)[SINK]
        left.difference_update(stream)
    assert streams(problem) == found


def naive(problem: Problem) -> Solution:
    """One job after the other, each as soon as everything before it and the resources allow."""
    starts, ends = [-1] * len(problem.jobs), [0] * len(problem.jobs)
    for index in order(problem):
        job = problem.jobs[index]
        start = max(job.release, max((ends[before] for before in job.after), default=0))
        while True:
            starts[index], ends[index] = start, job.done(start)
            done = [each for each in range(len(starts)) if starts[each] >= 0]
            part = Problem(tuple(problem.jobs[each] for each in done), problem.capacities)
            part = Problem(
                tuple(Job(each.length, (), each.needs, 0, 0, each.end) for each in part.jobs), part.capacities
            )
            if not faults(part, Solution(tuple(starts[each] for each in done), tuple(ends[each] for each in done), 0)):
                break
            start += 1
    return Solution(tuple(starts), tuple(ends), 0)


@pytest.mark.parametrize("seed", range(150))
def test_a_schedule_is_the_critical_path_of_its_hand_overs(seed: int) -> None:
    problem = random_problem(seed, 14, ends=seed % 3 == 0)
    solution = naive(problem)
    assert faults(problem, solution) == []
    times = critical_path(chained(problem, solution))
    assert times.starts == solution.starts
    assert times.makespan == solution.makespan


@pytest.mark.parametrize("seed", range(50))
def test_with_its_hand_overs_nothing_starts_later_than_in_a_loose_schedule(seed: int) -> None:
    problem = random_problem(seed, 12)
    tight = naive(problem)
    loose = Solution(
        tuple(2 * start + 3 for start in tight.starts),
        tuple(2 * start + 3 + job.length for start, job in zip(tight.starts, problem.jobs, strict=True)),
        0,
    )
    assert faults(problem, loose) == []
    more = chained(problem, loose)
    assert all(early <= start for early, start in zip(critical_path(more).starts, loose.starts, strict=True))
    # Whoever starts by it overuses nothing, whatever the lengths turn out to be: arrows alone keep the resources.
    assert faults(problem, Solution(critical_path(more).starts, critical_path(more).ends, 0)) == []


def test_hand_overs_go_through_one_pair_of_hands() -> None:
    problem = Problem((Job(3, (), ((0, 1),)), Job(2, (), ((0, 1),)), Job(4)), (1,))
    solution = Solution((2, 0, 0), (5, 2, 4), 0)
    assert chained(problem, solution).jobs[0].after == (1,)
    assert critical_path(chained(problem, solution)).chain == (1, 0)
    assert followers(chained(problem, solution)) == ((), (0,), ())
    with pytest.raises(ValueError, match="more than there is"):
        chained(problem, Solution((1, 0, 0), (4, 2, 4), 0))
