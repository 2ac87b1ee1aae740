"""The bare scheduling problem: jobs, precedence, renewable resources, time in whole units. Knows no plan and no date.

This is the resource-constrained project scheduling problem (Kolisch & Sprecher 1997) with one addition: a job's end may
be any non-decreasing function of its start, which is how calendars, absences and waits come in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    length: int
    """Units from start to end, 0 for a milestone, unless ``end`` says otherwise."""
    after: tuple[int, ...] = ()
    """Indices of the jobs that must end first."""
    needs: tuple[tuple[int, int], ...] = ()
    """(index of a resource, units of it), from start to end."""
    release: int = 0
    """The earliest start."""
    risk: int = 0
    """Among equal schedules, jobs of higher risk start earlier."""
    end: Callable[[int], int] | None = None
    """The end for a start, non-decreasing and never before start + length; None: start + length."""

    def done(self, start: int) -> int:
        """When it ends that begins then."""
        return start + self.length if self.end is None else self.end(start)


@dataclass(frozen=True, slots=True)
class Problem:
    """Law: ``after`` has no ring. A job that needs more than there is makes the problem infeasible."""

    jobs: tuple[Job, ...]
    capacities: tuple[int, ...] = ()

    def users(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For each resource the jobs that need it, and how many units; each job once, in order."""
        found: list[dict[int, int]] = [{} for _ in self.capacities]
        for index, job in enumerate(self.jobs):
            for resource, units in job.needs:
                if units > 0:
                    found[resource][index] = found[resource].get(index, 0) + units
        return tuple(tuple(own.items()) for own in found)


@dataclass(frozen=True, slots=True)
class Solution:
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    bound: int
    """No schedule ends earlier than this."""
    seconds: float = 0.0
    """The limit of the clock, where it ended the search; then another run may find another schedule. Else 0."""

    @property
    def makespan(self) -> int:
        return max(self.ends, default=0)

    @property
    def gap(self) -> float:
        """How far from the best the makespan may be: 0.05 is 5 %, 0 is proven best."""
        return (self.makespan - self.bound) / self.bound if self.bound > 0 else 0.0
