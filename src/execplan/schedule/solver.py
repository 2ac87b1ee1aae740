"""The shortest schedule there is, or nearly, by OR-Tools' CP-SAT. The only room that knows OR-Tools; knows no date.

The answer is the same in every run and on every machine: one worker, a fixed seed, and a search that ends after so much
work, not after so much time. One worker without linear relaxation proves more of the public instances in the same time than
several that take turns. The clock is only a fence, and it is reported when it was met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from math import ceil, gcd
from typing import TYPE_CHECKING

from execplan.schedule.network import critical_path
from execplan.schedule.problem import Job, Problem, Solution
from execplan.schedule.serial import cost, left_justified, list_schedule

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntervalVar, IntVar, LinearExpr

EFFORT = 2.0
"""CP-SAT's deterministic time, of which one unit takes some three seconds of one core; more where a step has several people."""
FENCE = 60.0
"""Seconds of the clock."""
MOST = 2_000
"""Jobs, arrows and needs of a problem that is worth giving to the solver: of a larger one it proves nothing in its effort."""
STARTS = 100_000
"""Starts for which an ``end`` is asked, all jobs together: each is asked for every one that it may have."""
_FRONT = 0.25
"""Part of the effort that goes into bringing risk to the front, at most."""
_WEIGHT = 64
"""How much more the start of a job of risk 1 counts than the start of any."""


def available() -> bool:
    """Is OR-Tools installed? It is not imported by asking."""
    return find_spec("ortools") is not None


def holds(problem: Problem) -> bool:
    """Can the solver hold it? Else ``solve`` answers as ``list_schedule`` does."""
    size = sum(1 + len(job.after) + len(job.needs) for job in problem.jobs)
    if size > MOST:
        return False
    moving = sum(job.end is not None for job in problem.jobs)
    longest = critical_path(problem).makespan + sum(job.length for job in problem.jobs) if moving else 0
    return moving * longest <= STARTS


def solve(problem: Problem, *, effort: float = EFFORT, fence: float = FENCE) -> Solution:
    """The shortest schedule found, among those found the one with the risky jobs early.

    Never worse than ``list_schedule``. OR-Tools is not asked, nor imported, where that is proven the best there is and no job
    is risky. An ``end`` is asked for every start that it may have. Raises ``invalid`` as ``list_schedule`` does.
    """
    listed = list_schedule(problem)
    if not problem.capacities or not problem.jobs or not holds(problem):
        return listed
    problem = _remembering(problem)
    unit = _unit(problem)
    best = _solved(_scaled(problem, unit), _divided(listed, unit), effort, fence)
    # Every start back in the problem's own units, and every end as the problem says.
    found = left_justified(problem, [start * unit for start in best.starts])
    if (found.makespan, *cost(problem, found.starts)) > (listed.makespan, *cost(problem, listed.starts)):
        found = listed
    bound = max(listed.bound, best.bound * unit)
    return replace(found, bound=min(bound, found.makespan), seconds=best.seconds)


def _remembering(problem: Problem) -> Problem:
    """The same, each end asked for once a start: every model asks for all of them, and a calendar takes its time."""
    if not any(job.end for job in problem.jobs):
        return problem
    jobs = (replace(job, end=cache(job.end)) if job.end else job for job in problem.jobs)
    return Problem(tuple(jobs), problem.capacities)


def _unit(problem: Problem) -> int:
    """What all times are a multiple of: estimates of days, counted in minutes, are as easy as in days."""
    if any(job.end for job in problem.jobs):
        return 1
    return max(1, gcd(*(job.length for job in problem.jobs), *(job.release for job in problem.jobs)))


def _scaled(problem: Problem, unit: int) -> Problem:
    if unit == 1:
        return problem
    jobs = (replace(job, length=job.length // unit, release=job.release // unit) for job in problem.jobs)
    return Problem(tuple(jobs), problem.capacities)


def _divided(solution: Solution, unit: int) -> Solution:
    """A schedule in the larger unit. All its times are multiples, as nothing starts but when something ends or is released."""
    starts, ends = (tuple(time // unit for time in times) for times in (solution.starts, solution.ends))
    return Solution(starts, ends, -(-solution.bound // unit))


def _solved(problem: Problem, best: Solution, effort: float, fence: float) -> Solution:
    """The better of this and what is found, bound and seconds as in a ``Solution``."""
    left = fence
    if best.gap > 0:
        model = _Model(problem, best)
        model.shorten()
        found, bound, left = model.run(effort, left)
        # A bound a hair above a whole number is that number; the objective is whole.
        best = replace(found, bound=min(found.makespan, max(best.bound, ceil(bound - 1e-6))))
    if left > 0 and any(job.risk for job in problem.jobs):
        model = _Model(problem, best)
        model.front()
        found, _, left = model.run(effort * _FRONT, left)
        best = replace(found, bound=best.bound)
    return best if left > 0 else replace(best, seconds=fence)


class _Model:
    """The schedules that are not longer than a known one, for CP-SAT."""

    def __init__(self, problem: Problem, known: Solution) -> None:
        from ortools.sat.python.cp_model import CpModel

        self.problem, self.known = problem, known
        self.model = CpModel()
        times = critical_path(problem, known.makespan)
        self.starts = [
            self.model.new_int_var(early, late, "")
            for early, late in zip(times.starts, times.latest_starts, strict=True)
        ]
        self.ends: list[LinearExpr] = []
        self.intervals: list[IntervalVar] = []
        for index, job in enumerate(problem.jobs):
            start = self.starts[index]
            end, size = self._end(job, start, times.starts[index], times.latest_starts[index])
            self.ends.append(end)
            self.intervals.append(self.model.new_interval_var(start, size, end, ""))
            self.model.add_hint(start, known.starts[index])
        for index, job in enumerate(problem.jobs):
            for before in job.after:
                self.model.add(self.starts[index] >= self.ends[before])
        self._resources()

    def _end(self, job: Job, start: IntVar, early: int, late: int) -> tuple[LinearExpr, IntVar | int]:
        """End and length. A function of the start is written down piece by piece: moving along with it, or standing still."""
        if job.end is None:
            return start + job.length, job.length
        ends = [job.end(time) for time in range(early, late + 1)]
        pieces = _pieces(ends, early)
        if len(pieces) == 1 and pieces[0].moves:
            return start + (pieces[0].end - early), pieces[0].end - early
        sizes = [end - time for time, end in enumerate(ends, early)]
        end = self.model.new_int_var(ends[0], ends[-1], "")
        chosen = [self.model.new_bool_var("") for _ in pieces]
        self.model.add_exactly_one(chosen)
        for piece, here in zip(pieces, chosen, strict=True):
            value = start + (piece.end - piece.first) if piece.moves else piece.end
            for law in (start >= piece.first, start <= piece.last, end == value):
                self.model.add(law).only_enforce_if(here)  # pyright: ignore[reportUnknownMemberType]
        return end, self.model.new_int_var(min(sizes), max(sizes), "")

    def _resources(self) -> None:
        jobs = self.problem.jobs
        for capacity, users in zip(self.problem.capacities, self.problem.users(), strict=True):
            busy = [(index, units) for index, units in users if jobs[index].length or jobs[index].end]
            intervals, demands = [self.intervals[index] for index, _ in busy], [units for _, units in busy]
            if sum(demands) <= capacity:
                continue
            if all(2 * units > capacity for units in demands):
                self.model.add_no_overlap(intervals)
            else:
                self.model.add_cumulative(intervals, demands, capacity)

    def shorten(self) -> None:
        makespan = self.model.new_int_var(self.known.bound, self.known.makespan, "")
        for end in self.ends:
            self.model.add(makespan >= end)
        # No hint for it: with one, fewer of the best known makespans of the public instances are reached.
        self.model.minimize(makespan)

    def front(self) -> None:
        """Risk first, at the length that is known."""
        for end in self.ends:
            self.model.add(end <= self.known.makespan)
        weights = [job.risk * _WEIGHT + 1 for job in self.problem.jobs]
        self.model.minimize(sum(weight * start for weight, start in zip(weights, self.starts, strict=True)))

    def run(self, effort: float, left: float) -> tuple[Solution, float, float]:
        """The better of what is found and what was known, the bound of the objective, and the seconds that are left."""
        from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL, CpSolver

        solver = CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1
        parameters.random_seed = 1
        parameters.linearization_level = 0
        parameters.max_deterministic_time = effort
        parameters.max_time_in_seconds = left
        status = solver.solve(self.model)
        # The solver stops ahead of the clock where its next look at it would come too late: so the effort tells which it was.
        over = status != OPTIMAL and solver.deterministic_time < 0.9 * effort and solver.wall_time > 0.5 * left
        seconds = 0.0 if over else max(left - solver.wall_time, 0.001)
        if status not in (OPTIMAL, FEASIBLE):
            return self.known, 0.0, seconds
        found = left_justified(self.problem, [solver.value(start) for start in self.starts])
        best = min(self.known, found, key=lambda each: (each.makespan, self._lateness(each.starts)))
        return best, solver.best_objective_bound, seconds

    def _lateness(self, starts: Sequence[int]) -> int:
        risk, late = cost(self.problem, starts)
        return risk * _WEIGHT + late


@dataclass(frozen=True, slots=True)
class _Piece:
    """Starts for which the end moves with the start, or does not move at all."""

    first: int
    last: int
    end: int
    """For the first."""
    moves: bool


def _pieces(ends: Sequence[int], first: int) -> list[_Piece]:
    """The ends for one start after another, in as few pieces as go in one pass."""
    found = [_Piece(first, first, ends[0], True)]
    for start, (before, end) in enumerate(pairwise(ends), first + 1):
        piece = found[-1]
        if end - before in ((0, 1) if piece.first == piece.last else (int(piece.moves),)):
            found[-1] = replace(piece, last=start, moves=end > before)
        else:
            found.append(_Piece(start, start, end, True))
    return found
