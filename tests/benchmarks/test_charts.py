"""The charts: well-formed, everything inside, names apart."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from benchmarks.chart import Bar, Series, lines, ranking, spread
from benchmarks.pictures import charts

from tests.benchmarks.figures import results

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    return root


def words(root: ElementTree.Element) -> list[str]:
    return [str(one.text) for one in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", ["start.svg", "session.svg", "current.svg", "mark.svg", "blockers.svg"])
def test_each_is_well_formed_and_inside_its_frame(name: str) -> None:
    drawn = charts(results())
    root = parsed(drawn[name])
    _, _, wide, tall = map(float, root.attrib["viewBox"].split())
    for one in root.iter():
        for attribute, limit in (("x", wide), ("cx", wide), ("x1", wide), ("x2", wide), ("y", tall), ("cy", tall)):
            assert 0 <= float(one.attrib.get(attribute, 0)) <= limit, (one.tag, one.attrib)
    assert "prefers-color-scheme: dark" in drawn[name]
    assert "Safe & Slow" in words(root)  # escaped where it has to be


def test_a_line_ends_at_its_last_figure_on_a_logarithmic_axis() -> None:
    root = parsed(lines("t", [Series("a", {10: 1.0, 100: 10.0, 1000: 100.0})], "steps"))
    at = [(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in root.iter(f"{SVG}circle")]
    assert len(at) == 3
    across, up = {round(b[0] - a[0], 1) for a, b in pairwise(at)}, {round(a[1] - b[1], 1) for a, b in pairwise(at)}
    assert max(across) - min(across) < 0.3  # the same factor is the same distance
    assert max(up) - min(up) < 0.3
    assert [one for one in words(root) if "ms" in one] == ["1 ms", "10 ms", "100 ms"]


def test_a_series_without_all_its_figures_is_drawn_as_far_as_it_goes() -> None:
    root = parsed(lines("t", [Series("a", {10: 1.0, 1000: 2.0}), Series("b", {10: 3.0})], "steps"))
    assert len(list(root.iter(f"{SVG}circle"))) == 3


def test_nothing_measured_is_said() -> None:
    assert "nothing was measured" in words(parsed(lines("t", [], "steps")))
    assert "nothing was measured" in words(parsed(ranking("t", [])))
    assert all(parsed(svg) is not None for svg in charts({}).values())


def test_a_ranking_begins_with_the_smallest() -> None:
    root = parsed(ranking("t", [Bar("big", 200, "200"), Bar("small", 100, "100")]))
    assert words(root)[1:] == ["small", "100", "big", "200"]
    wide = [float(one.attrib["width"]) for one in root.iter(f"{SVG}rect")]
    assert wide[1] == pytest.approx(2 * wide[0], rel=0.01)  # a bar begins at zero


def test_a_logarithmic_ranking_has_its_axis_and_no_bars() -> None:
    svg = ranking("t", [Bar("big", 60_000, "60,000"), Bar("small", 4_000, "4,000")], logarithmic=True)
    assert not list(parsed(svg).iter(f"{SVG}rect"))
    assert re.search(r">1,000<.*>10,000<.*>100,000<", svg, re.DOTALL)


@pytest.mark.parametrize(
    ("wanted", "placed"),
    [
        ([10, 50, 90], [10, 50, 90]),
        ([50, 50, 50], [50, 60, 70]),
        ([95, 99, 100], [80, 90, 100]),
        ([60, 10, 61], [60, 10, 70]),
        ([-5], [0]),
    ],
)
def test_names_are_apart_and_keep_their_order(wanted: list[float], placed: list[float]) -> None:
    assert spread(wanted, 10, 0, 100) == placed
