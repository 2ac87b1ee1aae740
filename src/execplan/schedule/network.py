"""What waits for what, as times: earliest, latest, slack, the longest chain. Knows no resource but in ``chained``.

The critical path method of Kelley & Walker (1959): one pass forward, one pass backward, each linear in jobs and arrows.
``chained`` follows Artigues, Michelon & Reusser, "Insertion techniques for static and dynamic resource-constrained project
scheduling" (2003): a schedule hands units of resources from job to job, and each hand-over is an arrow.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace

from execplan.plan.errors import PlanError
from execplan.schedule.problem import Job, Problem, Solution


@dataclass(frozen=True, slots=True)
class Times:
    """When each job can and when it must be done. All tuples have one entry a job."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    latest_starts: tuple[int, ...]
    latest_ends: tuple[int, ...]
    """What the jobs after it, and the finish, leave."""
    chain: tuple[int, ...]
    """One path in order, each job of which begins when the one before it ends, up to the finish: the longest one.

    All its slack is 0 when the finish is kept; but a job with an ``end`` of its own may have some even there, as it may
    start later and end no later.
    """

    @property
    def makespan(self) -> int:
        return max(self.ends, default=0)

    @property
    def slack(self) -> tuple[int, ...]:
        """By how much each may start later with the finish kept; below 0 where a finish was asked for that is too early."""
        return tuple(late - early for early, late in zip(self.starts, self.latest_starts, strict=True))


def followers(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Which jobs wait for each job."""
    found: list[list[int]] = [[] for _ in problem.jobs]
    for index, job in enumerate(problem.jobs):
        for before in dict.fromkeys(job.after):
            found[before].append(index)
    return tuple(map(tuple, found))


def order(problem: Problem) -> tuple[int, ...]:
    """The jobs so that each comes after those it waits for. Raises ``invalid`` for a ring."""
    after = followers(problem)
    open_ = [len(set(job.after)) for job in problem.jobs]
    ready = [index for index, count in enumerate(open_) if not count]
    for index in ready:  # grows while it is read
        for next_ in after[index]:
            open_[next_] -= 1
            if not open_[next_]:
                ready.append(next_)
    if len(ready) < len(open_):
        raise PlanError("invalid", "The work waits for itself in a ring.", "Take one of the dependencies away.")
    return tuple(ready)


def critical_path(problem: Problem, finish: int | None = None) -> Times:
    """Times with nothing in the way but arrows and releases. ``finish``: of the whole, the earliest possible if None."""
    jobs, after, sequence = problem.jobs, followers(problem), order(problem)
    starts, ends = [0] * len(jobs), [0] * len(jobs)
    for index in sequence:
        job = jobs[index]
        starts[index] = max(job.release, max((ends[before] for before in job.after), default=0))
        ends[index] = job.done(starts[index])
    makespan = max(ends, default=0)
    last = makespan if finish is None else finish
    latest_starts, latest_ends = [0] * len(jobs), [0] * len(jobs)
    for index in reversed(sequence):
        latest_ends[index] = min((latest_starts[next_] for next_ in after[index]), default=last)
        latest_starts[index] = _latest_start(jobs[index], latest_ends[index])
    slack = [late - early for early, late in zip(starts, latest_starts, strict=True)]
    sinks = [index for index, end in enumerate(ends) if end == makespan and not after[index]]
    chain: list[int] = []
    while sinks:
        index = min(sinks, key=lambda each: (slack[each], each))
        chain.append(index)
        sinks = [before for before in jobs[index].after if ends[before] == starts[index]]
    return Times(tuple(starts), tuple(ends), tuple(latest_starts), tuple(latest_ends), tuple(reversed(chain)))


def _latest_start(job: Job, end: int) -> int:
    """The greatest start that ends by then. Where even 0 is too late: before 0 by as much as it is too late."""
    if job.end is None:
        return end - job.length
    first = job.end(0)
    if first > end:
        return end - first
    low, high = 0, end
    while low < high:
        middle = (low + high + 1) // 2
        if job.end(middle) <= end:
            low = middle
        else:
            high = middle - 1
    return low


def streams(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """The jobs parted into chains that can go on side by side: the longest path first, then the longest of what is left.

    A path follows arrows. Among equally long ones comes the one of more jobs, then the one whose last job comes first.
    """
    times = critical_path(problem)
    sequence = order(problem)
    rank = [0] * len(sequence)
    for place, index in enumerate(sequence):
        rank[index] = place
    after, left, found = followers(problem), set(sequence), list[tuple[int, ...]]()
    # Taking a path out of one island leaves the other islands' longest paths what they were.
    heap = [
        _longest(problem, times, island, left)
        for island in _islands(sorted(left, key=rank.__getitem__), problem, after, left)
    ]
    heapq.heapify(heap)
    while heap:
        _, _, _, path, island = heapq.heappop(heap)
        found.append(path)
        left.difference_update(path)
        rest = [index for index in island if index in left]
        for part in _islands(rest, problem, after, left):
            heapq.heappush(heap, _longest(problem, times, part, left))
    return tuple(found)


_Longest = tuple[int, int, int, tuple[int, ...], list[int]]
"""Less length, less jobs, last job; the path; the island it is of."""


def _islands(
    indices: list[int], problem: Problem, after: tuple[tuple[int, ...], ...], left: set[int]
) -> list[list[int]]:
    """Parts of these jobs without an arrow between them, each in the order given."""
    name: dict[int, int] = {}
    for index in indices:
        if index in name:
            continue
        name[index] = index
        stack = [index]
        while stack:
            each = stack.pop()
            for near in (*problem.jobs[each].after, *after[each]):
                if near in left and near not in name:
                    name[near] = index
                    stack.append(near)
    parts: dict[int, list[int]] = {}
    for index in indices:
        parts.setdefault(name[index], []).append(index)
    return list(parts.values())


def _longest(problem: Problem, times: Times, island: list[int], left: set[int]) -> _Longest:
    best: dict[int, tuple[int, int, int]] = {}
    before: dict[int, int] = {}
    for index in island:
        length, count = 0, 0
        if behind := [each for each in problem.jobs[index].after if each in left]:
            before[index] = max(behind, key=best.__getitem__)
            length, count, _ = best[before[index]]
        best[index] = (length + times.ends[index] - times.starts[index], count + 1, -index)
    last = -max(best.values())[2]
    path = [last]
    while path[-1] in before:
        path.append(before[path[-1]])
    return -best[last][0], -best[last][1], last, tuple(reversed(path)), island


def chained(problem: Problem, solution: Solution) -> Problem:
    """The problem with an arrow wherever one job hands units of a resource on to another in this schedule.

    Law: nothing starts later in its critical path than in the schedule, and nothing earlier either where the schedule
    has no job that could start earlier by itself. So the critical path of it is the schedule's critical chain.
    """
    added: list[set[int]] = [set() for _ in problem.jobs]
    for capacity, users in zip(problem.capacities, problem.users(), strict=True):
        idle = capacity  # units nobody had before
        held: list[tuple[int, int, int]] = []  # (end, job, units)
        for index, units in sorted(users, key=lambda each: (solution.starts[each[0]], each[0])):
            job, start, end = problem.jobs[index], solution.starts[index], solution.ends[index]
            if start == end:
                continue
            # From those it waits for anyway, then those that ended last: so few arrows are added and the old units stay idle.
            known = added[index].union(job.after)
            givers = sorted((giver for giver in held if giver[0] <= start), key=lambda each: (each[1] in known, each))
            wanted = units
            while wanted and givers:
                giver = givers.pop()
                taken = min(wanted, giver[2])
                held.remove(giver)
                if taken < giver[2]:
                    held.append((giver[0], giver[1], giver[2] - taken))
                added[index].add(giver[1])
                wanted -= taken
            idle -= wanted
            held.append((end, index, units))
        if idle < 0:
            raise ValueError("the schedule uses more than there is")
    return Problem(
        tuple(
            replace(job, after=(*job.after, *sorted(new.difference(job.after)))) if new else job
            for job, new in zip(problem.jobs, added, strict=True)
        ),
        problem.capacities,
    )
