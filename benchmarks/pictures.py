"""Which charts are drawn of the results. Pure: results in, SVG out."""

from __future__ import annotations

from benchmarks.chart import Bar, Series, lines, ranking
from benchmarks.reading import BASE, OURS, QUESTIONS, SIZES, Results, keys, main_keys, name, of, one_plan
from benchmarks.table import middle

MEANING = {"current": "what is to be done now", "mark": "one step marked done", "blockers": "what is blocked"}


def charts(results: Results) -> dict[str, str]:
    """Name of the file → SVG."""
    start = {key: middle(row["listed"]) for key, row in results.get("start", {}).items()}
    drawn = {
        "start.svg": ranking(
            "Start: milliseconds until the tools are listed",
            [_bar(results, key, value, f"{value:,.0f} ms") for key, value in start.items() if value is not None],
        ),
        "session.svg": ranking(
            "Tokens of a session of 20 steps (logarithmic)",
            [_bar(results, key, row["session"], f"{row['session']:,}") for key, row in results.get("bill", {}).items()],
            logarithmic=True,
        ),
    }
    for question in QUESTIONS:
        drawn[f"{question}.svg"] = lines(
            f"{question}: {MEANING[question]}, median of one call", _series(results, question), "steps in the tree"
        )
    return drawn


def _series(results: Results, question: str) -> list[Series]:
    found: list[Series] = []
    for key in reversed(keys(results)):  # ourselves on top
        points = {float(size): value for size in SIZES if (value := of(results, size, key, question)) is not None}
        if points:
            of_what = ", one plan" if question == "blockers" and one_plan(results, key) else ""
            found.append(Series(name(results, key) + of_what, points, _colour(results, key), _kind(key)))
    return found


def _bar(results: Results, key: str, value: float, shown: str) -> Bar:
    return Bar(name(results, key).replace("`", ""), value, shown, _colour(results, key), _kind(key))


def _colour(results: Results, key: str) -> int:
    known, base = main_keys(results), key.removesuffix("-core")
    return known.index(base) if base in known else 1


def _kind(key: str) -> str:
    return "ours" if key.startswith(OURS) else "base" if key == BASE else ""
