"""What ``scripts/diagrams`` takes for a fault. That the charts draw, it sees itself, in a browser."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

DRAWING = runpy.run_path(str(Path(__file__).resolve().parents[3] / "scripts" / "drawing.py"))
Chart, Drawn, faults = DRAWING["Chart"], DRAWING["Drawn"], DRAWING["faults"]


@pytest.mark.parametrize(
    ("error", "text", "said"),
    [
        ("", "Build the\nAPI Ship", []),
        ("", "Build the\nAPI", ["one: nowhere in the picture: Ship"]),
        ("Parse error on line 2", "", ["one: Parse error on line 2"]),
        ("drawn as an error", "Build the API Ship", ["one: drawn as an error"]),
    ],
)
def test_faults(error: str, text: str, said: list[str]) -> None:
    chart = Chart("one", "", ("Build the API", "Ship"))
    assert faults(chart, Drawn(error, text, 1, 1)) == said


def test_every_kind_of_chart_is_drawn_and_each_has_names() -> None:
    charts = list(DRAWING["charts"]())
    assert {one.name.rpartition("-")[2] for one in charts} == {"gantt", "flowchart", "schedule"}
    assert len({one.name for one in charts}) == len(charts)
    assert all(one.names for one in charts)
