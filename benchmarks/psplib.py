"""The public instances of PSPLIB (Kolisch & Sprecher 1997): is every schedule feasible, and how far from the best known?

Run as ``python -m benchmarks.psplib [folder]``; prints a Markdown table and exits with 1 when an aim is missed or cannot be
measured. The instances are not part of this repository: the folder, ``../shared/psplib`` beside it unless given, holds
``best.csv`` (problem,best_makespan) and the ``.sm`` files named there.
"""

from __future__ import annotations

import csv
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from execplan.plan.errors import PlanError
from execplan.schedule.problem import Job, Problem, Solution
from execplan.schedule.serial import list_schedule
from execplan.schedule.solver import available, solve

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "psplib"
EXPECTED = {"j30": 48, "j60": 48}
WHOLE = 60.0
"""Seconds of CPU for all of j30 together. The solver has one worker: on an idle core they are seconds of the clock."""
EACH = 10.0
"""Seconds of CPU for one instance of j60."""


def read_problem(text: str) -> Problem:
    """The one project of a ``.sm`` file, its first and last job milestones. Raises ``ValueError`` for another form."""
    rows: dict[str, list[list[int]]] = {}
    section = ""
    for line in text.splitlines():
        if heading := re.match(r"(PRECEDENCE RELATIONS|REQUESTS/DURATIONS|RESOURCEAVAILABILITIES):", line):
            section = heading[1]
        elif line.startswith("*"):
            section = ""
        elif section and re.fullmatch(r"[\d\s]*\d[\d\s]*", line):
            rows.setdefault(section, []).append([int(number) for number in line.split()])
    try:
        arrows, work = rows["PRECEDENCE RELATIONS"], rows["REQUESTS/DURATIONS"]
        (capacities,) = rows["RESOURCEAVAILABILITIES"]
    except KeyError as missing:
        raise ValueError(f"no section {missing}") from missing
    after: list[list[int]] = [[] for _ in arrows]
    for job, modes, count, *successors in arrows:
        if modes != 1 or count != len(successors):
            raise ValueError(f"job {job} has {modes} modes and {len(successors)} successors of {count}")
        for successor in successors:
            after[successor - 1].append(job - 1)
    if [row[0] for row in work] != list(range(1, len(arrows) + 1)) or {len(row) for row in work} != {
        3 + len(capacities)
    }:
        raise ValueError("not one line of durations for each job")
    jobs = (
        Job(length, tuple(after[job - 1]), tuple((at, units) for at, units in enumerate(needs) if units))
        for job, _, length, *needs in work
    )
    return Problem(tuple(jobs), tuple(capacities))


def fault(problem: Problem, solution: Solution) -> str | None:
    """What makes a schedule infeasible, found by going through every arrow and every unit of time."""
    if {len(solution.starts), len(solution.ends)} != {len(problem.jobs)}:
        return "a job is missing"
    use = [[0] * len(problem.capacities) for _ in range(max(solution.ends, default=0))]
    for index, job in enumerate(problem.jobs):
        start, end = solution.starts[index], solution.ends[index]
        if start < 0 or end - start != job.length:
            return f"job {index + 1} lasts from {start} to {end}"
        for before in job.after:
            if solution.starts[before] + problem.jobs[before].length > start:
                return f"job {index + 1} starts before job {before + 1} ends"
        for time_ in range(start, end):
            for resource, units in job.needs:
                use[time_][resource] += units
    for time_, used in enumerate(use):
        for resource, units in enumerate(used):
            if units > problem.capacities[resource]:
                return f"resource {resource + 1} is overused at {time_}"
    return None


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    best: int
    listed: int
    listed_ms: float
    found: int
    bound: int
    seconds: float
    cpu: float
    fault: str | None

    @property
    def proven(self) -> bool:
        return self.found == self.bound


def measured(name: str, text: str, best: int) -> Row:
    problem = read_problem(text)
    start = time.process_time()
    listed = list_schedule(problem)
    listed_ms = (time.process_time() - start) * 1000
    start, cpu = time.monotonic(), time.process_time()
    found = solve(problem)
    seconds, cpu = time.monotonic() - start, time.process_time() - cpu
    wrong = fault(problem, found) or fault(problem, listed)
    if found.bound > best or listed.bound > best:
        wrong = wrong or f"a bound above the best known: {max(found.bound, listed.bound)}"
    return Row(name, best, listed.makespan, listed_ms, found.makespan, found.bound, seconds, cpu, wrong)


def gap(makespan: int, best: int) -> float:
    return 100 * (makespan - best) / best


def table(rows: list[Row]) -> str:
    head = (
        "| instance | best known | CP-SAT | bound | gap % | s | s of CPU | list | gap % |\n" + "|---" + "|--:" * 8 + "|"
    )
    lines = (
        f"| {row.name} | {row.best} | {row.found} | {row.bound} | {gap(row.found, row.best):.1f} | {row.seconds:.2f} "
        f"| {row.cpu:.2f} | {row.listed} | {gap(row.listed, row.best):.1f} |"
        for row in rows
    )
    return "\n".join((head, *lines))


def verdicts(rows: list[Row]) -> list[tuple[bool, str]]:
    """What was aimed at, and whether it was met."""
    found: list[tuple[bool, str]] = []
    wrong = [f"{row.name}: {row.fault}" for row in rows if row.fault]
    found.append((not wrong, f"{len(rows) - len(wrong)} of {len(rows)} feasible{': ' * bool(wrong)}{'; '.join(wrong)}"))
    for kind, count in EXPECTED.items():
        part = [row for row in rows if row.name.startswith(kind)]
        found.append((len(part) == count, f"{kind}: {len(part)} of {count} instances"))
        if not part:
            continue
        hits, proven = sum(row.found == row.best for row in part), sum(row.proven for row in part)
        clock, cpu, most = (
            sum(row.seconds for row in part),
            sum(row.cpu for row in part),
            max(row.cpu for row in part),
        )
        times = f"{cpu:.1f} s of CPU in all, {most:.1f} s the longest, {clock:.1f} s by the clock"
        if kind == "j30":
            found.append((hits == count, f"{kind}: {hits} of {count} optima reached, {proven} proven"))
            found.append((cpu <= WHOLE, f"{kind}: {times}; at most {WHOLE:.0f} s of CPU in all"))
        else:
            mean = sum(gap(row.found, row.best) for row in part) / len(part)
            found.append(
                (True, f"{kind}: {hits} of {count} best known reached, {proven} proven, mean gap {mean:.2f} %")
            )
            found.append((most <= EACH, f"{kind}: {times}; at most {EACH:.0f} s of CPU the longest"))
        mean = sum(gap(row.listed, row.best) for row in part) / len(part)
        slow = max(row.listed_ms for row in part)
        found.append((True, f"{kind}: list scheduler mean gap {mean:.2f} %, {slow:.1f} ms of CPU the longest"))
    return found


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else FOLDER
    if not available():
        print("psplib: OR-Tools is not installed; pip install 'execplan[schedule]'.", file=sys.stderr)
        return 1
    try:
        with (folder / "best.csv").open(encoding="utf-8", newline="") as file:
            # An open instance has a range there, of which the lower end may be missing: 82..87.
            best = {row["problem"]: int(row["best_makespan"].split("..")[-1]) for row in csv.DictReader(file)}
        rows = [measured(name.removesuffix(".sm"), (folder / name).read_text("latin-1"), best[name]) for name in best]
    except (OSError, ValueError, KeyError, PlanError) as error:
        print(f"psplib: the instances in {folder} could not be run: {error}", file=sys.stderr)
        return 1
    print(table(rows))
    print()
    status = 0
    for met, words in verdicts(rows):
        print(f"- {'met' if met else 'MISSED'}: {words}")
        status = status if met else 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
