"""Scheduling problems to try, and a checker of schedules that shares nothing with what makes them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from execplan.schedule.problem import Job, Problem, Solution
from execplan.schedule.serial import list_schedule


def away(first: int, last: int, length: int, start: int) -> int:
    """The end of a job that nobody works on from ``first`` to ``last``; it goes on afterwards."""
    if first <= start < last and length:
        start = last
    return start + length + (last - first if start < first < start + length else 0)


def random_problem(
    seed: int, most: int = 30, *, resources: int = 3, releases: bool = True, ends: bool = False, milestones: bool = True
) -> Problem:
    """Indices do not follow the order of precedence, so that nothing may lean on them."""
    chance = Random(seed)
    count = chance.randint(0, most)
    place = list(range(count))
    chance.shuffle(place)
    density = chance.choice((0.02, 0.1, 0.3, 0.7))
    capacities = tuple(chance.choice((1, 1, 2, 5)) for _ in range(chance.randint(0, resources)))
    jobs: list[Job] = []
    for index in range(count):
        after = tuple(each for each in range(count) if place[each] < place[index] and chance.random() < density)
        needs = tuple(
            (resource, chance.randint(1, capacity))
            for resource, capacity in enumerate(capacities)
            if chance.random() < 0.5
        )
        length = 0 if milestones and chance.random() < 0.15 else chance.randint(1, 9)
        release = chance.randint(0, 20) if releases and chance.random() < 0.2 else 0
        risk = chance.choice((0, 0, 1, 2, 3))
        end = None
        if ends and chance.random() < 0.4:
            first = chance.randint(0, 25)
            end = _Away(first, first + chance.randint(1, 12), length)
        jobs.append(Job(length, after, needs, release, risk, end))
    return Problem(tuple(jobs), capacities)


class _Away:
    def __init__(self, first: int, last: int, length: int) -> None:
        self.first, self.last, self.length = first, last, length

    def __call__(self, start: int) -> int:
        return away(self.first, self.last, self.length, start)


def not_proven(count: int = 30) -> list[Problem]:
    """Small problems that the list scheduler alone has no proof for, every second one with people of whom there are two."""
    found: list[Problem] = []
    seed = 0
    while len(found) < count:
        seed += 1
        problem = random_problem(seed, 7, ends=seed % 3 == 0)
        if seed % 2:
            jobs = (replace(job, needs=tuple((resource, 1) for resource, _ in job.needs)) for job in problem.jobs)
            problem = Problem(tuple(jobs), (2,) * len(problem.capacities))
        if list_schedule(problem).gap > 0:
            found.append(problem)
    return found


def faults(problem: Problem, solution: Solution) -> list[str]:
    """What is wrong with a schedule, by definition: every arrow, every release, every unit of time."""
    found: list[str] = []
    if not len(problem.jobs) == len(solution.starts) == len(solution.ends):
        return ["not one start and one end for each job"]
    use: dict[tuple[int, int], int] = {}
    for index, (job, start, end) in enumerate(zip(problem.jobs, solution.starts, solution.ends, strict=True)):
        if start < max(0, job.release):
            found.append(f"{index} starts before its release")
        if end != (start + job.length if job.end is None else job.end(start)):
            found.append(f"{index} does not end where it should")
        found += [f"{index} starts before {other} ends" for other in job.after if solution.ends[other] > start]
        for resource, units in job.needs:
            for time in range(start, end):
                use[resource, time] = use.get((resource, time), 0) + units
    found += [
        f"{resource} is overused at {time}" for (resource, time), n in use.items() if n > problem.capacities[resource]
    ]
    if problem.jobs and solution.bound > max(solution.ends):
        found.append("the bound is above the schedule")
    return found


def least_makespan(problem: Problem) -> int:
    """By trying every order of precedence with each job as early as it fits: one of them is a shortest schedule."""
    best: list[int] = []

    def go(starts: dict[int, int]) -> None:
        if len(starts) == len(problem.jobs):
            best.append(max((problem.jobs[job].done(start) for job, start in starts.items()), default=0))
            return
        for index, job in enumerate(problem.jobs):
            if index in starts or not all(before in starts for before in job.after):
                continue
            start = max([0, job.release, *(problem.jobs[before].done(starts[before]) for before in job.after)])
            while not _room(problem, starts, job, start):
                start += 1
            go({**starts, index: start})

    go({})
    return min(best)


def _room(problem: Problem, starts: dict[int, int], job: Job, start: int) -> bool:
    for time in range(start, job.done(start)):
        for resource, units in job.needs:
            used = sum(
                dict(problem.jobs[other].needs).get(resource, 0)
                for other, at in starts.items()
                if at <= time < problem.jobs[other].done(at)
            )
            if used + units > problem.capacities[resource]:
                return False
    return True
