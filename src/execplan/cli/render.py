"""Plans and their parts as lines for people. Knows the views and the terminal; knows no file and no click.

A state is always a glyph and a word, so that nothing rests on colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from execplan.cli.terminal import Cell, Terminal, Tone, plain, table, width, wrap
from execplan.plan.graph import Graph, graph_of, is_closed
from execplan.plan.model import Phase, Plan, Step
from execplan.views.blockers import blockers_of, open_blockers
from execplan.views.criteria import met_criteria
from execplan.views.current import current_step
from execplan.views.progress import Progress, last_change, phase_progress, plan_status, progress
from execplan.views.records import standing
from execplan.views.steps import awaited_outside, next_step, phase_name, step_name
from execplan.views.summary import Obstacle, obstacles

_BAR = 20
_STATE = 13
"""Cells of a step's longest state, so that tables below each other line up."""
_READABLE = 100
"""Cells beyond which running text is hard to read."""
_STATES: dict[str, tuple[str, Tone]] = {
    "todo": ("○ todo", "plain"),
    "planning": ("○ planning", "plain"),
    "in_progress": ("▸ in progress", "busy"),
    "blocked": ("✗ blocked", "bad"),
    "open": ("✗ open", "bad"),
    "unreadable": ("✗ unreadable", "bad"),
    "done": ("✓ done", "good"),
    "resolved": ("✓ resolved", "good"),
    "completed": ("✓ completed", "good"),
    "skipped": ("– skipped", "dim"),
    "abandoned": ("– abandoned", "dim"),
}


def state(status: str) -> Cell:
    """Glyph, word and tone of a state."""
    return Cell(*_STATES[status])


def step_state(step: Step) -> Cell:
    """As ``state``, with how far a step in progress is."""
    cell = state(step.status)
    return (
        cell
        if step.percent is None or step.status != "in_progress"
        else replace(cell, text=f"{cell.text} {step.percent}%")
    )


def painted(cell: Cell, terminal: Terminal) -> str:
    return terminal.paint(terminal.glyphs(cell.text), cell.tone)


def plan_page(name: str, plan: Plan, terminal: Terminal) -> list[str]:
    """The whole plan: title, state, progress, where it stands, what blocks it, then phases and steps."""
    updated = last_change(plan)
    facts = [name, plain(plan.owner or ""), f"changed {updated}" if updated else ""]
    lines = [terminal.paint(terminal.fit(plain(plan.title) or name), "strong")]
    said = state(plan_status(plan))
    beside = _dim("".join(f" · {one}" for one in facts if one), terminal, indent=width(said.text))
    lines.append(painted(said, terminal) + beside)
    lines += ["", bar(progress(plan), terminal)]
    if plan.objective:
        lines += ["", *_paragraph(plan.objective, terminal)]
    lines += ["", *_now(plan, terminal)]
    blockers = open_blockers(plan)
    if blockers:
        lines += ["", terminal.paint("Open blockers", "strong"), *blocker_lines(obstacles(plan, blockers), terminal)]
    graph = graph_of(plan)
    for phase, steps in _groups(plan):
        lines += ["", _phase_line(plan, phase, terminal)] if phase else [""]
        lines += step_lines(graph, steps, terminal, indent=2 if phase else 0)
    questions = sum(not one.resolved for one in plan.questions)
    criteria = met_criteria(plan)
    counts = [f"criteria {criteria.met}/{criteria.total}"] if criteria.total else []
    counts += [f"open questions {questions}"] if questions else []
    counts += [f"decisions {len(decisions)}"] if (decisions := standing(plan.decisions)) else []
    counts += [f"discoveries {len(discoveries)}"] if (discoveries := standing(plan.discoveries)) else []
    counts += [f"risks {len(risks)}"] if (risks := standing(plan.risks)) else []
    if counts:
        lines += ["", _dim(" · ".join(counts), terminal)]
    return lines


def current_page(name: str, plan: Plan, terminal: Terminal) -> list[str]:
    """The current step with all that is known of it, or why there is none."""
    current, count = current_step(plan), progress(plan)
    head = terminal.fit(f"{plain(plan.title) or name} · {count.done} of {count.total} steps · {count.percent}%")
    lines = [terminal.paint(head, "dim"), ""]
    step = current.step
    if step is None:
        return [*lines, *_paragraph(f"No current step: {current.reason}", terminal)]
    lines += [*_paragraph(step_name(step), terminal, "strong"), f"{painted(step_state(step), terminal)}  {step.id}"]
    following = next_step(plan, step)
    told = {
        "phase": next((phase_name(one) for one in plan.phases if one.id == step.phase), None),
        "verify": step.verification,
        "files": ", ".join(step.files),
        "notes": step.notes,
        "blocked by": "; ".join(one.text for one in blockers_of(plan, step)),
        "next": f"{step_name(following)} ({following.id})" if following else None,
        "open questions": str(sum(not one.resolved for one in plan.questions) or ""),
    }
    facts = {label: plain(value) for label, value in told.items() if value}
    return [*lines, *([""] if facts else []), *_facts(facts, terminal)]


def step_lines(graph: Graph, steps: Sequence[Step], terminal: Terminal, *, indent: int = 0) -> list[str]:
    """A table of steps: state, id, name, and what holds the step up."""
    rows: list[tuple[Cell, ...]] = []
    for step in steps:
        blocked, waits = graph.is_blocked(step), () if is_closed(step) else graph.waits_for(step)
        depth = len(graph.ancestors(step))
        tone: Tone = "dim" if is_closed(step) else "plain"
        why = "; ".join(plain(one.text) for one in graph.blockers_of(step)) if blocked else ""
        names = [one.label or step_name(one) for one in waits]
        names += () if is_closed(step) else awaited_outside(graph, step)
        if names and not blocked:
            why = "waits for " + ", ".join(plain(one) for one in names[:3])
            why += f" +{len(names) - 3}" if len(names) > 3 else ""
        name = "  " * depth + plain(step_name(step))
        shown = state("blocked" if blocked else step.status)
        shown = replace(shown, text=shown.text.ljust(_STATE))
        rows.append((shown, Cell(step.id, "dim"), Cell(name, tone), Cell(why, "dim")))
    return table(rows, terminal, indent=indent, whole=2)


def blocker_lines(blockers: Sequence[Obstacle], terminal: Terminal) -> list[str]:
    """A table of blockers, each with what it needs below it."""
    lines: list[str] = []
    rows = [
        (
            state("resolved" if one.resolved else "open"),
            Cell(one.id, "dim"),
            Cell(plain(one.text)),
            Cell(plain(one.step_name or ""), "dim"),
            Cell(plain(one.since or "")[:10], "dim"),
        )
        for one in blockers
    ]
    for line, one in zip(table(rows, terminal, indent=2, whole=2), blockers, strict=True):
        lines.append(line)
        told = {"needs": one.needs, "options": " / ".join(one.options), "owner": one.owner, "resolved": one.resolution}
        for label, value in told.items():
            if value:
                lines.append(_dim(f"    {label}: {plain(value)}", terminal))
    return lines


def bar(count: Progress, terminal: Terminal) -> str:
    """The progress bar, the percentage and the numbers behind it."""
    room = max(5, min(_BAR, (terminal.columns or 80) - 25))
    filled = room * count.done // count.total if count.total else 0
    cells = terminal.paint(terminal.glyphs("█" * filled), "good") + terminal.glyphs("░" * (room - filled))
    return f"{cells} {count.percent}%  {count.done} of {count.total} steps"


def next_line(plan: Plan, terminal: Terminal) -> str:
    """What is under way, what comes next, or why nothing does: the end of every answer to a write."""
    current = current_step(plan)
    if current.step is None:
        return terminal.fit(plain(f"next: nothing, {current.reason}"))
    lead = "now" if current.step.status == "in_progress" else "next"
    return terminal.fit(plain(f"{lead}: {step_name(current.step)} ({current.step.id})"))


def _now(plan: Plan, terminal: Terminal) -> list[str]:
    current = current_step(plan)
    if current.step is None:
        return _paragraph(f"No current step: {current.reason}", terminal)
    glyph = _STATES[current.step.status][0][0]
    line = f"Now  {glyph} {plain(step_name(current.step))} ({current.step.id})"
    return [terminal.paint(terminal.glyphs(terminal.fit(line)), "strong")]


def _groups(plan: Plan) -> Iterator[tuple[Phase | None, list[Step]]]:
    """Steps outside phases first, then each phase with its own; phases without steps are shown too."""
    counted = [step for step in plan.steps if step.counted]
    known = {phase.id for phase in plan.phases}
    outside = [step for step in counted if step.phase not in known]
    if outside:
        yield None, outside
    for phase in plan.phases:
        yield phase, [step for step in counted if step.phase == phase.id]


def _phase_line(plan: Plan, phase: Phase, terminal: Terminal) -> str:
    count = phase_progress(plan, phase.id)
    said = terminal.glyphs(state(phase.status).text) + (f" {count.done}/{count.total}" if count.total else "")
    name = terminal.fit(plain(phase_name(phase)), indent=width(said) + 2)
    return f"{terminal.paint(name, 'strong')}  {terminal.paint(said, state(phase.status).tone)}"


def _facts(facts: dict[str, str], terminal: Terminal) -> list[str]:
    """Labels in one column, values beside them, wrapped."""
    if not facts:
        return []
    room = max(map(len, facts)) + 2
    lines: list[str] = []
    for label, value in facts.items():
        first, *rest = wrap(terminal.glyphs(value), _readable(terminal) - room) or [""]
        lines += [terminal.paint(label.ljust(room), "dim") + first, *(" " * room + line for line in rest)]
    return lines


def _paragraph(text: str, terminal: Terminal, tone: Tone = "plain") -> list[str]:
    return [terminal.paint(line, tone) for line in wrap(terminal.glyphs(plain(text)), _readable(terminal))]


def _readable(terminal: Terminal) -> int:
    return min(terminal.columns or _READABLE, _READABLE)


def _dim(text: str, terminal: Terminal, *, indent: int = 0) -> str:
    return terminal.paint(terminal.glyphs(terminal.fit(text, indent=indent)), "dim")
