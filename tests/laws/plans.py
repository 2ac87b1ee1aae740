"""Generated plans of the five dialects, tidy ones and mutated ones. Knows how plans are drawn; knows no edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from execplan.plan.model import DialectId
from tests.laws.texts import LINES, words

NOW = "2026-11-21T06:40Z"
LATER = "2026-11-22T07:41Z"
NAMES = (
    "Measure the build",
    "Write the index",
    "Move the callers",
    "Delete the old table",
    "Ship it",
    "Tell the users",
    "索引を作る",
    "Проверить вывод",
)


@dataclass(frozen=True, slots=True)
class Node:
    """A step to be drawn: its title, whether it is done or in progress, its sub-steps."""

    title: str
    state: str
    children: tuple[Node, ...] = ()

    @property
    def closed(self) -> bool:
        return all(child.closed for child in self.children) if self.children else self.state == "done"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a document holds."""

    nodes: tuple[Node, ...]
    decisions: int
    discoveries: int
    questions: int
    phases: bool


_states = st.sampled_from(("todo", "todo", "done", "in_progress"))


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    nodes: list[Node] = []
    for name in names:
        children = tuple(
            Node(f"{name}, part {part}", draw(_states)) for part in range(draw(st.sampled_from((0, 0, 0, 2))))
        )
        nodes.append(Node(name, draw(_states), children))
    few = st.integers(0, 2)
    return Drawing(tuple(nodes), draw(few), draw(few), draw(few), draw(st.booleans()))


def _box(node: Node) -> str:
    return "[x]" if node.closed else "[ ]"


def _words(node: Node) -> str:
    return "**IN PROGRESS** " if node.state == "in_progress" and not node.children and not node.closed else ""


def _listed(lines: Sequence[str]) -> list[str]:
    return list(lines) or ["None yet."]


def _phased(drawing: Drawing, draw: Callable[[Node, int], list[str]], level: str = "###") -> list[str]:
    lines: list[str] = []
    for number, node in enumerate(drawing.nodes, start=1):
        if drawing.phases and number in (1, 3):
            lines += [
                *([""] if lines else []),
                f"{level} Phase {(number + 1) // 2}: {'Ground' if number == 1 else 'Roof'}",
                "",
            ]
        lines += draw(node, number)
    return lines


def living(drawing: Drawing) -> str:
    """Progress with status lines, a bar, details apart, a footer with the time of the last change."""
    leaves = [leaf for node in drawing.nodes for leaf in (node.children or (node,))]
    done = sum(leaf.closed for leaf in leaves)
    filled = 10 * done // len(leaves)

    def step(node: Node, number: int) -> list[str]:
        lines = [f"- {_box(node)} **Step {number}**: {node.title}"]
        if node.children:
            return [*lines, *(f"  - {_box(child)} {_words(child)}{child.title}" for child in node.children)]
        if node.closed:
            return [*lines, "  - Status: ✅ Complete", "  - Completed: 2026-10-02 09:00 UTC"]
        if node.state == "in_progress":
            return [*lines, "  - Status: 🟡 In Progress", "  - Started: 2026-10-01 09:00 UTC"]
        return [*lines, "  - Status: Pending"]

    return "\n".join([
        "# ExecPlan: Faster builds", "", "## Metadata", "", "- **Owner**: Ana",
        "- **Last Updated**: 2026-10-01 09:00 UTC",
        "- **Status**: 🟡 In Progress", "", "## Purpose / Big Picture", "", "Builds take a minute.", "",
        "**Success Criteria:**", "",
        "- [ ] A cold build takes a minute", "", "## Plan of Work", "",
        *(f"**{number}. {node.title}**\n- **Verification**: run it\n" for number, node in enumerate(drawing.nodes, start=1)),
        "## Progress", "",
        f"**Overall**: {'⚫' * filled}{'⚪' * (10 - filled)} {100 * done // len(leaves)}% ({done}/{len(leaves)} steps)",
        "",
        *_phased(drawing, step), "", "## Surprises & Discoveries", "",
        *_listed([f"**2026-10-0{n + 1} 09:00 UTC**: Odd {n}\n- **Evidence**: log" for n in range(drawing.discoveries)]), "",
        "## Decision Log", "",
        *_listed([f"**2026-10-0{n + 1} 09:00 UTC**: Choice {n}\n- **Rationale**: why {n}" for n in range(drawing.decisions)]), "",
        "## Risks / Open Questions", "", "**Risks:**", "", "None yet.", "", "**Open Questions:**", "",
        *_listed([f"- ❓ How about {n}?" for n in range(drawing.questions)]), "", "---", "",
        "**Plan Status**: 🟡 Active | Last updated: 2026-10-01 09:00 UTC", "",
    ])  # fmt: skip


def execplan(drawing: Drawing) -> str:
    """Front matter, ordered boxes, a log under dated headings."""

    def step(node: Node, number: int) -> list[str]:
        return [
            f"{number}. {_box(node)} {_words(node)}{node.title}",
            *(f"   - {_box(child)} {_words(child)}{child.title}" for child in node.children),
        ]

    steps = [line for number, node in enumerate(drawing.nodes, start=1) for line in step(node, number)]
    log = [f"- Decision: Choice {n}\n  - Reason: reason {n}" for n in range(drawing.decisions)]
    log += [f"- Discovery: Odd thing {n}" for n in range(drawing.discoveries)]
    return "\n".join([
        "---", 'title: "Faster builds"', "status: in_progress", "last_updated: 2026-10-01", "---", "",
        "# Faster builds ExecPlan", "",
        "## Objective", "", "Builds take a minute.", "", "## Success Criteria", "",
        "- [ ] A cold build takes a minute", "",
        "## Execution Steps", "", *steps, "", "## Progress Log", "",
        *(["### 2026-10-01 09:00", "", *log] if log else ["None yet."]), "",
        "## Open Questions", "", *_listed([f"- [ ] How about {n}?" for n in range(drawing.questions)]), "",
    ])  # fmt: skip


def execution_plan(drawing: Drawing) -> str:
    """Phases of boxes, a table of risks, decisions under notes."""

    def step(node: Node, number: int) -> list[str]:
        return [
            f"- {_box(node)} {_words(node)}{node.title}",
            *(f"  - {_box(child)} {_words(child)}{child.title}" for child in node.children),
        ]

    notes = (
        [
            "### Decisions",
            "",
            *(f"- (2026-10-0{n}) Choice {n}\n  - Rationale: reason {n}" for n in range(1, drawing.decisions + 1)),
            "",
        ]
        if drawing.decisions
        else ["None yet.", ""]
    )
    return "\n".join([
        "# Execution Plan: Faster builds", "", "**Date:** 2026-10-01", "", "**Status:** Planning", "", "## Goal", "",
        "Builds take a minute.", "",
        "## Steps", "", *_phased(drawing, step), "", "## Risks & Mitigations", "",
        "| Risk | Impact | Probability | Mitigation Strategy |",
        "|------|--------|-------------|---------------------|", "| It stays slow | High | Low | Cache |", "",
        "## Questions", "",
        "### Technical Decisions Needed", "", *_listed([f"- [ ] How about {n}?" for n in range(drawing.questions)]),
        "",
        "## Success Criteria", "", "- [ ] A cold build takes a minute", "", "## Notes", "", *notes,
    ])  # fmt: skip


def team(drawing: Drawing) -> str:
    """Phases with owners, launch criteria, a register of risks."""

    def step(node: Node, number: int) -> list[str]:
        return [
            f"- {_box(node)} {_words(node)}{node.title}",
            *(f"  - {_box(child)} {_words(child)}{child.title}" for child in node.children),
        ]

    decisions = (
        ["## Decision Log", "", *(f"- (2026-10-0{n}) Choice {n}" for n in range(1, drawing.decisions + 1)), ""]
        if drawing.decisions
        else []
    )
    return "\n".join([
        "# Faster builds: Execution Plan", "", "- **Owner**: Ana", "- **Last Updated**: 2026-10-01",
        "- **Status**: Planning", "", "## Goals", "",
        "Builds take a minute.", "", "## Scope", "", "### Must Have", "", "- speed", "", "## Phases", "",
        *_phased(drawing, step), "",
        "## Team Capacity", "", "| Owner | Role |", "|---|---|", "| Ana | all |", "", *decisions,
        "## Launch Criteria", "",
        "- [ ] A cold build takes a minute", "", "## Rollback Plan", "", "Put the old table back.", "",
    ])  # fmt: skip


def cookbook(drawing: Drawing) -> str:
    """Stamped boxes in Progress, entries with continuation lines, prose elsewhere."""

    def step(node: Node, number: int) -> list[str]:
        stamp = f"(2026-10-0{number} 09:00Z) " if node.closed else ""
        return [
            f"- {_box(node)} {stamp}{_words(node)}{node.title}",
            *(
                f"  - {_box(child)} {'(2026-10-01 09:00Z) ' if child.closed else ''}{_words(child)}{child.title}"
                for child in node.children
            ),
        ]

    steps = [line for number, node in enumerate(drawing.nodes, start=1) for line in step(node, number)]
    return "\n".join([
        "# Make builds faster", "", "This ExecPlan is a living document.", "", "## Purpose / Big Picture", "",
        "Builds take a minute.", "", "## Progress", "",
        *steps, "", "## Surprises & Discoveries", "",
        *_listed([f"- Observation: Odd thing {n}\n  Evidence: log {n}" for n in range(drawing.discoveries)]), "",
        "## Decision Log", "",
        *_listed([f"- Decision: So {n}\n  Rationale: w\n  Date/Author: 2026-10-01 / Ana" for n in range(drawing.decisions)]), "",
        "## Outcomes & Retrospective", "", "TBD", "", "## Validation and Acceptance", "", "Run it.", "",
    ])  # fmt: skip


DIALECTS: dict[DialectId, Callable[[Drawing], str]] = {
    "living": living, "execplan": execplan, "execution-plan": execution_plan, "team": team, "cookbook": cookbook,
}  # fmt: skip

tidy = st.builds(lambda render, drawing: render(drawing), st.sampled_from(tuple(DIALECTS.values())), drawings())
"""A well-kept plan of any dialect."""


@st.composite
def ended(draw: st.DrawFn) -> str:
    """A tidy plan as other programs save it: CRLF, a BOM, no final newline, one fence around it all."""
    text = draw(tidy)
    form = draw(st.sampled_from(("", "", "fence", "bare", "bom")))
    if form == "fence":
        text = f"````md\n{text}````\n"
    elif form == "bare":
        text = text.rstrip("\n")
    elif form == "bom":
        text = "\ufeff" + text
    return text.replace("\n", draw(st.sampled_from(("\n", "\n", "\r\n"))))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A plan after careless hands: lines gone, doubled, moved, indented, joined by fragments, line ends mixed."""
    lines = draw(ended()).split("\n")
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(lines) - 1)) if lines else 0
        kind = draw(st.sampled_from(("drop", "twice", "swap", "insert", "insert", "indent", "append", "cr")))
        if kind == "insert" or not lines:
            lines.insert(at, draw(st.sampled_from(LINES) | words))
        elif kind == "drop":
            del lines[at]
        elif kind == "twice":
            lines.insert(at, lines[at])
        elif kind == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "indent":
            lines[at] = draw(st.sampled_from(("  ", "    ", "\t", "> ", "- "))) + lines[at]
        elif kind == "append":
            lines[at] += draw(words)
        else:
            lines[at] += "\r"
    return "\n".join(lines)


plans = tidy | ended() | mutated() | mutated()
