"""A good schedule at once and without a solver: priority rules, one job after the other. Knows no date and no chance.

The serial schedule generation scheme (Kolisch 1996) with a fixed set of rules, each schedule then pushed to the right and
to the left again while that makes it shorter: forward-backward improvement, also called double justification (Tormos &
Lova 2001; Valls, Ballestín & Quintanilla 2005). The same problem gets the same schedule everywhere.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from execplan.plan.errors import PlanError
from execplan.schedule.network import Times, critical_path, followers, order
from execplan.schedule.problem import Job, Problem, Solution

_MANY = 400
"""From so many jobs on only the first rules are tried, that a plan of thousands is answered as well."""
_ROUNDS = 4
"""At most so often is a schedule pushed right and left."""

_Keys = Sequence[float]
"""Of jobs that could come next, the one with the least."""


def list_schedule(problem: Problem) -> Solution:
    """The best schedule that the rules find. Raises ``invalid`` when a job needs more than there is, or for a ring."""
    check(problem)
    times = critical_path(problem)
    bound = _bound(problem, times)
    scheme = _Scheme(problem)
    best = _Candidate(problem, *scheme.run(times.latest_ends))
    rules = _rules(problem, times)
    for keys in rules if len(problem.jobs) < _MANY else rules[:2]:
        if problem.capacities and best.makespan > bound:
            best = min(best, _improved(problem, scheme, _Candidate(problem, *scheme.run(keys))))
    if any(job.risk for job in problem.jobs):
        best = min(best, _Candidate(problem, *scheme.run(_risk(problem))))
    return Solution(best.starts, best.ends, min(bound, best.makespan))


def left_justified(problem: Problem, starts: Sequence[int]) -> Solution:
    """The schedule with every job moved to the left as far as it goes, those that start first before the others.

    No job starts later than it did. The bound of the answer is 0.
    """
    found = _Scheme(problem).run(starts)
    return Solution(*found, 0)


def cost(problem: Problem, starts: Sequence[int]) -> tuple[int, int]:
    """What is to be least among schedules of one length: how late risk comes, then how late everything comes."""
    return sum(job.risk * start for job, start in zip(problem.jobs, starts, strict=True)), sum(starts)


def check(problem: Problem) -> None:
    """Raises ``invalid`` when a job needs more of a resource than there is."""
    for job in problem.jobs:
        for resource, units in _needs(job):
            if units > problem.capacities[resource]:
                raise PlanError(
                    "invalid",
                    f"A step needs {units} of something that there is {problem.capacities[resource]} of.",
                    "Give the step fewer people, or the plan more of them.",
                )


class _Candidate:
    """A schedule, less than another when it is better."""

    __slots__ = ("ends", "makespan", "rank", "starts")

    def __init__(self, problem: Problem, starts: tuple[int, ...], ends: tuple[int, ...]) -> None:
        self.starts, self.ends, self.makespan = starts, ends, max(ends, default=0)
        self.rank = (self.makespan, *cost(problem, starts))

    def __lt__(self, other: _Candidate) -> bool:
        return self.rank < other.rank


class _Profile:
    """How much of one resource is used from when to when."""

    __slots__ = ("times", "used")

    def __init__(self) -> None:
        self.times = [0]
        """Where the use changes, in order."""
        self.used = [0]
        """From that time to the next. The last one is 0, for ever."""

    def fits(self, start: int, end: int, room: int) -> int:
        """``start`` when never more than ``room`` is used from there to ``end``, else a later time to try next.

        Before that time nothing that lasts as long fits.
        """
        times, used = self.times, self.used
        at = bisect_left(times, end) - 1
        while used[at] <= room:
            if times[at] <= start:
                return start
            at -= 1
        return times[at + 1]

    def take(self, start: int, end: int, units: int) -> None:
        first = self._cut(start)
        last = self._cut(end)
        for at in range(first, last):
            self.used[at] += units
        for at in (last, first):
            if at and self.used[at] == self.used[at - 1]:
                del self.times[at], self.used[at]

    def _cut(self, time: int) -> int:
        at = bisect_right(self.times, time) - 1
        if self.times[at] == time:
            return at
        self.times.insert(at + 1, time)
        self.used.insert(at + 1, self.used[at])
        return at + 1


class _Scheme:
    """The serial scheme over one problem, whatever the rule."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.after = followers(problem)
        self.open = [len(set(job.after)) for job in problem.jobs]
        self.needs = [
            [(resource, units, problem.capacities[resource] - units) for resource, units in _needs(job)]
            for job in problem.jobs
        ]

    def run(self, keys: _Keys) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Starts and ends: the job of the least key that can come next takes the first place where it fits."""
        jobs, open_ = self.problem.jobs, self.open.copy()
        profiles = [_Profile() for _ in self.problem.capacities]
        starts, ends = [0] * len(jobs), [0] * len(jobs)
        earliest = [max(0, job.release) for job in jobs]
        ready = [(keys[index], -jobs[index].risk, index) for index, count in enumerate(open_) if not count]
        heapq.heapify(ready)
        while ready:
            index = heapq.heappop(ready)[2]
            job, needs, start = jobs[index], self.needs[index], earliest[index]
            end = job.done(start)
            moved = bool(needs)
            while moved and end > start:
                moved = False
                for resource, _, room in needs:
                    free = profiles[resource].fits(start, end, room)
                    if free != start:
                        start, end, moved = free, job.done(free), True
            if end > start:
                for resource, units, _ in needs:
                    profiles[resource].take(start, end, units)
            starts[index], ends[index] = start, end
            for next_ in self.after[index]:
                earliest[next_] = max(earliest[next_], end)
                open_[next_] -= 1
                if not open_[next_]:
                    heapq.heappush(ready, (keys[next_], -jobs[next_].risk, next_))
        return tuple(starts), tuple(ends)


def _improved(problem: Problem, scheme: _Scheme, found: _Candidate) -> _Candidate:
    """Pushed right, which opens gaps on the left, then left into them, as long as that makes it shorter.

    The push to the right only gives an order: so releases hold, and an end that depends on the start is asked for anew.
    """
    for _ in range(_ROUNDS):
        turned = Problem(
            tuple(
                Job(end - start, after, job.needs)
                for job, after, start, end in zip(problem.jobs, scheme.after, found.starts, found.ends, strict=True)
            ),
            problem.capacities,
        )
        _, back = _Scheme(turned).run([-end for end in found.ends])
        pushed = _Candidate(problem, *scheme.run([-end for end in back]))
        if not pushed < found:
            break
        shorter = pushed.makespan < found.makespan
        found = pushed
        if not shorter:
            break
    return found


def _rules(problem: Problem, times: Times) -> tuple[_Keys, ...]:
    """Latest finish, latest start, least slack, most that follows, longest that follows, both with what it asks for."""
    after, sequence = followers(problem), order(problem)
    behind, weight = [0] * len(sequence), [0] * len(sequence)
    for index in reversed(sequence):
        for next_ in after[index]:
            behind[index] |= behind[next_] | 1 << next_
        weight[index] = problem.jobs[index].length + sum(problem.jobs[next_].length for next_ in after[index])
    share = [
        sum(units / problem.capacities[resource] for resource, units in _needs(job)) * job.length
        for job in problem.jobs
    ]
    return (
        times.latest_ends,
        times.latest_starts,
        [-each.bit_count() for each in behind],
        times.slack,
        [-each for each in weight],
        [late - each for late, each in zip(times.latest_starts, share, strict=True)],
    )


def _risk(problem: Problem) -> _Keys:
    """The risky first, and what they wait for."""
    after, keys = followers(problem), [0] * len(problem.jobs)
    for index in reversed(order(problem)):
        keys[index] = min(-problem.jobs[index].risk, min((keys[next_] for next_ in after[index]), default=0))
    return keys


def _needs(job: Job) -> Iterator[tuple[int, int]]:
    """Units of each resource, which a job may name twice."""
    needs: dict[int, int] = {}
    for resource, units in job.needs:
        needs[resource] = needs.get(resource, 0) + units
    return ((resource, units) for resource, units in needs.items() if units > 0)


def _bound(problem: Problem, times: Times) -> int:
    """No schedule is shorter than the critical path, nor than what a resource has to do, with what comes before and after."""
    after, tails = followers(problem), [0] * len(problem.jobs)
    for index in reversed(order(problem)):
        tails[index] = max((tails[next_] + problem.jobs[next_].length for next_ in after[index]), default=0)
    bound = times.makespan
    for capacity, users in zip(problem.capacities, problem.users(), strict=True):
        busy = [(times.starts[index], tails[index], units * problem.jobs[index].length) for index, units in users]
        for one, two in ((0, 1), (1, 0)):
            work, least = 0, times.makespan
            for each in sorted(busy, key=lambda each: -each[one]):
                work += each[2]
                least = min(least, each[two])
                bound = max(bound, each[one] + -(-work // capacity) + least)
    return bound
