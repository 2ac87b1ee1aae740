"""Renderers: every step arrives, and no title breaks out of its place."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given

from execplan.plan.mermaid import label, line_start
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.exports.flowchart import flowchart
from execplan.views.exports.gantt import gantt
from execplan.views.exports.table import COLUMNS, cell, table
from tests.laws.texts import markdown

TODAY = "2026-03-01T10:00Z"
PLAN = """# Release

Created: 2026-02-01

## Steps

### Phase 1: Before

- [x] Tag the commit
  - Started: 2026-02-02
  - Completed: 2026-02-04
- [ ] **IN PROGRESS** Write the notes
  - Estimated time: 2 hours
- [ ] Sign
  - Estimated time: 3 days
  - Depends on: Tag the commit
- [ ] ~~Print~~ → skipped: no paper

### Phase 2: After

- [ ] Watch
  - [ ] Look at graphs
    - Depends on: Sign
  - [ ] Answer mail
"""
HOSTILE = (
    'end', 'say "x"', "a # b ; c : d", "[x] (y) {z} |p|", "%%{init: {}}%%", "click me", "title of it", "section 2",
    "2026-01-01 begins", "dateFormat YYYY", "a --> b", "`code`", "1. first", "- dash", "<script>", "x:::done", "終わり；",
    "=1+1", "@SUM(A1)", "+1", "-1", "done, active", "graph TD", "a\u202eb\u200b", "accDescr { x }",
)  # fmt: skip


def plan(text: str) -> Plan:
    return read_plan(Source.of(text))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_the_table_has_a_row_a_step() -> None:
    text = table(plan(PLAN))
    assert text.startswith(",".join(COLUMNS) + "\r\n")
    found = rows(text)
    assert [row["title"] for row in found] == [
        "Tag the commit", "Write the notes", "Sign", "Print", "Watch", "Look at graphs", "Answer mail",
    ]  # fmt: skip
    ids = {row["title"]: row["id"] for row in found}
    sign = found[2]
    assert (sign["depends_on"], sign["estimate_minutes"], sign["phase"]) == (ids["Tag the commit"], "1440", "Before")
    assert (found[5]["parent"], found[0]["completed"], found[0]["line"]) == (ids["Watch"], "2026-02-04", "9")


@given(markdown())
def test_every_step_is_in_the_table_and_in_the_flowchart(text: str) -> None:
    one = plan(text)
    assert [row["id"] for row in rows(table(one))] == [step.id for step in one.steps]
    nodes = re.findall(r"^ +s_(\w+)\[\"[^\"\n]+\"\]:::\w+$", flowchart(one), re.MULTILINE)
    assert sorted(nodes) == sorted(step.id for step in one.steps)
    tasks = re.findall(r"^    [^%:\n]+ :(?:\w+, )?s_(\w+), [^,\n]+, \d+[dm]$", gantt(one, TODAY), re.MULTILINE)
    assert tasks == [step.id for step in one.steps if not step.children and step.status != "skipped"]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_formula_stays_text(value: str) -> None:
    assert cell(value).startswith("'")
    assert cell("a" + value)[0] == "a"
    assert cell(None) == ""


def test_the_flowchart() -> None:
    one = plan(PLAN)
    ids = {step.title: f"s_{step.id}" for step in one.steps}
    text = flowchart(one)
    assert text.startswith("flowchart TD\n    classDef todo ")
    assert (
        f'    subgraph p_{one.phases[0].id}["Phase 1 Before"]\n        {ids["Tag the commit"]}["Tag the commit"]:::done\n'
        in text
    )
    assert f"    {ids['Tag the commit']} --> {ids['Sign']}\n" in text
    assert f"    {ids['Watch']} --- {ids['Answer mail']}\n" in text


def test_the_gantt() -> None:
    one = plan(PLAN)
    ids = {step.title: f"s_{step.id}" for step in one.steps}
    lines = gantt(one, TODAY).splitlines()
    assert lines[:6] == [
        "gantt",
        '    %%{init: {"gantt": {"leftPadding": 104}}}%%',
        "    title Release",
        "    dateFormat YYYY-MM-DD",
        "    tickInterval 1day",
        "    section Phase 1 Before",
    ]
    assert f"    Tag the commit :done, {ids['Tag the commit']}, 2026-02-02, 3d" in lines
    assert f"    Write the notes :active, {ids['Write the notes']}, after {ids['Tag the commit']}, 120m" in lines
    assert f"    Sign :{ids['Sign']}, after {ids['Tag the commit']}, 3d" in lines
    assert "    %% skipped: Print" in lines
    at = lines.index(f"    Look at graphs :{ids['Look at graphs']}, after {ids['Sign']}, 1d")
    assert lines[at - 1] == f"    %% {ids['Look at graphs']} has no estimate: drawn as 1d"


def test_a_ring_of_dependencies_has_a_beginning() -> None:
    ring = plan(
        "# R\n\n## Steps\n\n- [ ] A\n  - Depends on: C\n- [ ] B\n  - Depends on: A\n- [ ] C\n  - Depends on: B\n"
    )
    after = dict(re.findall(r"s_(\w+), after s_(\w+),", gantt(ring, TODAY)))
    assert len(after) == 2
    assert "2026-03-01" in gantt(ring, TODAY)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_stays_inside_its_label(title: str) -> None:
    shown = label(title)
    assert not set('"`;:#[]{}|<>%\\\n') & set(re.sub(r"#\d+;", "", shown))
    said = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), shown)
    assert said == title.replace("\u202e", "").replace("\u200b", "")
    assert not re.match(r"(?i)click|title|section|dateformat|acc|\d{4}-", line_start(title))


def test_an_empty_title_is_a_label() -> None:
    assert label("\u200b") == "?"
