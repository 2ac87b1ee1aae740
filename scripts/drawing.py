#!/usr/bin/env python3
"""Draws our Mermaid charts in a headless browser and looks whether every name is in the picture. For ``scripts/diagrams``.

Before it trusts what it sees, it draws a chart with a mistake and one that lacks a name: both have to be noticed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.diagrams import SIGNS, schedules  # noqa: E402

from execplan.plan.model import Plan  # noqa: E402
from execplan.plan.reader import read_plan  # noqa: E402
from execplan.plan.visible import visible  # noqa: E402
from execplan.schedule.gantt import gantt as schedule_gantt  # noqa: E402
from execplan.text.source import Source  # noqa: E402
from execplan.views.exports.flowchart import flowchart  # noqa: E402
from execplan.views.exports.gantt import gantt  # noqa: E402
from execplan.views.steps import step_name  # noqa: E402

TODAY = "2026-03-02"
SECONDS = 180
WIDTH, MOST = 1200, 8000
"""Pixels of a picture: how wide a chart may be drawn, and how large a picture gets."""

PAGE = """<!doctype html>
<meta charset="utf-8">
<style>body { margin: 16px; background: white; width: WIDTHpx; font-family: sans-serif }</style>
<div id="chart"></div>
<script src="LIBRARY"></script>
<script type="module">
const charts = CHARTS;
mermaid.initialize({ startOnLoad: false, suppressErrorRendering: false });
const said = [];
for (const [at, chart] of charts.entries()) {
  const place = document.getElementById("chart");
  try {
    await mermaid.parse(chart);
    const { svg } = await mermaid.render(`drawn${at}`, chart, place);
    place.innerHTML = svg;
    const drawn = place.querySelector("svg");
    const box = drawn.getBoundingClientRect();
    const texts = [...drawn.querySelectorAll("text, foreignObject")].map((one) => one.textContent);
    said.push({
      error: drawn.getAttribute("aria-roledescription") === "error" ? "drawn as an error" : "",
      text: texts.join("\\n"), width: Math.ceil(box.width), height: Math.ceil(box.height),
    });
  } catch (error) {
    said.push({ error: String(error.message ?? error), text: "", width: 0, height: 0 });
  }
}
const told = document.createElement("script");
told.type = "application/json";
told.id = "told";
told.textContent = JSON.stringify(said).replaceAll("<", "\\\\u003c");
document.body.append(told);
</script>
"""


@dataclass(frozen=True, slots=True)
class Chart:
    name: str
    text: str
    names: tuple[str, ...]
    """What has to be read in the picture."""


@dataclass(frozen=True, slots=True)
class Drawn:
    error: str
    text: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Browser:
    program: str
    library: Path
    folder: Path

    def run(self, charts: list[str], *options: str) -> str:
        """What the browser prints of a page that draws the charts one after another."""
        data = json.dumps(charts).replace("<", "\\u003c")
        page = self.folder / "page.html"
        filled = PAGE.replace("WIDTH", str(WIDTH)).replace("LIBRARY", self.library.as_uri()).replace("CHARTS", data)
        page.write_text(filled, "utf-8")
        command = [
            self.program, "--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            f"--user-data-dir={self.folder / 'profile'}", "--virtual-time-budget=60000",
            *(["--no-sandbox"] if os.geteuid() == 0 else []), *options, page.as_uri(),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        if done.returncode != 0:
            raise SystemExit(f"diagrams: the browser ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return done.stdout

    def draw(self, charts: list[str]) -> list[Drawn]:
        page = self.run(charts, "--dump-dom")
        told = re.search(r'<script type="application/json" id="told">(.*?)</script>', page, re.DOTALL)
        if told is None:
            raise SystemExit("diagrams: the page did not come to its end")
        found: list[dict[str, Any]] = json.loads(told[1])
        return [Drawn(**one) for one in found]

    def picture(self, chart: str, drawn: Drawn, path: Path) -> None:
        size = (min(max(drawn.width, WIDTH) + 32, MOST), min(drawn.height + 48, MOST))
        self.run([chart], f"--window-size={size[0]},{size[1]}", f"--screenshot={path}")


def charts() -> Iterator[Chart]:
    """The exports of every plan that the tests keep and of one with every sign in it, and the schedules by hand."""
    plans = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "tests" / "golden").glob("*.md"))}
    for name, text in {**plans, "signs": SIGNS}.items():
        plan = read_plan(Source.of(text))
        yield Chart(f"{name}-gantt", gantt(plan, TODAY), _drawn_names(plan))
        yield Chart(f"{name}-flowchart", flowchart(plan), tuple(step_name(one) for one in plan.steps))
    for name, schedule in schedules():
        yield Chart(f"{name}-schedule", schedule_gantt(schedule), tuple(one.task.name for one in schedule.slots))


def _drawn_names(plan: Plan) -> tuple[str, ...]:
    return tuple(step_name(one) for one in plan.steps if not one.children and one.status != "skipped")


def faults(chart: Chart, drawn: Drawn) -> list[str]:
    """What is wrong with a picture. Lines are broken anywhere, so blanks do not count."""
    if drawn.error:
        return [f"{chart.name}: {' '.join(drawn.error.split())[:300]}"]
    text = _dense(drawn.text)
    return [f"{chart.name}: nowhere in the picture: {one}" for one in chart.names if _dense(visible(one)) not in text]


def _dense(text: str) -> str:
    return "".join(unescape(text).split())


BROKEN = (
    Chart("a mistake", "gantt\n    dateFormat YYYY-MM-DD\n    section A\n    Build :s_1, after\n    : , ,\n", ()),
    Chart("a mistake", "flowchart TD\n    a[Build --> b\n", ()),
    Chart("a name that is missing", "flowchart TD\n    a[Build]\n", ("Build", "Ship")),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--mermaid", "--into"):
        parser.add_argument(option, type=Path, required=True)
    parser.add_argument("--browser", required=True)
    options = parser.parse_args()
    into: Path = options.into
    into.mkdir(parents=True, exist_ok=True)
    every = list(charts())
    with tempfile.TemporaryDirectory(prefix="execplan-diagrams-") as name:
        browser = Browser(options.browser, options.mermaid.resolve(), Path(name))
        *drawn, first, second, third = browser.draw([one.text for one in (*every, *BROKEN)])
        blind = [one.name for one, seen in zip(BROKEN, (first, second, third), strict=True) if not faults(one, seen)]
        wrong = [said for chart, seen in zip(every, drawn, strict=True) for said in faults(chart, seen)]
        for chart, seen in zip(every, drawn, strict=True):
            (into / f"{chart.name}.mmd").write_text(chart.text, "utf-8")
            if not seen.error:
                browser.picture(chart.text, seen, into / f"{chart.name}.png")
    wrong += [f"the check is blind: it does not notice {one}" for one in blind]
    print(*(f"diagrams: {one}" for one in wrong), sep="\n", file=sys.stderr)
    print(f"diagrams: {len(every)} charts in {into}, {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
