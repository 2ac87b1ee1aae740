"""The summary: its table, its charts, and that a plan's words stay words in both."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from execplan.views.reports.flowchart import MOST, flowchart, label
from execplan.views.reports.report import Report, Sheet
from execplan.views.reports.summary import BUDGET, Links, cell, summary
from tests.views.plans import blocker, phase, plan, step
from tests.views.reports.sheets import HOSTILE, finding, sheet

HUB = Links("https://github.com", "o/r", "abc")


def test_table_and_links() -> None:
    lines = summary(sheet(finding("a | b"), finding(path="a b/PLAN.md")), HUB).split("\n")
    assert lines[:4] == ["## execplan review", "", "1 error, 2 warnings in 3 plans", ""]
    link = "https://github.com/o/r/blob/abc/.agents/cache/PLAN.md?plain=1#L7"
    assert lines[6] == f"| cache | ▸ warning a \\| b (odd) | [7]({link}) |"
    assert "/blob/abc/a%20b/PLAN.md?plain=1#L7)" in lines[7]
    assert "| 7 |" in summary(sheet(finding()), None)


def test_a_cell_is_only_text() -> None:
    words = "a | b `c` **d** [e](http://f) <g> &amp; <!-- h --> @ana #12 ~~i~~ $j$ \\| !k"
    page = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .render(f"| x | y |\n| --- | --- |\n| {cell(words)} | z |\n")
    )
    assert page.count("<td>") == 2
    inside = re.search("<td>(.*?)</td>", page)
    assert inside
    shown = inside[1].replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    assert shown == words
    assert "\n" not in cell(f"a\n\r{HOSTILE}")


def test_chart_has_states_phases_and_arrows() -> None:
    given = plan(
        step("a", "done", phase="p"),
        step("b", phase="p", depends_on=("a",)),
        step("c", "in_progress", phase="q"),
        step("d", "skipped", phase="q", depends_on=("b", "elsewhere")),
        phases=(phase("p"), phase("q", depends_on=("p",))),
        blockers=(blocker("x", on="b"),),
    )
    assert flowchart(given).split("\n") == [
        "flowchart TD",
        '  subgraph p1["phase p"]',
        '    s1["title of a · ✓ done"]:::done',
        '    s2["title of b · ✗ blocked"]:::blocked',
        "  end",
        '  subgraph p2["phase q"]',
        '    s3["title of c · ▸ in progress"]:::in_progress',
        '    s4["title of d · – skipped"]:::skipped',
        "  end",
        "  s1 --> s2",
        "  s2 --> s4",
        "  p1 --> p2",
        "  s2 ~~~ s3",
        "  s3 ~~~ s4",
        "  classDef in_progress stroke:#0969da,stroke-width:3px",
        "  classDef blocked stroke:#cf222e,stroke-width:3px",
        "  classDef done stroke:#1a7f37",
        "  classDef skipped stroke-dasharray:4",
    ]


def test_a_step_with_parts_stands_for_them() -> None:
    given = plan(step("a"), step("a1", parent="a"), step("a2", parent="a"), step("b", depends_on=("a",)))
    assert [line.strip() for line in flowchart(given).split("\n") if "-->" in line] == ["s1 --> s3", "s2 --> s3"]


def test_a_label_stays_in_its_quotes() -> None:
    assert label('say "x"; <b> #1 %%{init} `c` a_b') == (
        "say #34;x#34;#59; #60;b#62; #35;1 #37;#37;#123;init#125; #96;c#96; a#95;b"
    )
    assert label("缓存 “x” " + "y" * 100) == "缓存 “x” " + "y" * 72 + "…"
    assert label("1. first") == "1#46; first"
    assert label("- first") == "#45; first"
    assert label("Step 1: a-b, 2.5 (c)") == "Step 1#58; a-b, 2.5 (c)"
    hostile = label(f'"]\nend\nclick s1 "javascript:x" {HOSTILE}')
    assert not {'"', "\n", "\x1b", "]"} & set(hostile)


def test_no_chart_without_steps_and_none_too_long() -> None:
    assert flowchart(plan()) == ""
    many = plan(*(step(f"s{n}", depends_on=tuple(f"s{m}" for m in range(n))) for n in range(MOST + 50)))
    drawn = flowchart(many)
    assert len(drawn) < 50_000
    assert drawn.count(" --> ") == MOST
    assert f"s{MOST + 1}[" not in drawn
    assert "and 50 more steps" in summary(Sheet("review", "1", (), (Report("a", "p", (), many),)), None)


def test_a_summary_keeps_to_its_budget() -> None:
    document = plan(*(step(f"s{n}", title="缓存" * 60) for n in range(MOST)))
    report = Report("a", "p", tuple(finding("缓存 " * 200) for _ in range(5_000)), document)
    page = summary(Sheet("review", "1", (), (report,) * 40), HUB)
    assert len(page.encode()) < BUDGET
    assert re.search(r"^and \d+ more$", page, re.MULTILINE)
    assert re.search(r"^and the steps of \d+ more plans$", page, re.MULTILINE)
    assert page.count("<details>") == page.count("</details>") > 0
