"""What was aimed at, and whether the figures meet it. Pure: results in, rows out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.reading import BASE, CORE, ONE, OURS, QUESTIONS, SIZES, Results, name, of, one_plan
from benchmarks.table import middle, number

MEGABYTE = 1_000_000
MEBIBYTE = 1_048_576


@dataclass(frozen=True, slots=True)
class Target:
    """``met`` is none where a figure is missing."""

    aim: str
    figure: str
    met: bool | None


def _at_most(aim: str, value: float | None, limit: float | None, figure: str) -> Target:
    if value is None or limit is None:
        return Target(aim, "not measured", None)
    return Target(aim, figure, value <= limit)


def targets(results: Results) -> tuple[Target, ...]:
    return (
        _start(results),
        *_calls(results),
        *_whole(results),
        _memory(results),
        _ahead(results),
        _bill(results),
    )


def _start(results: Results) -> Target:
    ours, base = (middle(results.get("start", {}).get(key, {}).get("listed")) for key in (OURS, BASE))
    ratio = ours / base if ours and base else None
    shown = f"{number(ours)} ms, × {ratio or 0:.2f}"
    return _at_most("start: at most 1.15 × a server of one tool on the bare SDK", ratio, 1.15, shown)


def _over_echo(results: Results, aim: str, question: str, size: int, more: float) -> Target:
    ours, base = of(results, size, OURS, question), of(results, size, BASE, question)
    limit = base + more if base is not None else None
    shown = f"{number(ours)} ms, the echo {number(base)} ms"
    return _at_most(aim, ours, limit, shown)


def _flat(results: Results, question: str) -> Target:
    few, many = of(results, SIZES[0], OURS, question), of(results, SIZES[-1], OURS, question)
    ratio = many / few if few and many else None
    aim = f"`{question}` at 10,000 steps: at most 1.5 × its own figure at 10 steps"
    return _at_most(aim, ratio, 1.5, f"× {ratio or 0:.2f}")


def _calls(results: Results) -> tuple[Target, ...]:
    return (
        _over_echo(results, "`current` at 10,000 steps: at most the SDK's echo + 1.5 ms", "current", 10_000, 1.5),
        _flat(results, "current"),
        _over_echo(results, "`mark` at 10,000 steps, on disk twice: at most the echo + 15 ms", "mark", 10_000, 15),
        _flat(results, "mark"),
        _over_echo(results, "`blockers` of 500 plans, warm: at most the echo + 20 ms", "blockers", 10_000, 20),
    )


def _whole(results: Results) -> Iterator[Target]:
    for part, which, aim, limit in (
        ("whole-500", "warm", "`execplan blockers --json`, the whole process, 500 plans: at most 0.6 s", 0.6),
        ("whole-500", "cold", "the same without any index: at most 1.2 s", 1.2),
        ("whole-10000", "cold", "10,000 plans, the first whole-tree answer: at most 15 s", 15),
        ("whole-10000", "warm", "10,000 plans, the next process: at most 1.5 s", 1.5),
    ):
        took = middle(results.get(part, {}).get(which))
        seconds = took / 1000 if took is not None else None
        yield _at_most(aim, seconds, limit, f"{seconds or 0:.2f} s")


def _memory(results: Results) -> Target:
    held = results.get("whole-10000", {}).get("server", {}).get("memory", {}).get("rss")
    used = held * MEBIBYTE / MEGABYTE if held is not None else None
    return _at_most("memory of the server at 10,000 plans: under 200 MB", used, 199.999, f"{used or 0:.0f} MB")


def safe(results: Results) -> tuple[str, ...]:
    """The other servers that keep files and lost no acknowledged write."""
    rows = results.get("writers", {})
    return tuple(key for key, row in rows.items() if key not in (OURS, CORE, BASE) and row["lost"] == 0)


def behind(results: Results) -> tuple[str, ...]:
    """Where one of these is faster than we are."""
    found: list[str] = []
    for key in safe(results):
        for size in SIZES:
            for question in QUESTIONS:
                same = ONE if question == "blockers" and one_plan(results, key) else question
                ours, theirs = of(results, size, OURS, same), of(results, size, key, question)
                if ours is not None and theirs is not None and theirs < ours:
                    found.append(
                        f"{name(results, key)}: `{question}` at {size:,} steps, {number(theirs)} against {number(ours)} ms"
                    )
    return tuple(found)


def _ahead(results: Results) -> Target:
    aim = "ahead of every peer that loses no acknowledged write: `current`, `mark`, `blockers`, every size"
    others = safe(results)
    if not others:
        return Target(aim, "not measured", None)
    late = behind(results)
    against = ", ".join(name(results, key) for key in others)
    return Target(aim, "<br>".join(late) or f"ahead of {against}", not late)


def _bill(results: Results) -> Target:
    aim = "tokens of a session of 20 steps: fewer than every peer"
    bills = {key: row["session"] for key, row in results.get("bill", {}).items()}
    others = [value for key, value in bills.items() if key not in (OURS, CORE)]
    if OURS not in bills or not others:
        return Target(aim, "not measured", None)
    core = f", {bills[CORE]:,} with `--tools core`" if CORE in bills else ""
    return Target(aim, f"{bills[OURS]:,}{core}; the next {min(others):,}", bills[OURS] < min(others))
