"""The page that is drawn of the figures: right figures at the right place, and none where there is none."""

from __future__ import annotations

import copy
import json
from itertools import pairwise
from typing import Any

import pytest
from benchmarks.page import page
from benchmarks.table import aligned, markdown, number, quick_table
from benchmarks.targets import Target, behind, safe, targets

from tests.benchmarks.figures import results


def met(figures: dict[str, Any], words: str) -> Target:
    found = [one for one in targets(figures) if words in one.aim]
    assert len(found) == 1, words
    return found[0]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "—"),
        (0.624, "0.62"),
        (0.996, "1.0"),
        (4.72, "4.7"),
        (9.96, "10"),
        (31.4, "31"),
        (1383.2, "1,383"),
        (-0.2, "-0.20"),
    ],
)
def test_a_figure_shows_what_can_be_trusted(value: float | None, shown: str) -> None:
    assert number(value) == shown


def test_targets_are_held_against_the_medians() -> None:
    figures = results()
    assert met(figures, "start").figure == "550 ms, × 1.10"
    assert met(figures, "`current` at 10,000 steps: at most the SDK").met is True
    assert met(figures, "`mark` at 10,000 steps, on disk").figure == "11 ms, the echo 0.50 ms"
    assert met(figures, "whole process, 500 plans").figure == "0.50 s"
    assert met(figures, "without any index").met is False
    assert met(figures, "under 200 MB").figure == "189 MB"
    assert met(figures, "fewer than every peer").figure == "4,900, 4,100 with `--tools core`; the next 5,200"


@pytest.mark.parametrize(
    ("part", "key", "question", "words"),
    [
        ("steps-10000", "execplan", "current", "1.5 × its own figure at 10 steps"),
        ("steps-10000", "execplan", "mark", "on disk twice"),
        ("steps-10000", "execplan", "blockers", "500 plans, warm"),
    ],
)
def test_a_target_that_is_missed_is_told(part: str, key: str, question: str, words: str) -> None:
    figures = results()
    figures[part][key][question] = [1000.0]
    assert [one.met for one in targets(figures) if words in one.aim and question in one.aim] == [False]


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    assert all(one.met is None and one.figure == "not measured" for one in targets({}))


def test_only_peers_that_lose_nothing_are_raced() -> None:
    figures = results()
    assert safe(figures) == ("safe",)
    assert behind(figures) == ()  # "quick" is faster, and loses writes
    figures["steps-10"]["safe"]["current"] = [0.3]
    assert behind(figures) == ("Safe & Slow: `current` at 10 steps, 0.30 against 1.0 ms",)
    assert met(figures, "ahead of every peer").met is False


def test_who_tells_the_blockers_of_one_plan_is_raced_over_one_plan() -> None:
    figures = results()
    figures["servers"]["safe"]["one_plan"] = True
    figures["steps-10000"]["safe"]["blockers"] = [5.0]  # of all plans we take 6 ms
    assert behind(figures) == ()
    figures["steps-10000"]["execplan"]["blockers of one plan"] = [5.5]
    assert behind(figures) == ("Safe & Slow: `blockers` at 10,000 steps, 5.0 against 5.5 ms",)
    text = page(figures)
    assert "| **execplan**, of one plan | — | — | 5.5 | — | — |" in text
    assert "| Safe & Slow, of one plan | 3.0 | 60 | 5.0 | × 1.7 | +4.5 |" in text


def test_a_missing_figure_is_a_dash_with_its_reason() -> None:
    text = page(results())
    assert "| Safe & Slow | 20 | 90 | —<sup>2</sup> | — | — |" in text
    assert "| Gone | —<sup>1</sup> | —<sup>1</sup> | —<sup>1</sup> | — | — |" in text
    assert "1. it is not installed\n2. one turn takes more than 45 s\n" in text


def test_what_a_server_does_not_have_is_no_failure() -> None:
    figures = results()
    for size in (10, 1000, 10000):
        del figures[f"steps-{size}"]["quick"]["blockers"]
    text = page(figures)
    assert "| Quick | —<sup>3</sup> | —<sup>3</sup> | —<sup>3</sup> | — | — |" in text
    assert "3. it has nothing like it" in text


def test_the_page_says_where_and_what() -> None:
    text = page(results())
    for words in (
        "A Processor, 2 cores", "ext4", "Python 3.11.7, mcp 2.3.0", "execplan abc1234567",
        "| **execplan** | 500 | 550 | 1.10 | 60 | 60 | 130 | 131 |",
        "| **execplan** | 1.0 | 1.1 | 1.2 | × 1.2 | +0.7 |",
        "execplan 600 ms, the SDK's echo 550 ms",
        "| `search_plans` | — | — | 7.0 | — | — |",
        "| 300 steps in one plan | 1.2 | 20 | 1.0 | 5.0 | 60 |",
        "| 500 plans | 1,300 | 500 | 400 | 8.0 | 90 | 100 |",
        "| execplan `--tools core` | 13 | 1,200 | 95 | 50 | 4,100 |",
        "| Quick | steps |  | 200 | 0 | **71**<sup>4</sup> |",
        "4. Quick: two clients of one process: 200 acknowledged, 0 lost",
        "| Safe & Slow | **gone** | **gone** | kept | turned into LF or mixed | 8 |",
        "- Safe & Slow 1.2.3 (`safe`): Markdown, one file a plan; it is slow",
    ):  # fmt: skip
        assert words in text, words
    for name in ("start", "current", "mark", "blockers", "session"):
        assert f"](charts/{name}.svg)" in text


def test_the_page_is_drawn_of_json_as_of_data_and_changes_nothing() -> None:
    figures = results()
    before = copy.deepcopy(figures)
    assert page(json.loads(json.dumps(figures))) == page(figures)
    assert figures == before


def test_every_table_of_the_page_has_as_many_cells_in_every_row() -> None:
    lines = page(results()).splitlines()
    for before, line in pairwise(lines):
        if line.startswith("|") and before.startswith("|"):
            assert line.count("|") == before.count("|"), line


def test_a_run_without_peers_is_a_table_for_a_terminal() -> None:
    figures = results()
    del figures["steps-1000"]["execplan"]
    told = quick_table(figures)
    assert "start, tools listed" in told
    assert "× 1.10" in told
    assert "mark, 10,000 steps" in told
    assert "mark, 1,000 steps" not in told


def test_tables() -> None:
    assert aligned([("a", "1"), ("bbb", "22")], ("x", "ms")) == "x    ms\na     1\nbbb  22"
    assert markdown([("a", "b", "1")], ("x", "y", "n"), words=2) == "| x | y | n |\n| --- | --- | ---: |\n| a | b | 1 |"
