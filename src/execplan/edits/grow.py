"""New steps: at the end, after a step, in a phase, or as sub-steps. Knows shapes and siblings; knows no files and no clock."""

from __future__ import annotations

import re
from collections.abc import Sequence

from execplan.edits import derived
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.drafting import Written, known_phase, next_phase, phase_heading, written
from execplan.edits.notes import note_revision
from execplan.edits.placing import into_section, new_section, section_before, section_end, usual_level
from execplan.edits.shapes import below, beside, next_number, step_lines
from execplan.edits.work_plan import keeps_details, more_undrawn, write_details
from execplan.plan.dialects import DIALECTS, Shape, Spot
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError, quoted
from execplan.plan.identity import normal
from execplan.plan.model import CLOSED, Phase, Plan, Section, Status, Step
from execplan.plan.references import find_step

MOST = 500
"""Steps in one call."""


def add(
    plan: Plan,
    steps: tuple[NewStep, ...],
    *,
    parent: str | None = None,
    after: str | None = None,
    phase: str | None = None,
    now: str,
) -> Change:
    """Adds steps in the shape of their siblings. Law: the plan gains exactly these steps, in this order.

    ``parent`` refines a step into sub-steps; ``after`` names a sibling; ``phase`` names a phase or a new one, beside
    these only the one they stand in. A step with the title of an open sibling is left out (a retry adds nothing).
    Raises ``invalid``, ``not_found``, ``refused``.
    """
    if not steps:
        raise PlanError("invalid", "no steps given", "pass at least one step with a title")
    if len(steps) > MOST:
        raise PlanError(
            "too_large", f"{len(steps)} steps in one call, the limit is {MOST}", "add them in several calls"
        )
    under = find_step(plan, parent) if parent else None
    sibling = find_step(plan, after) if after else None
    if under is not None and under.status in CLOSED:
        raise PlanError(
            "refused", f"{quoted(under.title)} is {under.status}", "mark it todo first, then add its sub-steps"
        )
    new = [written(plan, one, steps, phase) for one in steps]
    from execplan.edits.depending import refuse_rings  # no start of a command waits for it

    refuse_rings(plan, steps, under, sibling, phase)
    if beside_step := under or sibling:
        _check_phases(plan, new, beside_step)
    draft = Draft(plan)
    undrawn = [step for step in plan.steps if step.box == "none"]
    if undrawn and len(undrawn) == len(plan.steps) and under is None:
        new = _unknown(new, undrawn)
        more_undrawn(draft, sibling or _last_undrawn(plan, undrawn, new), new, now)
        draft.adds["step"] += len(new)
        if any(phase.line == undrawn[-1].line for phase in plan.phases):
            draft.adds["phase"] += len(new)
        if not new:
            return no_change(plan)
        _tell(draft, new, under, now)
        return draft.change(shows=tuple(("step", "title", one.title) for one in new))
    if under is not None:
        new = _unknown(new, [plan.step(id) for id in under.children])
        below(draft, under, new, sibling)
    elif sibling is not None:
        if sibling.parent:
            new = _unknown(new, [step for step in plan.steps if step.parent == sibling.parent])
            beside(draft, sibling, new)
        else:
            new = _unknown(new, [step for step in plan.steps if step.phase == sibling.phase and not step.parent])
            beside(draft, sibling, new)
            if keeps_details(plan) and new:
                write_details(draft, new, next_number(plan))
    else:
        new = _unknown(new, [step for step in plan.steps if not step.parent])
        _grouped(draft, new)
    if not new:
        return no_change(plan)
    draft.adds["step"] += len(new)
    status: dict[str, Status] = {step.id: step.status for step in plan.steps}
    if under is not None and not under.children:
        status[under.id] = "skipped"  # a leaf no more: its sub-steps count instead
    derived.write_bar(draft, status, added=len(new))
    _tell(draft, new, under, now)
    return draft.change(shows=tuple(("step", "title", one.title) for one in new))


def _check_phases(plan: Plan, new: list[Written], beside: Step) -> None:
    """Below or after a step there is only one phase to stand in. Raises ``refused`` for another one."""
    for name in dict.fromkeys(one.phase for one in new):
        phase = known_phase(plan, name)
        if name and (phase is None or phase.id != beside.phase):
            hint = "leave phase out, or leave parent and after out"
            raise PlanError("refused", f"{quoted(beside.title)} does not stand in the phase {quoted(name)}", hint)


def _last_undrawn(plan: Plan, undrawn: list[Step], new: list[Written]) -> Step:
    """The step after which more rows or headings go: the last one of the phase that is asked for."""
    names = list(dict.fromkeys(one.phase for one in new))
    if not any(names):
        return undrawn[-1]
    phase = known_phase(plan, names[0])
    inside = [step for step in undrawn if phase is not None and step.phase == phase.id]
    if len(names) > 1 or not inside:
        raise PlanError(
            "refused",
            "this plan draws its steps as rows or headings: they come without a phase or to one that has some",
            "leave phase out, or add the phase by hand",
        )
    return inside[-1]


def _tell(draft: Draft, new: list[Written], under: Step | None, now: str) -> None:
    where = f" under {under.title}" if under else ""
    said = f"Added{where}: {'; '.join(one.title for one in new)}"
    derived.write_updated(draft, now)
    derived.tell(draft, [f"- {said}"], now)
    if draft.plan.steps:  # the first ones are the plan, not a revision of it
        note_revision(draft, said, now)


def _unknown(new: list[Written], siblings: Sequence[Step]) -> list[Written]:
    known = {normal(step.title) for step in siblings if step.status not in CLOSED}
    kept: list[Written] = []
    for one in new:
        if normal(one.title) not in known:
            known.add(normal(one.title))
            kept.append(one)
    return kept


# --- where ----------------------------------------------------------------------------------------


def _grouped(draft: Draft, new: list[Written]) -> None:
    """The steps of one phase go to the end of that phase, new phases after the last, the rest to the end of the steps."""
    plan = draft.plan
    number = next_number(plan)
    detail = keeps_details(plan)
    groups: dict[str | None, list[Written]] = {}
    for one in new:
        groups.setdefault(one.phase, []).append(one)
    if detail:
        write_details(draft, [one for group in groups.values() for one in group], number)
        if not plan.steps:
            _append(draft, new, None, number)
            return
    fresh: dict[str, list[Written]] = {}
    loose: list[str] = []
    for name, group in groups.items():
        phase = known_phase(plan, name)
        if name and phase is None and not detail:
            fresh[name] = group
            continue
        if phase is None and not plan.steps and len(groups) > 1:
            loose = step_lines(plan, group, number, None)
        else:
            _append(draft, group, phase, number)
        number += len(group)
    if fresh:
        _new_phases(draft, fresh, number, loose)


def _append(draft: Draft, run: list[Written], phase: Phase | None, number: int) -> None:
    plan = draft.plan
    detail = keeps_details(plan)
    tops = [step for step in plan.steps if not step.parent and step.counted and step.box != "none"]
    siblings = [step for step in tops if phase is not None and step.phase == phase.id]
    if not siblings and (phase is None or detail):
        siblings = _last_group(tops, plan)
    if siblings:
        beside(draft, siblings[-1], run, number)
        return
    if phase is not None and phase.place is not None:
        _at_end(draft, phase.place.line + 1, phase.place.end, step_lines(plan, run, number, None))
        return
    _first_steps(draft, step_lines(plan, run, number, None))


def _last_group(tops: list[Step], plan: Plan) -> list[Step]:
    """The steps beside which a step without a phase goes: those without one, else the last phase."""
    if not tops:
        return []
    loose = [step for step in tops if step.phase is None]
    if keeps_details(plan):
        return tops
    return loose or [step for step in tops if step.phase == tops[-1].phase]


def _at_end(draft: Draft, first: int, last: int, lines: list[str]) -> None:
    end = section_end(draft, first, last)
    blank = (
        end > first
        and draft.source.line(end - 1).strip()
        and not re.match(r"\s*[-*+] |\s*\d+[.)] ", draft.source.line(end - 1))
    )
    draft.insert_lines(end, ["", *lines] if end == first or blank else lines)


def _home(plan: Plan) -> Section | None:
    """The section of the steps; where there are none yet, the one they go to: boxes elsewhere would count for others."""
    counted = [step.line for step in plan.steps if step.counted and step.box != "none"]
    around = [one for one in plan.sections if counted and one.line < counted[-1] < one.end and one.level > 1]
    if counted:
        return next((one for one in around if one.role in ("progress", "steps")), None)
    wanted = DIALECTS[plan.dialect].steps_heading.lstrip("# ").casefold()
    exact = next((section for section in plan.sections if section.title.casefold() == wanted), None)
    return exact or next(
        (
            section
            for role in ("progress", "steps")
            for section in plan.sections
            if section.role == role and section.level > 1
        ),
        None,
    )


def _first_steps(draft: Draft, lines: list[str]) -> None:
    plan = draft.plan
    home = _home(plan)
    if home is None:
        spot = Spot(
            "steps",
            DIALECTS[plan.dialect].steps_heading,
            Shape("", (), ""),
            ("discoveries", "decisions", "criteria", "outcomes", "risks", "questions", "notes"),
        )
        new_section(draft, spot, lines)
        return
    bar = plan.bar
    if bar and home.line < bar.line < home.own_end:
        draft.insert_lines(bar.line + 1, ["", *lines])
        return
    into_section(draft, home, lines)


def _new_phases(draft: Draft, fresh: dict[str, list[Written]], number: int, loose: list[str]) -> None:
    """``### Phase N: name`` headings at the end of the section that holds the phases; ``loose`` steps stand before them."""
    plan = draft.plan
    home = _home(plan)
    lines = loose
    level = "#" * _phase_level(plan, home)
    for count, (name, run) in enumerate(fresh.items(), start=next_phase(plan)):
        body = step_lines(plan, run, number, None)
        lines += [*([""] if lines else []), f"{level} {phase_heading(name, count)}", "", *body]
        number += len(run)
    draft.adds["phase"] += len(fresh)
    last = [
        phase.place
        for phase in plan.phases
        if phase.place is not None and (home is None or home.line < phase.line < home.end)
    ]
    if last:
        draft.insert_lines(_before_tail(draft, last[-1].line + 1, last[-1].end), ["", *lines])
    elif home is None and plan.steps:
        section_before(draft, None, lines)
    elif home is None:
        _first_steps(draft, lines)
    elif any(home.line < step.line < home.end for step in plan.steps):
        draft.insert_lines(_before_tail(draft, home.line + 1, home.end), ["", *lines])
    else:
        into_section(draft, home, lines)


def _before_tail(draft: Draft, first: int, last: int) -> int:
    """The end of the last phase's own list, before a closing label such as ``**Dependencies between phases:**``."""
    steps = [step for step in draft.plan.steps if first <= step.line < last]
    if not steps:
        return section_end(draft, first, last)
    end = max(step.place.end for step in steps)
    while end < last and draft.source.line(end)[:1] in (" ", "\t") and draft.source.line(end).strip():
        end += 1  # the last box hangs below an item that goes on
    return end


def _phase_level(plan: Plan, home: Section | None) -> int:
    known = [section.level for section in plan.sections if section.role == "phase" and section.level > 1]
    if known:
        return known[-1]
    if home is not None:
        return home.level + 1
    return usual_level(plan) + (not plan.steps)
